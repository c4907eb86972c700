"""Print the routes of an application as FastAPI has them; run in the application's own environment.

    python imported.py MODULE:ATTRIBUTE[()]

One JSON object: FastAPI's version, and of each route in the schema its methods, its full path, its response model as
Python prints it, and the names of all its dependencies. Knows nothing of archlint, and no FastAPI in particular.
"""

from __future__ import annotations

import functools
import importlib
import json
import re
import sys
from collections.abc import Iterator
from typing import Any


def main(target: str) -> None:
    """Import the application and print its table."""
    module, _, attribute = target.partition(":")
    app = getattr(importlib.import_module(module), attribute.removesuffix("()"))
    if target.endswith("()"):
        app = app()
    fastapi: Any = importlib.import_module("fastapi")
    while not isinstance(app, fastapi.FastAPI) and hasattr(app, "app"):
        app = app.app  # wrapped by a middleware
    table = list(routes(app.routes, ""))
    sys.stdout.write("\n" + json.dumps({"fastapi": fastapi.__version__, "routes": table}) + "\n")


def routes(listed: Any, prefix: str) -> Iterator[dict[str, Any]]:  # what is there depends on FastAPI's version
    """The rows of an application, those of applications that it mounts included."""
    fastapi: Any = importlib.import_module("fastapi")
    routing: Any = importlib.import_module("fastapi.routing")
    starlette: Any = importlib.import_module("starlette.routing")
    flat = routing.iter_route_contexts(listed) if hasattr(routing, "iter_route_contexts") else listed
    for each in flat:
        original = getattr(each, "original_route", each)
        if isinstance(original, starlette.Mount):
            inner = original.app
            if isinstance(inner, fastapi.FastAPI):
                yield from routes(inner.routes, prefix + original.path)
        elif isinstance(original, routing.APIRoute) and each.include_in_schema:
            for method in sorted(each.methods):
                yield {
                    "method": method,
                    "path": prefix + each.path_format,
                    "model": spelled(each.response_model),
                    "dependencies": sorted(set(needed(each.dependant))),
                }


def needed(dependant: Any) -> Iterator[str]:
    """The names of everything that runs before the handler."""
    for each in dependant.dependencies:
        yield name_of(each.call)
        yield from needed(each)


def name_of(call: Any) -> str:
    """What a dependency is called: a function or class by its name, an object by that of its class."""
    while isinstance(call, functools.partial):
        call = call.func
    return str(getattr(call, "__name__", None) or type(call).__name__)


def spelled(model: Any) -> str:
    """A type as source would spell it, modules left out."""
    if model is None:
        return "None"
    text = model.__name__ if isinstance(model, type) and not hasattr(model, "__args__") else repr(model)
    text = re.sub(r"<class '([^']+)'>", r"\1", text)
    return re.sub(r"(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])", "", text.replace("<locals>.", ""))


if __name__ == "__main__":
    main(sys.argv[1])
