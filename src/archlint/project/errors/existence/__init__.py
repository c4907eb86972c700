"""Objects whose existence is a secret, and answers that tell it."""
