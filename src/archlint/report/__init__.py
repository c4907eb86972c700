"""Findings → text for people and machines."""

from archlint.report.sheet import FORMATS, Format, Sheet, render
from archlint.report.viewpoint import git_top, seen_from

__all__ = ["FORMATS", "Format", "Sheet", "git_top", "render", "seen_from"]
