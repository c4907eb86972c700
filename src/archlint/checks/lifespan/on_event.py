from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Function, Module, Project
from archlint.project.code.expressions import argument
from archlint.project.code.spelling import spelled
from archlint.project.repairs.importing import together
from archlint.project.web.life_events import LifeEvent

_NAME = "lifespan"
_TAKES_OVER = frozenset({"lifespan", "on_shutdown", "on_startup", None})
"""What an application may be made with that settles its start; `**options` may hold it."""


@check("lifespan/on-event", on=Module)
def on_event(module: Module, project: Project) -> Findings:
    """A start-up or shutdown handler registered by event."""
    events = list(project.web.life_events.within(module))
    fix = _lifespan(events, module, project) if events else None
    for each in events:
        event = f"`{each.word}({each.event!r})`" if each.event else f"`{each.word}`"
        yield Finding(
            each.place,
            f"{event} is deprecated, and FastAPI skips it once the application has a lifespan; "
            "move what it does into the lifespan, start-up before its `yield` and shutdown after it",
            fix=fix,
            symbol=None if each.within is None else each.within.symbol,
            target=each.event or "",
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """One handler: the event, the line that runs it, and the edit that takes its registration away."""

    event: str
    line: str
    gone: Edit


def _lifespan(events: list[LifeEvent], module: Module, project: Project) -> Fix | None:
    """A lifespan that runs all handlers of the project, where those are one module's for the application made there."""
    everywhere = (each for other in project.modules.values() if not other.is_test for each in _within(other, project))
    made = _application(events, module, project)
    steps = [_step(each, module, project) for each in sorted(events, key=lambda each: each.place)]
    if made is None or None in steps or len(list(everywhere)) != len(events):
        return None
    imported = (
        project.repairs.importing.member("collections.abc", "AsyncIterator", module),
        project.repairs.importing.member("contextlib", "asynccontextmanager", module),
    )
    if None in imported or _NAME in project.repairs.taken(module):
        return None
    iterator, manager = (each for each in imported if each is not None)
    before, statement, call = made
    known = [each for each in steps if each is not None]
    body = _body([each.line for each in known if each.event == "startup"],
                 [each.line for each in known if each.event == "shutdown"])  # fmt: skip
    head = f"@{manager.name}\nasync def {_NAME}(_app: {spelled(call.func)}) -> {iterator.name}[None]:\n"
    lines = project.repairs.lines(module)
    gap = "\n" * max(0, 2 - lines.between(before, statement))
    edits = (
        *together(iterator, manager),
        lines.below(lines.end(before), f"\n\n{head}{body}{gap}"),
        _argument(call, module, project),
        *(each.gone for each in known),
    )
    return Fix(Safety.UNSAFE, f"run the handlers from a lifespan of `{spelled(call.func)}`", edits)


def _within(module: Module, project: Project) -> Iterable[LifeEvent]:
    return project.web.life_events.within(module)


def _application(
    events: list[LifeEvent], module: Module, project: Project
) -> tuple[facts.Stmt, facts.Assign, facts.Call] | None:
    """The one application of some events, with the statement that makes it and the one before; None unless it is
    made at the top of the module, and without a say in its start.
    """
    routers = {reached.router for each in events for reached in project.web.routers.at(_receiver(each), module)}
    if len(routers) != 1 or any(each.on != "app" for each in events):
        return None
    made = routers.pop().made
    for before, stmt in zip(module.facts.top, module.facts.top[1:], strict=False):
        if isinstance(stmt, facts.Assign) and stmt.value is made and isinstance(made, facts.Call):
            own = project.name_of(made.func, module).startswith("fastapi.")
            free = _TAKES_OVER.isdisjoint(each.name for each in made.keywords)
            return (before, stmt, made) if own and free and not made.args else None
    return None


def _receiver(event: LifeEvent) -> facts.Expr:
    assert isinstance(event.call.func, facts.Attribute)
    return event.call.func.value


def _step(event: LifeEvent, module: Module, project: Project) -> _Step | None:
    """A handler without parameters, registered at the top of the module, as a line of a lifespan."""
    handler, lines = event.handler, project.repairs.lines(module)
    if handler is None or event.event not in ("shutdown", "startup") or handler.facts.parameters:
        return None
    awaited = "await " if handler.is_async else ""
    for stmt in module.facts.top:
        if isinstance(stmt, facts.Evaluate) and stmt.value is event.call and lines.are_own(stmt):
            given = argument(event.call, "func", 1)
            if not isinstance(given, facts.Name) or handler.facts.decorators:
                return None
            return _Step(event.event, f"{awaited}{given.id}()", lines.without(stmt))
        if _registers(stmt, handler, event.call):
            return _Step(event.event, f"{awaited}{handler.name}()", lines.without(event.call))
    return None


def _registers(stmt: facts.Stmt, handler: Function, call: facts.Call) -> bool:
    """Whether a statement defines a handler that nothing but registrations decorates."""
    words = (each.func.attr if isinstance(each, facts.Call) and isinstance(each.func, facts.Attribute) else ""
             for each in handler.facts.decorators)  # fmt: skip
    return (
        isinstance(stmt, facts.Define)
        and stmt.kind == "function"
        and stmt.index == handler.index
        and any(each is call for each in handler.facts.decorators)
        and set(words) == {"on_event"}
    )


def _body(startup: list[str], shutdown: list[str]) -> str:
    lines = [f"    {each}\n" for each in startup]
    if not shutdown:
        return "".join([*lines, "    yield\n"])
    return "".join([*lines, "    try:\n        yield\n    finally:\n", *(f"        {each}\n" for each in shutdown)])


def _argument(call: facts.Call, module: Module, project: Project) -> Edit:
    """The lifespan handed to the application."""
    if not call.keywords:
        return Edit(module.path, Span(call.end - 1, call.end - 1), f"{_NAME}={_NAME}")
    last, lines = call.keywords[-1], project.repairs.lines(module)
    same_line = lines.of(last)[1] == lines.of(call)[0]
    gap = ", " if same_line else f",\n{' ' * lines.column(last)}"
    return Edit(module.path, Span(last.value.end, last.value.end), f"{gap}{_NAME}={_NAME}")
