"""What may happen to a service between two runs: random changes to its files, the same ones for the same seed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeAlias

Edit: TypeAlias = Callable[["Meddler"], None]

_DEF = re.compile(r"^( *)(async )?def (\w+)\(.*\).*:\n", re.MULTILINE)
_STATEMENT = re.compile(r"^        +(?!async def|def|class|@)\S.*\n", re.MULTILINE)
_CALLS = ("print(1)", "import time; time.sleep(1)", "mailer.send('x')", "self.tell(1)", "raise ValueError(1)")
BLOCKS = "import time; time.sleep(1)"
"""What `block` writes."""
_SETTINGS = ("", 'ignore = ["typing"]', 'extend-exclude = ["tests"]', 'ignore = ["blocking-call-chain"]')
_COMMENTS = (
    '  # archlint: ignore[concurrency] reason="it is meant"',
    "  # archlint: ignore[no-such-rule]",
    '  # archlint: ignore[blocking-call] reason="later" until=2020-01-01',
    "  # nothing to see here",
)


class Meddler:
    """Changes the Python files below a folder, and the files that decide about them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = Random(seed)
        self.number = 0

    def meddle(self, inside: bool = False) -> str:
        """Do one thing; its name. `inside`: every file stays, and most stay Python."""
        self.number += 1
        edit = self.random.choice(_INSIDE if inside else _EDITS)
        edit(self)
        return edit.__name__

    def file(self) -> Path:
        """Some file."""
        return self.random.choice(sorted(self.folder.rglob("*.py")))

    def rewrite(self, change: Callable[[list[str]], list[str]]) -> None:
        """Change the lines of some file that has any."""
        for _ in range(20):
            file = self.file()
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            if lines:
                file.write_text("".join(change(lines)), encoding="utf-8")
                return


def in_a_body(folder: Path, random: Random) -> None:
    """Write, repeat or take away a statement inside some function."""
    files = [each for each in sorted(folder.rglob("*.py")) if _STATEMENT.search(each.read_text(encoding="utf-8"))]
    file = random.choice(files)
    text = file.read_text(encoding="utf-8")
    one = random.choice(list(_STATEMENT.finditer(text)))
    indentation = " " * (len(one[0]) - len(one[0].lstrip()))
    new = random.choice(["", one[0] * 2, *(f"{indentation}{each}\n{one[0]}" for each in _CALLS)])
    file.write_text(text[: one.start()] + (new or f"{indentation}pass\n") + text[one.end() :], encoding="utf-8")


def drop_a_line(meddler: Meddler) -> None:
    """As often as not, the file can no longer be parsed."""
    meddler.rewrite(lambda lines: _without(lines, meddler.random.randrange(len(lines))))


def repeat_a_line(meddler: Meddler) -> None:
    """A statement twice, or something that is none."""
    at = meddler.random.random()
    meddler.rewrite(lambda lines: [*lines[: int(at * len(lines)) + 1], *lines[int(at * len(lines)) :]])


def move_everything_down(meddler: Meddler) -> None:
    """All places in a file change, and nothing else."""
    meddler.rewrite(lambda lines: ["# moved\n", "\n", *lines])


def comment(meddler: Meddler) -> None:
    """A comment at the end of a line, which may silence something."""
    words = meddler.random.choice(_COMMENTS)
    at = meddler.random.random()

    def change(lines: list[str]) -> list[str]:
        place = int(at * len(lines))
        return [*lines[:place], lines[place].rstrip("\n") + words + "\n", *lines[place + 1 :]]

    meddler.rewrite(change)


def block(meddler: Meddler) -> None:
    """A function that waits, first thing."""
    _into_a_function(meddler, "__import__('time')", BLOCKS)


def call_a_colleague(meddler: Meddler) -> None:
    """A function that calls another one, from another file or its own."""
    name = meddler.random.choice(_DEF.findall(meddler.file().read_text(encoding="utf-8")) or [("", "", "print")])[2]
    _into_a_function(meddler, "print", f"{name}()")


