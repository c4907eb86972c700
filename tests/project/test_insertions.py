"""What functions store whenever they run to their end."""

from __future__ import annotations

import pytest

from archlint.project.web.nouns import is_plural, singulars, words
from services import function, project_of

MODELS = """
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase): ...
class User(Base): ...
class Log(Base): ...
"""


def stored(body: str) -> list[tuple[str, int]]:
    """Class and number of calls on the way, of all that `create` stores."""
    source = "from sqlalchemy import insert, select\nfrom sqlalchemy.orm import Session\nfrom models import Log, User\n"
    project = project_of({"models.py": MODELS, "service.py": source + body})
    found = project.insertions.of(function(project, "service.py", "create"))
    return [(each.what, len(each.hops)) for each in found]


def test_objects_are_followed_from_where_they_are_made_to_where_they_are_added() -> None:
    source = """
def save(db, row):
    db.add(row)

def create(db: Session, name):
    user = User(name=name)
    save(db, user)
    db.execute(insert(Log))
"""
    assert stored(source) == [("Log", 0), ("User", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "user = db.get(User, 1)\n    db.add(user)",
        "if name:\n        db.add(User())",
        "if name:\n        return name\n    db.add(User())",
        "user = db.get(User, 1) or User()\n    db.add(user)",
        "db.merge(User())",
        "callback = lambda: db.add(User())",
        "try:\n        name()\n    except ValueError:\n        db.add(User())",
        "name.add(User())",
    ],
)
def test_what_may_be_there_already_or_depends_on_something_is_not_told(body: str) -> None:
    assert stored(f"\ndef create(db: Session, name):\n    {body}\n") == []


def test_words_and_nouns() -> None:
    assert words("role-groups/HTTPServer_v2") == ("role", "groups", "http", "server", "v", "2")
    assert singulars("UserCategories") == {"user", "category"}
    assert [each for each in ("boxes", "status", "address", "people", "news") if is_plural(each)] == [
        "boxes",
        "people",
        "news",
    ]
