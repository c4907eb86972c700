"""What clients may send without an end: texts and lists of bodies, pages, uploads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument, walk
from archlint.project.code.modules import Class, Function, Module
from archlint.project.code.statements import read_in
from archlint.project.execution.calls import Call
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import Literal
from archlint.project.schemas.fields import SchemaField, Typed
from archlint.project.schemas.traffic import Body
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_TEXTS = frozenset({"builtins.str", "builtins.bytes", "pydantic.SecretStr", "pydantic.types.SecretStr"})
_LISTS = frozenset({"builtins.list", "typing.List", "typing.Sequence", "collections.abc.Sequence"})
_ENDS = frozenset({"max_items", "max_length", "pattern", "regex"})
_PAGES = frozenset(
    {"items_per_page", "limit", "max_results", "page_limit", "page_size", "pageSize", "per_page", "perPage"}
)
"""How a parameter is called that tells how many rows are wanted."""
_BESIDE = frozenset({"cursor", "offset", "page", "page_number", "skip", "start"})
_ABOVE = frozenset({"le", "lt"})
_READS = frozenset({"fastapi.UploadFile.read", "fastapi.UploadFile.file.read"})
_SIZES = frozenset({"content_length", "max_bytes", "max_size", "size", "tell"})
"""Words of code that knows how big a file is."""

_REQUEST_SIZE = re.compile(r"(?:body|content|request|upload)_?(?:length|size)", re.IGNORECASE)


class Endless(Record, frozen=True, eq=False):
    """A text or a list of a model, and what it is."""

    field: SchemaField
    noun: str

    @property
    def place(self) -> Place:
        return self.field.cls.module.place(self.field.said)


class Limits:
    """Finds what has no limit."""

    def __init__(self, project: Project) -> None:
        self._project = project

    # bodies

    def bodies(self, cls: Class) -> tuple[Body, ...]:
        """The bodies that hold objects of a model, or of a class below it."""
        brought = self._project.schemas.traffic.brought
        models = (cls, *self._project.subclasses.of(cls))
        return tuple(body for each in models for body in brought.get(each, ()))

    def endless(self, cls: Class) -> list[Endless]:
        """The fields that a model itself declares without an end, where a request's body holds them."""
        schemas = self._project.schemas
        if not schemas.is_model(cls) or not self.bodies(cls):
            return []
        own = {each.name for each in schemas.fields(cls)}
        texts_end = schemas.configs.said(cls, "str_max_length") is not None
        found = []
        for field in schemas.shapes.of(cls).values():
            noun = self._noun(field) if field.name in own and field.cls is cls else ""
            if noun and not (noun == "text" and texts_end) and not self._is_checked(field, cls):
                found.append(Endless(field, noun))
        return found

    def _noun(self, field: SchemaField) -> str:
        """What a field is whose declaration sets no end: "text" or "list"; "" for any other."""
        if any(call for call in field.calls if any(each.name in _ENDS or each.name is None for each in call.keywords)):
            return ""
        if any(self._may_end(each) for each in field.shape.extras if each[0] not in field.calls):
            return ""
        nouns = {self._noun_of(*each) for each in field.shape.members}
        return nouns.pop() if len(nouns) == 1 else ""

    def _noun_of(self, expr: facts.Expr, scope: Scope) -> str:
        if isinstance(expr, facts.Subscript):
            return "list" if self._project.name_of(expr.value, scope) in _LISTS else ""
        name = self._project.name_of(expr, scope)
        return "text" if name in _TEXTS else "list" if name in _LISTS else ""

    def _may_end(self, extra: Typed) -> bool:
        """Whether what stands beside a type may set an end: only a description surely does not."""
        expr, _ = extra
        return not isinstance(expr, facts.String)

    def _is_checked(self, field: SchemaField, cls: Class) -> bool:
        """Whether a validator of the model may look at the field."""
        for base in self._project.mro(cls):
            for validator in self._project.schemas.validators.of(base.module) if isinstance(base, Class) else ():
                if validator.function.owner is base:
                    texts = {each.value for each in walk(validator.said) if isinstance(each, facts.String)}
                    if validator.kind in ("model", "v1 root") or field.name in texts or "*" in texts:
                        return True
        return False

    # pages

    def pages(self, function: Function) -> Iterator[facts.Parameter]:
        """The parameters by which a client of a route that reads may ask for any number of rows."""
        if not function.mentions_any(_PAGES) or not self._reads_pages(function):
            return
        around = self._project.inference.around(function)
        for parameter in function.facts.parameters:
            if parameter.name not in _PAGES or parameter.annotation is None:
                continue
            is_open = self._is_open(parameter.annotation, parameter.default, around)
            if is_open and not self._is_compared(parameter.name, function):
                yield parameter

    def _reads_pages(self, function: Function) -> bool:
        """Whether it handles GET, or is a dependency that takes a place to start from too."""
        if any("GET" in route.methods for route in self._project.routes_of(function)):
            return True
        names = {each.name for each in function.facts.parameters}
        return self._project.web_side(function) == "dependency" and not names.isdisjoint(_BESIDE)

    def _is_open(self, annotation: facts.Expr, default: facts.Expr | None, scope: Scope) -> bool:
        """Whether a type is a plain number, and nothing beside it says how big it may be."""
        shape = self._project.schemas.shapes.shape(annotation, scope)
        if {self._project.name_of(*each) for each in shape.members} != {"builtins.int"}:
            return False
        said = [*shape.extras] if default is None else [*shape.extras, (default, scope)]
        for expr, where in said:
            if isinstance(expr, facts.Call):
                name = self._project.name_of(expr.func, where)
                if not name.startswith(("fastapi.", "pydantic.")) or name.startswith("fastapi.Depends"):
                    return False
                if any(each.name is None or each.name in _ABOVE for each in expr.keywords):
                    return False
            elif not isinstance(expr, (facts.Constant, facts.String)) and not self._is_number(expr, where):
                return False
        return True

    def _is_number(self, expr: facts.Expr, scope: Scope) -> bool:
        return isinstance(self._project.infer(expr, scope), Literal)

    def _is_compared(self, name: str, function: Function) -> bool:
        """Whether the body compares a parameter, or takes the lesser of it and something else."""
        for each in read_in(function.body):
            match each:
                case facts.Operator(ops=ops, operands=operands) if set(ops) & {"<", "<=", ">", ">="}:
                    if any(isinstance(one, facts.Name) and one.id == name for one in operands):
                        return True
                case facts.Call(func=facts.Name(id="min"), args=args):
                    if any(isinstance(one, facts.Name) and one.id == name for one in args):
                        return True
                case _:
                    pass
        return False

    # uploads

    def uploads(self, scope: Function | Module) -> Iterator[Call]:
        """The calls that read an upload whole, in a body that does not ask how big it is."""
        if isinstance(scope, Module) or not scope.mentions_any(frozenset({"read"})) or _knows_sizes(scope):
            return
        for call in self._project.calls_in(scope):
            is_whole = call.callee in _READS and argument(call.expr, "size", 0) is None
            if is_whole and not self._is_asked(call, scope) and not self._is_asked_before(scope):
                yield call

    def _is_asked(self, read: Call, function: Function) -> bool:
        """Whether the upload is handed to a function of the project that knows sizes."""
        func = read.expr.func
        names = {each.id for each in walk(func) if isinstance(each, facts.Name)}
        for call in self._project.calls_in(function):
            given = {each.id for each in call.expr.args if isinstance(each, facts.Name)}
            if isinstance(call.target, Function) and given & names and _knows_sizes(call.target):
                return True
        return False

    def _is_asked_before(self, function: Function) -> bool:
        """Whether who hands an upload to a function knows sizes."""
        if self._project.routes_of(function):
            return False
        return any(
            isinstance(each.scope, Function) and _knows_sizes(each.scope)
            for each in self._project.web.callers.of(function)
        )


def _knows_sizes(function: Function) -> bool:
    """Whether a function speaks of the size of a file or of the request."""
    return function.mentions_any(_SIZES) or function.mentions_like(_REQUEST_SIZE)
