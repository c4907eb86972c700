"""source → facts: the only place that knows LibCST."""
