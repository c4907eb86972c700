"""A FastAPI service of as many files as one likes, the same ones every time."""
