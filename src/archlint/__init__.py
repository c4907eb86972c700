"""archlint: the architecture linter for FastAPI services."""
