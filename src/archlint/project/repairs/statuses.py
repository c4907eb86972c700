"""Status codes declared on routes."""

from __future__ import annotations

from http import HTTPStatus

from archlint.findings import Edit, Span
from archlint.project.web.routes import Route


class Statuses:
    """Edits of the declarations of routes."""

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

    def _spelled(self, route: Route, code: int) -> str:
        """By the name that the file's imports make known, else as a number."""
        for each in route.module.facts.imports:
            if each.name == "status" and each.module in ("fastapi", "starlette") and not each.scope:
                return f"{each.bound}.HTTP_{code}_{HTTPStatus(code).name}"
        return str(code)
