"""Findings → text for people and machines."""
