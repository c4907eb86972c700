"""What users may set."""
