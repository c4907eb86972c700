"""Outages of what a service needs, and what they are answered with."""
