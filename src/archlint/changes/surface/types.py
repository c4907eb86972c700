"""Types as clients see them: aliases followed, unions flat, `Optional[X]` the same as `X | None`."""

from __future__ import annotations

from archlint import facts
from archlint.changes.surface.enums import values
from archlint.changes.surface.surface import Type
from archlint.project import Class, Project
from archlint.project.inference.inference import Scope
from archlint.project.inference.type_shapes import spelled_type
from archlint.project.inference.values import ClassRef

_MODULES = frozenset({"builtins", "typing", "typing_extensions", "collections", "collections.abc"})
_UNIONS = frozenset({"typing.Optional", "typing.Union", "typing_extensions.Optional", "typing_extensions.Union"})
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})
_SAME = {"List": "list", "Dict": "dict", "Set": "set", "Tuple": "tuple", "FrozenSet": "frozenset", "Sequence": "list"}
_CONSTRAINED = {
    "conbytes": "bytes",
    "condate": "datetime.date",
    "condecimal": "decimal.Decimal",
    "confloat": "float",
    "conint": "int",
    "constr": "str",
}
_DEEPEST = 8
"""Aliases inside aliases; a type that holds itself ends there."""


class Types:
    """Reads annotations."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, expr: facts.Expr, scope: Scope, depth: int = 0) -> Type:
        """The members of a type."""
        aliased = self._project.inference.annotations.alias(expr, scope)
        if aliased is not None and depth < _DEEPEST:
            return self.of(*aliased, depth + 1)
        match expr:
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                return frozenset().union(*(self.of(each, scope, depth) for each in operands))
            case facts.Subscript(value=value, items=items):
                return self._generic(value, items, scope, depth)
            case facts.Name() | facts.Attribute():
                return self._values(expr, scope) or frozenset({self._name(expr, scope)})
            case facts.Call(func=func, args=args):
                return self._constrained(func, args, scope, depth) or frozenset({spelled_type(expr)})
            case _:
                return frozenset({spelled_type(expr)})

    def _values(self, expr: facts.Expr, scope: Scope) -> Type | None:
        """The literals that an enumeration stands for."""
        value = self._project.infer(expr, scope)
        return values(value.cls, self._project) if isinstance(value, ClassRef) else None

    def _constrained(self, func: facts.Expr, args: tuple[facts.Expr, ...], scope: Scope, depth: int) -> Type | None:
        """The type below `constr(…)` and its like, whose limits are told by themselves."""
        name = (self._project.name_of(func, scope) or "").removeprefix("pydantic.").removeprefix("types.")
        if name in _CONSTRAINED:
            return frozenset({_CONSTRAINED[name]})
        if name in ("conlist", "conset") and args:
            inside = " | ".join(sorted(self.of(args[0], scope, depth)))
            return frozenset({f"{name.removeprefix('con')}[{inside}]"})
        return None

    def _generic(self, generic: facts.Expr, items: tuple[facts.Expr, ...], scope: Scope, depth: int) -> Type:
        name = self._project.name_of(generic, scope)
        if name in _ANNOTATED:
            return self.of(items[0], scope, depth)
        members = [self.of(each, scope, depth) for each in items]
        if name in _UNIONS:
            return frozenset({"None"} if name.endswith("Optional") else ()).union(*members)
        if name in _LITERALS:
            return frozenset(f"Literal[{each}]" for member in members for each in member)
        inside = ", ".join(" | ".join(sorted(each)) for each in members)
        return frozenset({f"{self._name(generic, scope)}[{inside}]"})

    def _name(self, expr: facts.Expr, scope: Scope) -> str:
        value = self._project.infer(expr, scope)
        if isinstance(value, ClassRef):
            return value.cls.symbol
        name = self._project.name_of(expr, scope) or spelled_type(expr)
        module, _, last = name.rpartition(".")
        return _SAME.get(last, last) if module in _MODULES else name

    def classes(self, expr: facts.Expr, scope: Scope) -> list[Class]:
        """The classes of the project that an annotation names."""
        parts = self._project.type_shapes.parts(expr, scope)
        return [each.value.cls for each in parts if isinstance(each.value, ClassRef)]
