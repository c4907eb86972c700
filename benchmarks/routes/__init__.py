"""Whether the route table that is told from the source is the one that FastAPI serves."""
