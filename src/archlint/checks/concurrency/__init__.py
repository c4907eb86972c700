"""Rules on what an event loop must not wait for."""
