"""How code is repaired: edits in the offsets of facts, told without looking at the text."""
