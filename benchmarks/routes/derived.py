"""The route table as archlint tells it from the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archlint import facts
from archlint.cache.folder import cache_folder
from archlint.config import discover
from archlint.engine.preparing import prepared
from archlint.engine.request import Request
from archlint.project import Class, Function, Project, Route
from archlint.project.code.expressions import walk
from archlint.project.inference.inference import Scope
from archlint.project.inference.type_shapes import spelled_type
from archlint.project.inference.values import ClassRef, External
from archlint.project.web.includes import Include
from archlint.project.web.injection import Dependency
from archlint.project.web.routers import Router
from archlint.project.web.served import Served


@dataclass(frozen=True)
class Row:
    """A route in the schema."""

    method: str
    path: str
    model: str
    dependencies: tuple[str, ...]
    place: str = ""


def project(root: Path) -> Project:
    """The service at a folder, linked."""
    request = Request(discover((root,), cwd=root, isolated=True), cache=Path(cache_folder()))
    (linked,) = (each.linked() for each in prepared(request))
    return linked.project


def rows(told: Project, root: str) -> Iterator[Row]:
    """The routes in the schema of the application that a file makes."""
    for served in told.web.served.all:
        route = served.route
        if not served.is_whole or not served.root.module.path.endswith(root) or route.is_plain or route.is_websocket:
            continue
        if in_schema(served, told):
            path = re.sub(r":\w+\}", "}", served.path)
            at = f"{route.place.path}:{route.place.line}"
            for method in served.methods or ("?",):
                yield Row(method, path, model_of(route, told), dependencies(route, told), at)


def roots(told: Project) -> dict[str, int]:
    """How many routes each file's applications serve."""
    found: dict[str, int] = {}
    for served in told.web.served.all:
        if served.is_whole:
            found[served.root.module.path] = found.get(served.root.module.path, 0) + 1
    return found


def in_schema(served: Served, told: Project) -> bool:
    """Whether nothing on the way hides a route."""
    routers: list[tuple[Router, Include | None]] = [(served.root, None)]
    routers += [(each.child, each) for each in served.entries if isinstance(each, Include)]
    said = [served.route.option("include_in_schema")]
    for router, include in routers:
        said.append(told.web.routers.setting(router, "include_in_schema", include.child_frame if include else None))
        if include is not None:
            options = told.web.options.of(include.call, include.scope, include.frame).options
            said.append(options.get("include_in_schema"))
    return not any(
        each is not None and isinstance(each.value, facts.Constant) and each.value.kind == "False" for each in said
    )


def model_of(route: Route, told: Project) -> str:
    """The response model of the operation, as FastAPI reads declaration and annotation."""
    declared = route.option("response_model")
    if declared is not None:
        return spelled(declared.value, declared.scope, told)
    handler = route.handler
    if handler is None or handler.facts.returns is None or handler.facts.is_generator:  # a stream has items, no model
        return "None"
    around = told.inference.around(handler)
    if told.web.responses.annotated(handler.facts.returns, around) == "response":
        return "None"
    return spelled(handler.facts.returns, around, told)


def spelled(expr: facts.Expr, scope: Scope, told: Project) -> str:
    """A type by the names of its classes, aliases followed."""
    match expr:
        case facts.Name() | facts.Attribute():
            if (alias := told.inference.annotations.alias(expr, scope)) is not None:
                return spelled(*alias, told)
            match told.infer(expr, scope):
                case ClassRef(cls=cls):
                    return cls.name
                case External(name=name):
                    return name.rpartition(".")[2]
                case _:
                    return spelled_type(expr).rpartition(".")[2]
        case facts.Subscript(value=value, items=items):
            return f"{spelled(value, scope, told)}[{', '.join(spelled(each, scope, told) for each in items)}]"
        case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
            return " | ".join(spelled(each, scope, told) for each in operands)
        case facts.String(value=text):
            return text
        case _:
            return spelled_type(expr)


def dependencies(route: Route, told: Project) -> tuple[str, ...]:
    """The names of everything that runs before the handler."""
    found = {name for each in told.web.demands.tree(route) for name in names(each)}
    if route.is_decorated and route.handler is not None and route.handler.owner is not None:
        found.add(route.handler.owner.name)  # a class-based view is a dependency of its methods
    return tuple(sorted(found))


def names(dependency: Dependency) -> Iterator[str]:
    """What a dependency is called: a function or class by its name, an object by that of its class."""
    if not dependency.providers:
        is_lambda = any(isinstance(each, facts.Lambda) for each in walk(dependency.expr))
        yield dependency.name.removesuffix("()").rpartition(".")[2] or ("<lambda>" if is_lambda else "?")
    for provider in dependency.providers:
        yield _owner(provider) or provider.name


def _owner(provider: Function | Class) -> str | None:
    is_object = isinstance(provider, Function) and provider.name == "__call__" and provider.owner is not None
    return provider.owner.name if is_object and isinstance(provider, Function) and provider.owner else None
