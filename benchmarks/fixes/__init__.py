"""Repairs on real services, and under fire."""
