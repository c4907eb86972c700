"""Expressions written down again, shortened, for messages."""

from __future__ import annotations

from archlint import facts

_LONGEST = 30
"""How many characters an argument may have before it is left out."""


def spelled(expr: facts.Expr) -> str:
    """A name, attribute, call or constant as source; "..." for anything longer or other."""
    match expr:
        case facts.Name(id=name):
            return name
        case facts.Attribute(value=value, attr=attr):
            return f"{spelled(value)}.{attr}"
        case facts.Call(func=func, args=args, keywords=keywords):
            return f"{spelled(func)}({'...' if args or keywords else ''})"
        case facts.Constant(text=text) if len(text) <= _LONGEST:
            return text
        case facts.String(value=value) if len(value) <= _LONGEST and value.isprintable():
            return repr(value)
        case facts.Star(value=value):
            return f"*{spelled(value)}"
        case _:
            return "..."


def in_thread(call: facts.Call) -> str:
    """A call handed to a thread instead: `await asyncio.to_thread(notify, patient)`."""
    words = [spelled(call.func), *map(spelled, call.args)]
    words += [
        f"{each.name}={spelled(each.value)}" if each.name else f"**{spelled(each.value)}" for each in call.keywords
    ]
    return f"await asyncio.to_thread({', '.join(words)})"
