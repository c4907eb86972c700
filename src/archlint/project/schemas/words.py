"""What the names of schemas say about what they are for."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_CREATING = frozenset({"create", "creation", "insert", "new", "register", "registration", "signup"})
_UPDATING = frozenset({"edit", "patch", "update"})
_ANSWERING = frozenset({"answer", "detail", "details", "out", "output", "public", "read", "response", "result", "view"})
_ROLES = frozenset(
    {*_CREATING, *_UPDATING, *_ANSWERING, "base", "body", "dto", "in", "input", "item", "list", "model", "payload"}
    | {"request", "schema", "summary"}
)
_TABLES = frozenset({"db", "dto", "entity", "model", "orm", "record", "row", "schema", "table"})


def words(name: str) -> tuple[str, ...]:
    """The words of a name in CapWords or with underscores, in small letters."""
    return tuple(each.lower() for each in _WORD.findall(name))


def is_creating(name: str) -> bool:
    """Whether a name is of what a client sends to have something made: `PatientCreate`, `CreateUserRequest`."""
    found = set(words(name))
    return bool(found & _CREATING) and not found & (_ANSWERING | _UPDATING)


def is_updating(name: str) -> bool:
    """Whether a name is of what a client sends to have something changed: `PatientUpdate`, `PatchUser`."""
    found = set(words(name))
    return bool(found & _UPDATING) and not found & _ANSWERING


def is_answering(name: str) -> bool:
    """Whether a name is of what a client is answered with: `PatientResponse`, `UserPublic`."""
    return bool(set(words(name)) & _ANSWERING)


def stem(name: str) -> str:
    """What a schema is about, without the words for its part: `patient` of `PatientCreate`."""
    return "".join(each for each in words(name) if each not in _ROLES)


def table_stem(name: str) -> str:
    """What an ORM class is about, without the words that say it is one: `patient` of `PatientRow`."""
    return "".join(each for each in words(name) if each not in _TABLES)
