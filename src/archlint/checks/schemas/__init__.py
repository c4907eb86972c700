"""Rules on what goes out and what comes in."""
