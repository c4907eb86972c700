"""What the clinic speaks of."""
