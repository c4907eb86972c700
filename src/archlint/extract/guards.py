"""Under which condition an import runs: type checking weighs more than try, and try more than if."""

from __future__ import annotations

from archlint.facts import Attribute, Expr, Guard, Name


def if_guard(outer: Guard, test: Expr) -> Guard:
    """The guard in the body of an if."""
    name = test.id if isinstance(test, Name) else test.attr if isinstance(test, Attribute) else ""
    return "type_checking" if name == "TYPE_CHECKING" else outer or "if"


def alternative_guard(outer: Guard) -> Guard:
    """The guard in an else: the other side of type checking is a condition like any."""
    return outer or "if"


def try_guard(outer: Guard) -> Guard:
    """The guard in a try body or a handler."""
    return outer if outer == "type_checking" else "try"


def function_guard(outer: Guard) -> Guard:
    """The guard in the body of a function: it runs later, when what surrounds the def is over."""
    return outer if outer == "type_checking" else ""
