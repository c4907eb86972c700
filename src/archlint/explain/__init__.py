"""The reason behind a rule or a finding."""
