"""Rules on who may know and use whom."""
