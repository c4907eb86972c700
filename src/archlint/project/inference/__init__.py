"""What an expression is, and where it was made."""
