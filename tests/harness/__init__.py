"""How rules are put to the test: what their pages, fixtures and mutations say must be found, and what is."""
