"""Rules on how a service starts and stops."""
