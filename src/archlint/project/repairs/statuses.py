"""Status codes, declared on routes or written in answers."""

from __future__ import annotations

from http import HTTPStatus

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.modules import Module
from archlint.project.web.routes import Route

_NAMES = {422: ("UNPROCESSABLE_CONTENT", "UNPROCESSABLE_ENTITY")}
"""Statuses of several names, and those."""


class Statuses:
    """Edits of the declarations of routes, and of what says the status of an answer."""

    def declared(self, route: Route, code: int) -> Edit | None:
        """A status in the decorator of a route, in place of what stands there; None where it says that elsewhere."""
        if not route.is_decorated or route.is_open or route.handler is None:
            return None
        said = (*route.declaration.args, *route.declaration.keywords)
        old = next((each.value for each in route.declaration.keywords if each.name == "status_code"), None)
        if old is not None:
            return Edit(route.module.path, Span(old.start, old.end), self._spelled(route, code))
        if not said or route.option("status_code") is not None:
            return None
        end = max(each.end for each in said)
        return Edit(route.module.path, Span(end, end), f", status_code={self._spelled(route, code)}")

    def replaced(self, said: facts.Expr | None, old: int, new: int, module: Module) -> Edit | None:
        """A status in place of another: a number of a number, a name of a name; None where it is said otherwise."""
        match said:
            case facts.Constant(text=text, start=start, end=end) if text == str(old):
                return Edit(module.path, Span(start, end), str(new), text)
            case facts.Attribute(attr=attr, end=end):
                name = attr.removeprefix(f"HTTP_{old}_")
                if name not in _NAMES.get(old, (HTTPStatus(old).name,)):
                    return None
                content = HTTPStatus(new).name if name == attr else _constant(new)
                return Edit(module.path, Span(end - len(attr), end), content, attr)
            case _:
                return None

    def _spelled(self, route: Route, code: int) -> str:
        """By the name that the file's imports make known, else as a number."""
        for each in route.module.facts.imports:
            if each.name == "status" and each.module in ("fastapi", "starlette") and not each.scope:
                return f"{each.bound}.{_constant(code)}"
        return str(code)


def _constant(code: int) -> str:
    """What Starlette calls a status."""
    return f"HTTP_{code}_{HTTPStatus(code).name}"
