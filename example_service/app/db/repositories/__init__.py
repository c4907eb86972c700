"""Queries, one repository an entity."""
