from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Function, Module, Project, Route
from archlint.project.repairs.words import free

_NAMES = ("router", "app_router", "main_router")
"""What a repair may call the router it makes."""


@check("routing/route-on-app", on=Route)
def route_on_app(route: Route, project: Project) -> Findings:
    """A route on the application itself."""
    if not _is_told_of(route, project):
        return
    handler = route.handler
    what = "A lambda" if handler is None else f"`{handler.name}`"
    yield Finding(
        route.place,
        f"{what} is put on the application itself, which ties it to the module that makes the application; "
        "put it on an `APIRouter` and include that",
        fix=_on_router(route, project),
        symbol=None if handler is None else handler.symbol,
        target=route.own_path or "",
    )


def _is_told_of(route: Route, project: Project) -> bool:
    if not route.on_app or not route.is_told or not route.is_first_there:
        return False
    return not (project.config.options.docs_routes_on_app and project.web.leads_to_docs(route))


def _on_router(route: Route, project: Project) -> Fix | None:
    """All routes that a block of statements decorates on the application it makes, put on a router that is included
    after the last of them.
    """
    app = _application(route, project)
    if app is None:
        return None
    block, made = app
    moved = [each for each in project.routes.declared_in(route.module) if _application(each, project) == app]
    defines = [stmt for stmt in block if any(_defines(stmt, each.handler) for each in moved)]
    name = free(_NAMES, project.repairs.taken(route.module))
    router = project.repairs.importing.member("fastapi", "APIRouter", _scope(route))
    told = all(_is_told_of(each, project) and (each.own_path or "").startswith("/") for each in moved)
    if name is None or router is None or not told or _interleaved(block, defines, route.module, project):
        return None
    lines, path, (target,) = project.repairs.lines(route.module), route.module.path, made.targets
    assert isinstance(target, facts.Name)
    indent = lines.indentation(made)
    gap = "\n" if indent else "\n\n"
    edits = (
        *router.edits,
        lines.below(made.end, f"{indent}{name} = {router.name}()\n"),
        *(Edit(path, Span(each.router.start, each.router.end), name, target.id) for each in moved),
        lines.below(lines.end(defines[-1]), f"{gap}{indent}{target.id}.include_router({name})\n"),
    )
    return Fix(Safety.UNSAFE, f"put the routes on an `APIRouter` that `{target.id}` includes", edits)


def _application(route: Route, project: Project) -> tuple[facts.Block, facts.Assign] | None:
    """The block that a route is decorated in, and the statement there that makes its application under a name."""
    handler = route.handler
    if handler is None or not route.on_app or not route.is_decorated or len(route.routers) != 1:
        return None
    scope, router = _scope(route), route.routers[0].router
    block = scope.facts.top if isinstance(scope, Module) else scope.body
    if router.scope is not scope or not any(_defines(stmt, handler) for stmt in block):
        return None
    for stmt in block:
        match stmt:
            case facts.Assign(value=value, targets=(facts.Name(id=name),)) if value is router.made:
                named = isinstance(route.router, facts.Name) and route.router.id == name
                return (block, stmt) if named and project.repairs.lines(route.module).are_own(stmt) else None
    return None


def _scope(route: Route) -> Function | Module:
    """Where a route's decorator is read."""
    handler = route.handler
    return (handler.enclosing if handler is not None else None) or route.module


def _defines(stmt: facts.Stmt, handler: Function | None) -> bool:
    return (
        isinstance(stmt, facts.Define)
        and stmt.kind == "function"
        and handler is not None
        and stmt.index == handler.index
    )


def _interleaved(block: facts.Block, defines: list[facts.Stmt], module: Module, project: Project) -> bool:
    """Whether something else that may put routes on the application stands among the routes: their order counts."""
    first, last = block.index(defines[0]), block.index(defines[-1])
    on_app = {each.handler for each in project.routes.declared_in(module) if each.on_app}
    for stmt in block[first:last]:
        if stmt in defines or isinstance(stmt, (facts.ImportStmt, facts.Assign)):
            continue
        if not isinstance(stmt, facts.Define) or any(_defines(stmt, each) for each in on_app):
            return True
    return False
