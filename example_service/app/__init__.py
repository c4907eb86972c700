"""A clinic's patients and their appointments."""
