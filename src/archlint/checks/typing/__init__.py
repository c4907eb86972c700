"""Rules on types where layers meet."""
