"""The clinic's own rules; nothing here knows HTTP or SQL."""
