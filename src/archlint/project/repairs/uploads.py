"""Uploads that are read up to a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.expressions import awaited
from archlint.project.code.modules import Function, Module
from archlint.project.code.statements import read_in
from archlint.project.errors.clauses import HTTP
from archlint.project.flow.events import Context, StmtEvent
from archlint.project.repairs.constants import Constants
from archlint.project.repairs.importing import Importing
from archlint.project.repairs.lines import Lines

if TYPE_CHECKING:
    from archlint.project.execution.calls import Call
    from archlint.project.project import Project

_LIMIT = "MAX_UPLOAD_BYTES"
"""What a repair calls the constant."""
_MOST = "10 * 1024 * 1024"


class Uploads:
    """Repairs of handlers: `content = await file.read()` reads one byte more than is allowed, and refuses that."""

    def __init__(self, project: Project, importing: Importing, constants: Constants) -> None:
        self._project = project
        self._importing = importing
        self._constants = constants

    def limited(self, call: Call) -> tuple[Edit, ...] | None:
        """For a handler's statement that gives all of an upload a name, which nothing measures."""
        handler = call.within
        if handler is None or not self._project.routes_of(handler) or call.expr.args or call.expr.keywords:
            return None
        given = self._given(call, handler)
        if given is None:
            return None
        stmt, name = given
        lines, module, read = Lines(handler.module), handler.module, call.expr
        refusal = self._importing.member("fastapi", "HTTPException", handler)
        refusal = refusal or self._importing.member("starlette.exceptions", "HTTPException", handler)
        limit = self._limit(module)
        if refusal is None or limit is None or not lines.are_own(stmt) or _is_measured(name, handler):
            return None
        if {each.span.start for each in refusal.edits} & {each.span.start for each in limit}:
            return None
        indent = lines.indentation(stmt)
        refused = (
            f"{indent}if len({name}) > {_LIMIT}:\n"
            f'{indent}    raise {refusal.name}(status_code=413, detail="the file is too large")\n'
        )
        asked = Edit(module.path, Span(read.end - 1, read.end), f"{_LIMIT} + 1)", ")")
        return (*refusal.edits, *limit, asked, lines.below(stmt.end, refused))

    def _given(self, call: Call, handler: Function) -> tuple[facts.Assign, str] | None:
        """The statement whose right side is the call, and the name; None where a refusal would not get out of there."""
        for event in self._project.flow(handler).events:
            match event:
                case StmtEvent(stmt=facts.Assign(targets=(facts.Name(id=name),), value=value, op="=" | ":") as stmt):
                    if value is not None and awaited(value) is call.expr:
                        return (stmt, name) if self._gets_out(event.context, handler) else None
                case _:
                    pass
        return None

    def _gets_out(self, context: Context, handler: Function) -> bool:
        is_plain = not context.in_finally and not context.handlers
        return is_plain and self._project.errors.passing.lets_out(HTTP, context, handler)

    def _limit(self, module: Module) -> tuple[Edit, ...] | None:
        """What it takes for a file to have the constant; None where its name means something else."""
        match self._constants.values(_LIMIT, module):
            case [value] if value is not None and _is_number(value):
                return ()
        added = self._constants.added(_LIMIT, f"{_LIMIT} = {_MOST}", module)
        return None if added is None else (added,)


def _is_number(value: facts.Expr) -> bool:
    """Whether it is a number, or a product of numbers."""
    match value:
        case facts.Constant(kind="int"):
            return True
        case facts.Operator(ops=ops, operands=operands):
            return set(ops) == {"*"} and all(_is_number(each) for each in operands)
        case _:
            return False


def _is_measured(name: str, handler: Function) -> bool:
    """Whether a body asks for the length of what a name holds: it has a limit of its own then."""
    for each in read_in(handler.body):
        match each:
            case facts.Call(func=facts.Name(id="len"), args=(facts.Name(id=measured),)) if measured == name:
                return True
            case _:
                pass
    return False
