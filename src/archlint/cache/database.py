"""Blobs by name, all in one file of SQLite: to make a file for each takes longer than to write what is in them.

Other processes may use the file at the same time. It does not wait for the disk: a process that is killed leaves what
was there before, and after a loss of power a blob tells by itself whether it is whole.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress

from archlint.cache import blob

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What SQLite says of a file that will not be better the next time; it says other things of locks and of full disks."""
_STRANGE = _DAMAGED | {sqlite3.SQLITE_ERROR}
"""What it says besides where a table is not the one that was made; or not made yet, if it is only asked for."""
_TABLE = "CREATE TABLE IF NOT EXISTS blobs (name TEXT PRIMARY KEY, content BLOB NOT NULL, saved INTEGER NOT NULL)"


def load(path: str, names: Iterable[str]) -> Iterator[bytes | None]:
    """What was saved last under each name; None where nothing is there or it is not what was saved.

    Raises OSError where nothing can be read at all.
    """
    with _connected(path) as database:
        for name in names:
            found = database.execute("SELECT CAST(content AS BLOB) FROM blobs WHERE name = ?", (name,)).fetchone()
            yield blob.opened(found[0]) if found else None


def save(path: str, blobs: Iterable[tuple[str, bytes]]) -> None:
    """Put blobs in place, all or none; raises OSError where they cannot be written."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    now = int(time.time())
    with _connected(path, _STRANGE) as database:
        database.execute(_TABLE)
        database.executemany(
            "INSERT OR REPLACE INTO blobs (name, content, saved) VALUES (?, ?, ?)",
            ((name, blob.sealed(each), now) for name, each in blobs),
        )


def forget(path: str, used: set[str], seconds: int) -> None:
    """Delete what was saved longer ago than that, but for what is used; raises OSError as above."""
    with _connected(path) as database:
        old = database.execute("SELECT name FROM blobs WHERE saved < ?", (int(time.time()) - seconds,)).fetchall()
        database.executemany("DELETE FROM blobs WHERE name = ?", (each for each in old if each[0] not in used))


@contextmanager
def _connected(path: str, damage: frozenset[int] = _DAMAGED) -> Iterator[sqlite3.Connection]:
    """The database for a while, and in the end the changes that were made to it; one that is damaged is deleted."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA auto_vacuum = FULL")
            yield database
    except (sqlite3.Error, UnicodeDecodeError) as error:  # what is damaged is quoted, and then need not be text
        if isinstance(error, UnicodeDecodeError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in damage:
            for each in (f"{path}-journal", path):
                with suppress(OSError):
                    os.unlink(each)
        raise OSError(str(error)) from error
