"""errors/exception-text-leak."""

from __future__ import annotations

from http import HTTPStatus

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Class, Function, Project
from archlint.project.code.statements import read_in
from archlint.project.errors.leaks import Leak
from archlint.project.errors.telling import is_log

SINKS = {"detail": "the detail of an HTTPException", "response": "a response", "message": "a websocket message"}


@check("errors/exception-text-leak", on=Function)
def exception_text_leak(function: Function, project: Project) -> Findings:
    """The text of an exception that the service did not word itself, on its way to a client."""
    for leak in project.errors.leaks.of(function):
        yield Finding(
            function.module.place(leak.at),
            f"the text of {_caught(leak)} goes into {SINKS[leak.where]} and shows clients the inside of the service; "
            "log it, and answer in the service's own words",
            notes=tuple(Note(function.module.place(each), "caught here") for each in leak.situation.handlers[-1:]),
            fix=_reworded(leak, function, project),
            symbol=function.symbol,
            target=leak.where,
        )


def _caught(leak: Leak) -> str:
    names = (each.name if isinstance(each, Class) else each.removeprefix("builtins.") for each in leak.errors)
    return " or ".join(f"`{each}`" for each in dict.fromkeys(names))


def _reworded(leak: Leak, function: Function, project: Project) -> Fix | None:
    """The detail without the text, where a log keeps that."""
    answer = project.errors.answers.of(leak.sink, function)
    if answer is None or answer.content is not leak.text or not leak.situation.handlers:
        return None
    words = _words(leak.text, answer.status)
    if words is None or not _is_logged(leak.situation.handlers[-1], function, project):
        return None
    edit = Edit(function.module.path, Span(leak.text.start, leak.text.end), f'"{words}"')
    return Fix(Safety.UNSAFE, f'answer "{words}"', (edit,))


def _words(text: facts.Expr, status: int | None) -> str | None:
    """What is left of a detail: its own words, or those of its status."""
    match text:
        case facts.FString(parts=(facts.String(value=words), *rest)):
            told = any(isinstance(each, facts.String) for each in rest) or len(rest) > 1
            kept = words.rstrip(" :-(=")
            return kept if kept.isprintable() and kept and not told and not set(kept) & set('"\\') else None
        case facts.Call() if status in {each.value for each in HTTPStatus}:
            return HTTPStatus(status).phrase
        case _:
            return None


def _is_logged(handler: facts.Handler, function: Function, project: Project) -> bool:
    return any(isinstance(call, facts.Call) and is_log(call, function, project) for call in read_in(handler.body))
