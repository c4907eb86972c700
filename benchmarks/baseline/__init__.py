"""A baseline under many random edits of real services."""
