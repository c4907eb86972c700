"""A process that stays between runs with the projects that it has linked, so that an edit costs what it touches."""
