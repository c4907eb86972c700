"""What the outside sees: routes, error answers, middleware."""
