"""What happened, told to whom it may concern."""
