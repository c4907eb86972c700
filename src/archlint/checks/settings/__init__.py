"""Rules on how a service is configured."""
