"""Findings repaired: edits chosen, tried on copies of the files, and put in place where nothing broke."""
