"""Edits in the paths of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function
from archlint.project.web.routes import Route
from archlint.project.web.served import Served
from archlint.project.web.templates import Template, template

if TYPE_CHECKING:
    from archlint.project.project import Project

_CONVERTORS = {
    "builtins.int": "int",
    "builtins.float": "float",
    "uuid.UUID": "uuid",
    "pydantic.UUID1": "uuid",
    "pydantic.UUID3": "uuid",
    "pydantic.UUID4": "uuid",
    "pydantic.UUID5": "uuid",
    "pydantic.UUID7": "uuid",
}
"""What takes of a path what a type takes."""


class Paths:
    """The paths that declarations spell out."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def narrowed(self, wide: Served, narrow: Template) -> tuple[str, str, Edit] | None:
        """A parameter, the convertor of its type and the edit that writes it, so that a path no longer takes another;
        None where no type of the handler's tells one.
        """
        handler = wide.route.handler
        if wide.template is None or handler is None:
            return None
        for name, written in wide.template.parameters:
            convertor = self._convertor(name, handler)
            if written != "str" or convertor is None:
                continue
            changed = template(wide.path.replace(f"{{{name}}}", f"{{{name}:{convertor}}}"))
            edit = self.replaced(wide.route, f"{{{name}}}", f"{{{name}:{convertor}}}")
            alike = narrow.converted(convertor)
            if changed and alike and edit and not changed.takes_all_of(alike):
                return name, convertor, edit
        return None

    def replaced(self, route: Route, old: str, new: str) -> Edit | None:
        """A part of the path that a decorator spells out, written anew; None where it does not stand there once."""
        path = argument(route.declaration, "path", 0) if route.is_decorated else None
        if not isinstance(path, facts.String) or path.value.count(old) != 1:
            return None
        if path.end - path.start != len(path.value) + 2:  # a prefix, escapes, several strings
            return None
        start = path.start + 1 + path.value.index(old)
        return Edit(route.module.path, Span(start, start + len(old)), new, old)

    def _convertor(self, name: str, handler: Function) -> str | None:
        parameter = handler.parameter(name)
        annotation = None if parameter is None else parameter.annotation
        around = self._project.inference.around(handler)
        if isinstance(annotation, facts.Subscript) and self._project.name_of(annotation.value, around).endswith(
            ".Annotated"
        ):
            annotation = annotation.items[0]
        return None if annotation is None else _CONVERTORS.get(self._project.name_of(annotation, around))
