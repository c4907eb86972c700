"""Questions that an expression answers by itself."""

from __future__ import annotations

from collections.abc import Iterator

from archlint import facts

LEAVES = frozenset({facts.Name, facts.String, facts.Constant})
"""The kinds of expression with nothing inside, which most are of."""


def children(expr: facts.Expr) -> tuple[facts.Expr, ...]:
    """The expressions directly inside one, in the order they are evaluated."""
    if type(expr) in LEAVES:
        return ()
    match expr:
        case facts.Attribute(value=value) | facts.Await(value=value) | facts.Star(value=value):
            return (value,)
        case facts.Call(func=func, args=args, keywords=keywords):
            return (func, *args, *[keyword.value for keyword in keywords])
        case facts.FString(parts=parts):
            return parts
        case facts.Operator(operands=operands):
            return operands
        case facts.Collection(items=items):
            return items
        case facts.Dict(keys=keys, values=values):
            return tuple(each for pair in zip(keys, values, strict=True) for each in pair if each is not None)
        case facts.Subscript(value=value, items=items):
            return (value, *items)
        case facts.Slice(lower=lower, upper=upper, step=step):
            return tuple(each for each in (lower, upper, step) if each is not None)
        case facts.Conditional(test=test, body=body, orelse=orelse):
            return (test, body, orelse)
        case facts.Yield(value=yielded):
            return () if yielded is None else (yielded,)
        case facts.Walrus(value=value):
            return (value,)
        case facts.Lambda(body=body):
            return (body,)
        case facts.Comprehension(element=element, value=paired, clauses=clauses):
            inner = tuple(each for clause in clauses for each in (clause.iter, *clause.tests))
            return (*inner, element) if paired is None else (*inner, element, paired)
        case facts.Name() | facts.String() | facts.Constant():
            return ()


def walk(expr: facts.Expr) -> Iterator[facts.Expr]:
    """An expression and everything inside it, outermost first."""
    pending = [expr]
    while pending:
        current = pending.pop()
        yield current
        if type(current) not in LEAVES:
            pending.extend(reversed(children(current)))


def dotted(expr: facts.Expr) -> str | None:
    """The source of a plain name or of names joined by dots, e.g. "app.state.db"."""
    parts: list[str] = []
    while isinstance(expr, facts.Attribute):
        parts.append(expr.attr)
        expr = expr.value
    if not isinstance(expr, facts.Name):
        return None
    return ".".join([expr.id, *reversed(parts)])


def argument(call: facts.Call, name: str, position: int | None = None) -> facts.Expr | None:
    """The argument of a call by keyword or, where given, by position; None behind a `*` too."""
    for keyword in call.keywords:
        if keyword.name == name:
            return keyword.value
    if position is None or any(isinstance(each, facts.Star) for each in call.args[: position + 1]):
        return None
    return call.args[position] if position < len(call.args) else None


def arguments_of(call: facts.Call) -> tuple[facts.Expr, ...]:
    """What a call hands over, by position and by keyword."""
    return (*call.args, *[each.value for each in call.keywords])


def awaited(expr: facts.Expr) -> facts.Expr:
    """What an `await` waits for; any other expression itself."""
    return expr.value if isinstance(expr, facts.Await) else expr


def uncalled(expr: facts.Expr) -> facts.Expr:
    """What a call calls, as a decorator with arguments does; any other expression itself."""
    return expr.func if isinstance(expr, facts.Call) else expr


def is_none(expr: facts.Expr) -> bool:
    """Whether an expression is None, written out."""
    return isinstance(expr, facts.Constant) and expr.kind == "None"


def last_word(expr: facts.Expr) -> str:
    """The name or the attribute that an expression reads; "" for any other."""
    match expr:
        case facts.Name(id=word) | facts.Attribute(attr=word):
            return word
        case _:
            return ""


def words(expr: facts.Expr) -> Iterator[str]:
    """The names, attributes and texts in an expression."""
    for each in walk(expr):
        match each:
            case facts.Name(id=word) | facts.Attribute(attr=word) | facts.String(value=word):
                yield word
            case _:
                pass
