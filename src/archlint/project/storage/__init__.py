"""Sessions, connections, engines and pools."""
