"""What an annotation is made of, as written: aliases followed, nothing inferred."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern

from archlint import facts
from archlint.findings import Note
from archlint.project.code.modules import Module
from archlint.project.code.spelling import spelled
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.values import ClassRef, Value
from archlint.project.memory import memory
from archlint.records import Record

ANY = frozenset({"typing.Any", "typing_extensions.Any", "builtins.any"})
"""`any`, the function, stands in annotations for `Any` only by mistake, and tells as little."""
_MODULES = ("builtins", "typing", "typing_extensions", "collections", "collections.abc")
_QUALIFIERS = frozenset({"ClassVar", "Final", "NotRequired", "Optional", "ReadOnly", "Required", "Union"})
_MAPPINGS = frozenset({"Dict", "Mapping", "MutableMapping", "dict"})
_COLLECTIONS = frozenset({"FrozenSet", "List", "Sequence", "Set", "Tuple", "frozenset", "list", "set", "tuple"})
_HOLDERS = frozenset(
    {
        "AbstractSet",
        "AsyncIterable",
        "AsyncIterator",
        "Awaitable",
        "Collection",
        "DefaultDict",
        "Deque",
        "Iterable",
        "Iterator",
        "KeysView",
        "MutableSequence",
        "MutableSet",
        "OrderedDict",
        "Type",
        "ValuesView",
        "defaultdict",
        "deque",
        "type",
    }
)
_FIRST = frozenset({"Annotated", "AsyncGenerator", "Generator"})
"""Of these only the first argument is what callers see."""
_LAST = frozenset({"Coroutine"})


class Alias(Record, frozen=True, eq=False):
    """A name that stands for a type expression, and where that is."""

    name: str
    value: facts.Expr
    module: Module

    @property
    def sentence(self) -> str:
        return f"`{self.name}` is `{spelled_type(self.value)}`"


class Part(Record, frozen=True, eq=False):
    """A type that stands somewhere in an annotation, by its canonical name; `via` are the aliases that led to it."""

    value: Value
    name: str
    arguments: tuple[str, ...]
    """The names of what stands in its brackets; empty for none."""
    via: tuple[Alias, ...]

    @property
    def explained(self) -> str:
        """What the last alias stands for, to be put behind the annotation in a message; "" without any."""
        return f" (where {self.via[-1].sentence})" if self.via else ""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Where the aliases are defined."""
        return tuple(Note(each.module.place(each.value), each.sentence) for each in self.via)


class TypeShapes:
    """The types that the annotations of a project name."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._known: dict[facts.Expr, tuple[Part, ...]] = memory()

    def parts(self, expr: facts.Expr, scope: Scope) -> tuple[Part, ...]:
        """Every type whose values an annotated value is made of.

        What stands in the brackets of a callable or of a library's generic type is left out: it says how a call-back
        or an array behaves, not what crosses over.
        """
        known = self._known.get(expr)
        if known is None:
            known = self._known[expr] = tuple(self._parts(expr, scope, ()))
        return known

    def any_part(self, expr: facts.Expr, scope: Scope) -> Part | None:
        """The first `Any` in an annotation."""
        return next((part for part in self.parts(expr, scope) if part.name in ANY), None)

    def bare_part(self, expr: facts.Expr, scope: Scope) -> Part | None:
        """The first collection in an annotation that does not say what it holds."""
        return next((part for part in self.parts(expr, scope) if _is_bare(part)), None)

    def is_vague(self, expr: facts.Expr, scope: Scope) -> bool:
        """Whether an annotation holds an `Any`, or a collection of it does not say what."""
        return self.any_part(expr, scope) is not None or self.bare_part(expr, scope) is not None

    def is_callable(self, expr: facts.Expr, scope: Scope) -> bool:
        """Whether an annotation names a callable."""
        return any(part.name.endswith((".Callable", ".ParamSpec")) for part in self.parts(expr, scope))

    def _parts(self, expr: facts.Expr, scope: Scope, via: tuple[Alias, ...]) -> Iterator[Part]:
        aliased = self._inference.annotations.alias(expr, scope)
        if aliased is not None:
            value, where = aliased
            if not any(each.value is value for each in via):  # a type that holds itself ends here
                module = where if isinstance(where, Module) else where.module
                yield from self._parts(value, where, (*via, Alias(spelled_type(expr), value, module)))
            return
        match expr:
            case facts.Name() | facts.Attribute():
                yield Part(self._inference.infer(expr, scope), intern(self._inference.name_of(expr, scope)), (), via)
            case facts.Operator(ops=ops, operands=operands) if set(ops) == {"|"}:
                for each in operands:
                    yield from self._parts(each, scope, via)
            case facts.Subscript():
                yield from self._generic(expr, scope, via)
            case _:
                return

    def _generic(self, expr: facts.Subscript, scope: Scope, via: tuple[Alias, ...]) -> Iterator[Part]:
        value, name = self._inference.infer(expr.value, scope), self._inference.name_of(expr.value, scope)
        arguments = tuple(self._inference.name_of(each, scope) or "?" for each in expr.items)
        yield Part(value, intern(name), arguments, via)
        for each in _visible(name, value, expr):
            yield from self._parts(each, scope, via)


def _visible(name: str, value: Value, expr: facts.Subscript) -> tuple[facts.Expr, ...]:
    """The arguments of a generic type that its users get to see."""
    module, _, last = name.rpartition(".")
    if isinstance(value, ClassRef):
        return expr.items
    if module not in _MODULES:
        return ()
    if last in _FIRST:
        return expr.items[:1]
    if last in _LAST:
        return expr.items[-1:]
    return expr.items if last in _QUALIFIERS | _MAPPINGS | _COLLECTIONS | _HOLDERS else ()


def _is_bare(part: Part) -> bool:
    module, _, last = part.name.rpartition(".")
    if module not in _MODULES:
        return False
    if last in _MAPPINGS and part.arguments:
        return part.arguments[-1] == "builtins.object"
    return last in _MAPPINGS | _COLLECTIONS and not part.arguments


def spelled_type(expr: facts.Expr) -> str:
    """A type expression as it is written, on one line."""
    match expr:
        case facts.Subscript(value=value, items=items):
            return f"{spelled(value)}[{', '.join(map(spelled_type, items))}]"
        case facts.Operator(operands=operands):
            return " | ".join(map(spelled_type, operands))
        case facts.Collection(items=items):
            return f"[{', '.join(map(spelled_type, items))}]"
        case facts.Constant(kind="..."):
            return "..."
        case facts.Constant(kind=kind, text=text):
            return text or kind
        case _:
            return spelled(expr)
