"""What happens in a body, in which order and context, and where names get their values."""
