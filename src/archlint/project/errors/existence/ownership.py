"""Conditions that compare whose something is: what a test says by its syntax alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archlint import facts
from archlint.project.code.expressions import last_word, walk
from archlint.records import Record

_OWNERS = re.compile(
    r"(?:\w+_)?(?:added_by|account|author|company|created_by|creator|customer|household|member|org|organi[sz]ation|owned_by"
    r"|owner|seller|submitted_by|team|tenant|uploaded_by|uploader|user|workspace)(?:_(?:account|member|user))?"
    r"(?:_?(?:email|id|pk|sub|uuid)|_username)?",
    re.IGNORECASE,
)
"""What those call it who keep whose something is."""
_IDENTITIES = frozenset({"email", "id", "pk", "sub", "user_id", "username", "uuid"})
_CONVERSIONS = frozenset({"ObjectId", "PydanticObjectId", "UUID", "int", "str"})
_PRIVACY = re.compile(
    r"(?:^|_)(?:hidden|listed|private|public|published|secret|shared|visibility|visible)(?:_|$)", re.IGNORECASE
)
_ASKS = re.compile(
    r"access|allow|author|belong|(?:^|_)can_|creat|edit|(?:^|_)may_|member|mine|modif|own|permi|visib", re.IGNORECASE
)
"""How those call a function who let it answer whether somebody may."""
_DIFFER, _SAME = frozenset({"!=", "is not"}), frozenset({"==", "is"})


class Compared(Record, frozen=True):
    """An object's owner beside something else, where the two must not differ."""

    thing: facts.Name
    """What is owned."""
    attribute: str
    """By which attribute it tells its owner, e.g. "owner_id" or "owner.id"."""
    other: facts.Expr

    @property
    def role(self) -> str:
        """What the owner is called, however told: "owner" of "owner_id" and of "owner.id"."""
        *before, last = self.attribute.split(".")
        return role_of(before[-1] if before and last in _IDENTITIES else last)


class Refused(Record, frozen=True):
    """Why a condition lets a branch run: for each part whether others must hold with it, or would do instead."""

    compared: tuple[Compared, ...] = ()
    calls: tuple[tuple[facts.Call, bool], ...] = ()
    """Calls whose answer decides, and which answer it is."""
    beside: tuple[facts.Expr, ...] = ()
    instead: tuple[facts.Expr, ...] = ()


def refused(test: facts.Expr, outcome: bool) -> Refused:
    """What a test that has an outcome says of owners."""
    match test:
        case facts.Operator(ops=("not",), operands=(inner,)):
            return refused(inner, not outcome)
        case facts.Operator(ops=(op,), operands=(left, right)) if op in (_DIFFER if outcome else _SAME):
            found = tuple(_compared(left, right))
            return Refused(compared=found) if found else Refused(beside=(test,))
        case facts.Operator(ops=(("not in" | "in") as op,), operands=(left, facts.Collection(items=items))) if (
            op == "not in"
        ) == outcome:
            return Refused(compared=tuple(each for item in items for each in _compared(item, left)))
        case facts.Operator(ops=(("and" | "or") as op, *_), operands=operands):
            parts = [(each, refused(each, outcome)) for each in operands]
            telling = [part for _, part in parts if part.compared or part.calls]
            silent = tuple(each for each, part in parts if not (part.compared or part.calls))
            all_hold = (op == "and") == outcome
            return Refused(
                tuple(each for part in telling for each in part.compared),
                tuple(each for part in telling for each in part.calls),
                (*(each for part in telling for each in part.beside), *(silent if all_hold else ())),
                (*(each for part in telling for each in part.instead), *(() if all_hold else silent)),
            )
        case facts.Await(value=facts.Call() as call):
            return refused(call, outcome)
        case facts.Call(func=func) if _ASKS.search(last_word(func)):
            return Refused(calls=((test, outcome),))
        case _:
            return Refused(beside=(test,))


def _compared(left: facts.Expr, right: facts.Expr) -> Iterator[Compared]:
    for one, other in ((left, right), (right, left)):
        read, beside = path(one), path(other)
        if read is None or beside is None or not read[1] or read[0].id == beside[0].id != "self":
            continue
        attributes = read[1]
        is_shared = attributes[-1:] == beside[1][-1:] and attributes[-1].endswith("_id")
        if names_owner(attributes) or is_shared:
            yield Compared(read[0], ".".join(attributes), other)


def names_owner(attributes: tuple[str, ...]) -> bool:
    """Whether what is read of an object tells whose it is."""
    *before, last = attributes
    if _OWNERS.fullmatch(last):
        return True
    return bool(before) and last in _IDENTITIES and _OWNERS.fullmatch(before[-1]) is not None


def role_of(attribute: str) -> str:
    """An attribute without the ending that says by what it tells its owner."""
    return re.sub(r"_(?:email|id|pk|sub|username|uuid)$", "", attribute)


def path(expr: facts.Expr) -> tuple[facts.Name, tuple[str, ...]] | None:
    """The name that an expression starts from and what is read of it: attributes, or keys that are written out."""
    attributes: list[str] = []
    while not isinstance(expr, facts.Name):
        match expr:
            case facts.Call(func=facts.Name(id=name) | facts.Attribute(attr=name), args=(inner,), keywords=()) if (
                name in _CONVERSIONS
            ):
                expr = inner
            case facts.Attribute(value=value, attr=attr):
                attributes.append(attr)
                expr = value
            case facts.Subscript(value=value, items=(facts.String(value=key),)):
                attributes.append(key)
                expr = value
            case facts.Call(func=facts.Attribute(value=value, attr="get"), args=(facts.String(value=key), *_)):
                attributes.append(key)
                expr = value
            case _:
                return None
    return expr, tuple(reversed(attributes))


def is_missing(test: facts.Expr, name: str) -> bool:
    """Whether a test looks at an object itself, not at what it holds: `item is None`, `not item`, `item`."""
    match test:
        case facts.Name(id=found):
            return found == name
        case facts.Operator(ops=("and" | "or" | "not" | "is" | "is not" | "==" | "!=", *_), operands=operands):
            return any(is_missing(each, name) for each in operands)
        case facts.Walrus(target=facts.Name(id=found)):
            return found == name
        case _:
            return False


def narrows(test: facts.Expr, name: str) -> bool:
    """Whether a test asks of an object more than that it is there, has an owner or is kept from others."""
    for each in walk(test):
        read = path(each) if isinstance(each, (facts.Attribute, facts.Subscript)) else None
        if read is None or read[0].id != name or names_owner(read[1]):
            continue
        if not any(map(_PRIVACY.search, read[1])):
            return True
    return False
