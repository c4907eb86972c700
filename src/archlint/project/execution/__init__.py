"""What runs when a function runs, where it runs, and what of it blocks."""
