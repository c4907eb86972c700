"""What a project's settings might say: told from its code, or from the contracts of import-linter."""
