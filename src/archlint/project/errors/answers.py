"""The answers that code makes by hand: HTTPExceptions and responses, with their status and what they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.project.code.expressions import argument, uncalled
from archlint.project.code.modules import Class, Function
from archlint.project.errors.clauses import HTTP
from archlint.project.inference.inference import Scope
from archlint.project.inference.origins import Frame
from archlint.project.inference.values import ClassRef, External, Instance, ModuleRef
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_DEPTH = 4
"""Through how many constructors a status is followed."""


class Answer(Record, frozen=True, eq=False):
    """An HTTPException or a response where it is made."""

    call: facts.Expr
    """The call that makes it; a class where `raise` is given that alone."""
    scope: Scope
    status: int | None
    """None where it cannot be told."""
    status_expr: facts.Expr | None
    """What says the status in the call itself; None for a default, or one of the class."""
    content: facts.Expr | None
    """The detail or the body, where the call itself says it."""
    is_error: bool
    """Whether it is raised, not returned."""


class Answers:
    """Tells what is an answer; kept for each call."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[facts.Expr, Answer | None] = memory()

    def of(self, expr: facts.Expr, scope: Scope) -> Answer | None:
        """The answer that an expression makes; None for one that makes none, or has it from elsewhere."""
        if not isinstance(expr, (facts.Call, facts.Name, facts.Attribute)):
            return None
        if expr not in self._known:
            self._known[expr] = self._made(expr, scope)
        return self._known[expr]

    def raised(self, stmt: facts.Raise, scope: Function) -> Answer | None:
        """The HTTPException that a statement raises, by whatever name it was made before."""
        if stmt.exc is None:
            return None
        if (found := self.of(stmt.exc, scope)) is not None:
            return found if found.is_error else None
        if not isinstance(stmt.exc, (facts.Name, facts.Attribute, facts.Call)):
            return None
        origins = self._project.web.origins.of(stmt.exc, scope)
        made = [each.what for each in origins if isinstance(each.what, facts.Call)]
        if len(origins) != 1 or len(made) != 1:
            return None
        found = self.of(made[0], origins[0].scope)
        return found if found is not None and found.is_error else None

    def given(self, stmt: facts.Stmt, function: Function) -> Answer | None:
        """The answer that a statement gives a client: what it raises, or what it returns in a handler of routes."""
        match stmt:
            case facts.Raise():
                return self.raised(stmt, function)
            case facts.Return(value=value) if value is not None and self._project.routes_of(function):
                return self.of(value, function)
            case _:
                return None

    def _made(self, expr: facts.Expr, scope: Scope) -> Answer | None:
        func = uncalled(expr)
        match self._project.infer(func, scope):
            case External(name=name) if name == HTTP:
                return self._external(expr, scope, is_error=True)
            case External(name=name) if isinstance(expr, facts.Call):
                made = self._project.infer(expr, scope)
                if self._project.web.responses.is_response(made) and not name.endswith("RedirectResponse"):
                    return self._external(expr, scope, is_error=False)
            case ClassRef(cls=cls):
                return self._of_class(cls, expr, scope)
        return None

    def _external(self, expr: facts.Expr, scope: Scope, *, is_error: bool) -> Answer:
        if not isinstance(expr, facts.Call):
            return Answer(expr, scope, None, None, None, is_error)
        content, status = ("detail", "status_code") if is_error else ("content", "status_code")
        said = argument(expr, status, 0 if is_error else 1)
        code = 200 if said is None and not is_error else None
        if said is not None:
            code = self._project.web.texts.status(said, scope)
        if any(each.name is None for each in expr.keywords):
            code = code if said is not None else None
        return Answer(expr, scope, code, said, argument(expr, content, 1 if is_error else 0), is_error)

    def _of_class(self, cls: Class, expr: facts.Expr, scope: Scope) -> Answer | None:
        derives = self._project.inference.members.derives
        if derives(cls, HTTP):
            said = argument(expr, "status_code") if isinstance(expr, facts.Call) else None
            content = argument(expr, "detail") or argument(expr, "message") if isinstance(expr, facts.Call) else None
            if content is None and isinstance(expr, facts.Call):
                content = next((each for each in expr.args if not isinstance(each, facts.Star)), None)
            code = self._status(cls, cls, expr if isinstance(expr, facts.Call) else None, scope, None, _DEPTH)
            return Answer(expr, scope, code, said, content, is_error=True)
        if isinstance(expr, facts.Call) and self._project.web.responses.is_response(Instance(cls)):
            return Answer(expr, scope, None, None, argument(expr, "content", 0), is_error=False)
        return None

    def _status(
        self, made: Class, cls: Class, call: facts.Call | None, scope: Scope, frame: Frame | None, depth: int
    ) -> int | None:
        """What the constructors of a class hand to HTTPException as status."""
        constructor = self._project.inference.members.method(cls, "__init__")
        if constructor is None or depth == 0:
            said = None if call is None else argument(call, "status_code", 0)
            return self._said(made, said, scope, frame) if said is not None else None
        inner = None if call is None else Frame(constructor, call, scope, frame)
        for event in self._project.flow(constructor).calls():
            match event.expr.func:
                case facts.Attribute(value=base, attr="__init__"):
                    above = self._project.infer(base, constructor)
                    of = above.of if isinstance(above, Instance) else above.cls if isinstance(above, ClassRef) else None
                    if isinstance(of, Class) and of is not cls:
                        return self._status(made, of, event.expr, constructor, inner, depth - 1)
                    is_unbound = isinstance(above, (External, ModuleRef))
                    said = argument(event.expr, "status_code", 1 if is_unbound else 0)
                    return None if said is None else self._said(made, said, constructor, inner)
        return None

    def _said(self, made: Class, said: facts.Expr, scope: Scope, frame: Frame | None) -> int | None:
        match said:
            case facts.Attribute(value=facts.Name(id="self" | "cls"), attr=attr):
                for each in self._project.mro(made):
                    if isinstance(each, Class) and (field := each.field(attr)) is not None and field.value is not None:
                        return self._project.web.texts.status(field.value, each)
                return None
            case _:
                return self._project.web.texts.status(said, scope, frame)
