"""One rule, one function."""