def define(meddler: Meddler) -> None:
    """Another name in a module."""
    number = meddler.number
    new = meddler.random.choice(
        [
            f"import os as os_{number}\n",
            f"SPARE_{number} = {number}\n",
            f"def spare_{number}():\n    return open('x')\n",
        ]
    )

    def change(lines: list[str]) -> list[str]:
        places = [at for at, line in enumerate(lines) if line.startswith(("def ", "async def ", "class ", "@"))]
        at = places[0] if places else len(lines)
        return [*lines[:at], new, *lines[at:]]

    meddler.rewrite(change)


def call_otherwise(meddler: Meddler) -> None:
    """A function under another name, or with another parameter."""

    def head(one: re.Match[str]) -> str:
        if meddler.random.random() < 0.5:
            return one[0].replace(f"{one[3]}(", f"{one[3]}_{meddler.number}(", 1)
        more = f"more_{meddler.number}=0" + ("" if one[0].partition("(")[2].startswith(")") else ", *, ")
        return one[0].replace(f"{one[3]}(", f"{one[3]}({more}", 1)

    _put_for_a_head(meddler, head, "")


def turn_colour(meddler: Meddler) -> None:
    """`async def` where `def` was, or the other way round."""

    def head(one: re.Match[str]) -> str:
        return one[0].replace("async def", "def") if one[2] else one[0].replace("def", "async def", 1)

    _put_for_a_head(meddler, head, "")


def change_without_a_trace(meddler: Meddler) -> None:
    """Other bytes of the same number, and the time of the change set back."""
    file = meddler.file()
    before, text = file.stat(), file.read_bytes()
    file.write_bytes(text.translate(bytes.maketrans(b"0123456789", b"1234567890")).replace(b"sleep", b"steep"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def touch(meddler: Meddler) -> None:
    """Another time, the same bytes."""
    file = meddler.file()
    file.write_bytes(file.read_bytes())


def rename(meddler: Meddler) -> None:
    """What others import may be gone."""
    file = meddler.file()
    file.rename(file.with_name(f"renamed_{meddler.number}.py"))


def copy(meddler: Meddler) -> None:
    """A module twice: its routes, its classes."""
    file = meddler.file()
    file.with_name(f"copied_{meddler.number}.py").write_bytes(file.read_bytes())


def delete(meddler: Meddler) -> None:
    """One file less, as long as some are left."""
    if len(list(meddler.folder.rglob("*.py"))) > 5:
        meddler.file().unlink()


def swap(meddler: Meddler) -> None:
    """Two files change places."""
    one, other = meddler.file(), meddler.file()
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def settle_otherwise(meddler: Meddler) -> None:
    """Other settings for the whole project."""
    settings = meddler.random.choice(_SETTINGS)
    (meddler.folder / "pyproject.toml").write_text(f"[tool.archlint]\n{settings}\n", encoding="utf-8")


def ignore(meddler: Meddler) -> None:
    """A file that git ignores from now on, or no longer."""
    listed = meddler.folder / ".gitignore"
    if listed.exists():
        listed.unlink()
    else:
        listed.write_text(f"{meddler.file().name}\n", encoding="utf-8")


def _into_a_function(meddler: Meddler, harmless: str, statement: str) -> None:
    """Write a statement into the body of some function; often enough into one that runs it in vain."""
    _put_for_a_head(meddler, lambda one: f"{one[0]}{one[1]}    {statement}\n", f"{harmless}\n")


def _put_for_a_head(meddler: Meddler, put: Callable[[re.Match[str]], str], otherwise: str) -> None:
    """Something in the place of the first line of some function; `otherwise` at the end of a file that has none."""

    def change(lines: list[str]) -> list[str]:
        text = "".join(lines)
        found = list(_DEF.finditer(text))
        if not found:
            return [text, otherwise]
        one = meddler.random.choice(found)
        return [text[: one.start()], put(one), text[one.end() :]]

    meddler.rewrite(change)


def _without(lines: list[str], place: int) -> list[str]:
    return [*lines[:place], *lines[place + 1 :]]


_EDITS: tuple[Edit, ...] = (
    drop_a_line, repeat_a_line, move_everything_down, comment, block, call_a_colleague, turn_colour,
    change_without_a_trace, touch, rename, copy, delete, swap, settle_otherwise, ignore, define, call_otherwise,
)  # fmt: skip
_INSIDE: tuple[Edit, ...] = (
    repeat_a_line, move_everything_down, comment, block, call_a_colleague, turn_colour, change_without_a_trace, define,
    call_otherwise,
)  # fmt: skip
