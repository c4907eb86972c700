"""Status codes declared on routes."""

from __future__ import annotations

from http import HTTPStatus

from archlint.findings import Edit, Span
from archlint.project.inference.inference import Inference
from archlint.project.web.routes import Route


class Statuses:
    """Edits of the declarations of routes."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def declared(self, route: Route, code: int) -> Edit | None:
        """A status added to the decorator of a route that says none; None where that cannot be done there."""
        if not route.is_decorated or route.is_open or route.handler is None:
            return None
        said = (*route.declaration.args, *route.declaration.keywords)
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
