"""Which layer a module belongs to, who imports whom, and who reaches the data."""
