"""The reason behind a rule or a finding."""

from archlint.explain.page import page

__all__ = ["page"]
