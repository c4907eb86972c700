"""Small services made of text, for tests."""

from __future__ import annotations

from textwrap import dedent

from archlint.config import Config
from archlint.extract import extract
from archlint.facts import Source
from archlint.project import Function, Module, Project


def project_of(files: dict[str, str], config: Config | None = None, package: str = "") -> Project:
    """The project that files, given by path and indented text, make."""
    sources = [Source(path, extract(dedent(text).encode(), max_size=1_000_000)) for path, text in files.items()]
    return Project(sources, config or Config(), package)


def module(project: Project, path: str) -> Module:
    return project.modules[path]


def function(project: Project, path: str, qualname: str) -> Function:
    return project.modules[path].functions[qualname]


def callees(project: Project, path: str, qualname: str) -> list[str]:
    """The names of what a function calls, in order; "" for the unknown."""
    return [call.callee for call in project.calls_in(function(project, path, qualname))]


def runs(project: Project, path: str, qualname: str) -> list[str]:
    """The symbols of the project's functions that a function runs."""
    return [edge.target.symbol for edge in project.edges(function(project, path, qualname))]
