"""Which calls tell somebody of an error: logs, and services that collect errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument, arguments_of, dotted
from archlint.project.inference.inference import Scope

if TYPE_CHECKING:
    from archlint.project.project import Project

_LEVELS = frozenset(
    {"critical", "debug", "error", "exception", "fatal", "info", "log", "notice", "success", "trace", "warn", "warning"}
    | {"adebug", "ainfo", "awarning", "aerror", "acritical", "aexception", "alog"}
)
_COLLECTS = frozenset(
    {
        "capture_error",
        "capture_exception",
        "capture_message",
        "captureException",
        "log_error",
        "log_exception",
        "notice_error",
        "notify_exception",
        "record_exception",
        "report_exc_info",
        "report_exception",
    }
)
_PRINTS_TRACE = frozenset({"traceback.print_exc", "traceback.print_exception"})


def is_log(call: facts.Call, scope: Scope, project: Project) -> bool:
    """Whether a call writes to a log or tells a collector of errors; `print` does neither."""
    match call.func:
        case facts.Attribute(value=receiver, attr=attr) if attr in _LEVELS:
            words = (dotted(receiver) or _called(receiver)).lower()
            return "log" in words or project.name_of(call.func, scope).startswith(("logging.", "loguru.", "structlog."))
        case facts.Attribute(attr=attr) | facts.Name(id=attr) if attr in _COLLECTS:
            return True
        case facts.Attribute() | facts.Name():
            return project.name_of(call.func, scope) in _PRINTS_TRACE
        case _:
            return False


def is_handed_on(call: facts.Call, name: str | None, scope: Scope, project: Project) -> bool:
    """Whether a call that is no log is given an error, by the name that it has there."""
    is_given = any(isinstance(each, facts.Name) and each.id == name for each in arguments_of(call))
    return is_given and not is_log(call, scope, project)


def has_trace(call: facts.Call, scope: Scope, project: Project) -> bool:
    """Whether a call that logs tells the traceback too."""
    match call.func:
        case facts.Attribute(attr="exception" | "aexception") | facts.Attribute(attr="opt"):
            return True
        case facts.Attribute(attr=attr) | facts.Name(id=attr) if attr in _COLLECTS:
            return True
    if project.name_of(call.func, scope) in _PRINTS_TRACE:
        return True
    told = argument(call, "exc_info")
    return told is not None and not (isinstance(told, facts.Constant) and told.kind in ("False", "None"))


def _called(expr: facts.Expr) -> str:
    """The name of what made a logger on the spot: `get_logger().error(…)`, `logger.opt(…).error(…)`."""
    while isinstance(expr, (facts.Call, facts.Attribute, facts.Subscript)):
        if (name := dotted(expr)) is not None:
            return name
        expr = expr.func if isinstance(expr, facts.Call) else expr.value
    return dotted(expr) or ""
