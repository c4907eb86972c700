"""The last report again, where nothing changed that it depends on. Light, like `trail`."""

from __future__ import annotations

import os
import sys
import time
import zlib

from archlint import trail
from archlint.cache import record
from archlint.cache.folder import cache_folder, inside

_VARIABLES = frozenset(
    {"COLORTERM", "COLUMNS", "FORCE_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "LINES", "NO_COLOR", "PYTHONIOENCODING"}
    | {"PYTHONUTF8", "TERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
)
"""What a report may depend on, next to everything that starts with `ARCHLINT_`."""
_APART = ("--no-cache", "--output-file", "--stdin-filename", "--watch", "--fix", "--diff", "--add-ignore", "--show-")
"""Flags of runs that do more than print, or must look for themselves."""


class Question:
    """All that a report depends on besides what is on the disk, and the file where its answer is kept."""

    __slots__ = ("path", "text")

    def __init__(self, path: str, text: bytes) -> None:
        self.path = path
        self.text = text

    @classmethod
    def of(cls, arguments: list[str]) -> Question:
        """What a command line asks here and now."""
        fixed = [
            *arguments,
            "",
            *sys.path,  # which archlint answers, and which libraries it is built from
            os.path.abspath(__file__),
            os.getcwd(),
            *(f"{name}={value}" for name, value in sorted(environment().items())),
            _screen(sys.stdout),
            _screen(sys.stderr),
        ]
        text = os.fsencode("\0".join(fixed))
        name = f"{zlib.crc32(text):08x}{zlib.adler32(text):08x}"
        path = inside(folder_of(arguments), "reports", name)
        return cls(path, text + os.fsencode(f"\0{sys.version}\0{time.strftime('%Y-%m-%d')}"))


def question(arguments: list[str]) -> Question | None:
    """What is asked; None for a command line whose report is not kept."""
    if arguments[:1] != ["check"] or sys.stdout is None or sys.stderr is None:
        return None
    if any(each.startswith(_APART) or each == "-" for each in arguments):
        return None
    try:
        return Question.of(arguments)
    except (OSError, ValueError):
        return None


def answer(asked: Question) -> record.Report | None:
    """The kept report, if nothing happened since to anything that was looked at for it."""
    report = record.load(asked.path, asked.text)
    if report is None:
        return None
    sights = report.loose() if _is_steady(report) else report.sights
    now = trail.all_again(sights)
    if now is None:
        return None
    renewed = {path: seen for path, seen in now.items() if seen is not sights[path]}
    if renewed:
        report.sights.update(renewed)
        record.save(asked.path, asked.text, report)
    return report


def _is_steady(report: record.Report) -> bool:
    """Whether the stat of everything that can be told by it is what it was."""
    paths, signatures = report.steady()
    try:
        return "\0".join([trail.signature(os.stat(path)) for path in paths]) == signatures
    except OSError:
        return False


def _screen(stream: object) -> str:
    """What a stream can show."""
    encoding = getattr(stream, "encoding", "")
    try:
        handle: int = stream.fileno()  # type: ignore[attr-defined]
        width = os.get_terminal_size(handle).columns if os.isatty(handle) else -1
    except (AttributeError, OSError, ValueError):
        width = -2
    return f"{encoding} {width}"


def environment() -> dict[str, str]:
    """The variables that a report may depend on."""
    # archlint: ignore[environ-outside-settings] reason="the warm path is too early for settings"
    return {name: os.environ[name] for name in os.environ if name in _VARIABLES or name.startswith("ARCHLINT_")}


def folder_of(arguments: list[str]) -> str:
    """The cache folder of a run: the one that `--cache-dir` names, the last time, or the user's."""
    folder = ""
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=True):
        if flag == "--cache-dir":
            folder = value
        elif flag.startswith("--cache-dir="):
            folder = flag.partition("=")[2]
    return os.path.abspath(folder) if folder else cache_folder()
