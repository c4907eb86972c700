"""Rules on how routes are declared."""
