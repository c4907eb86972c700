"""`archlint` and `python -m archlint`.

Nothing heavy is imported before it is known that a report has to be made: most runs find the last one still true.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # `python -m` puts the current folder there, and nothing that is analysed may be imported

import gc
import os

from archlint.cache.replay import answer, folder_of, question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from archlint.cache.record import Report
    from archlint.cache.replay import Question

DAEMON = "ARCHLINT_DAEMON"
INCOMPLETE = 2
INTERRUPTED = 130


def main() -> int:
    """Run the command line; the exit code."""
    arguments = sys.argv[1:]
    gc.disable()  # millions of objects are made, and hardly one is thrown away
    try:
        asked = question(arguments)
        report = answer(asked) if asked else None
        if report is not None:
            return _replay(report)
        if asked and (flag := _flag(arguments)):
            return _ask(arguments, asked, flag)
        return _run(arguments, asked)
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.freeze()  # nor are they looked through at the end


def _flag(arguments: list[str]) -> str:
    """What asks for a daemon: the flag or else the variable; "" where nothing does, or the last flag says not to."""
    flags = [each for each in arguments if each in ("--daemon", "--no-daemon")]
    if flags:
        return flags[-1] if flags[-1] == "--daemon" else ""
    # archlint: ignore[environ-outside-settings] reason="the warm path is too early for settings"
    return DAEMON if os.environ.get(DAEMON, "").strip().lower() in ("1", "on", "t", "true", "y", "yes") else ""


def _ask(arguments: list[str], asked: Question, flag: str) -> int:
    """Have a daemon run, or run, and let one come that will."""
    from archlint.daemon import client

    door = client.door(folder_of(arguments))
    if why := client.why_not(door, arguments):
        if flag != DAEMON:  # a variable is there for other runs too
            sys.stderr.write(f"archlint: {flag} {why}\n")
        return _run(arguments, asked)
    told = client.ask(door, arguments, asked)
    if told not in (None, client.UNANSWERED):
        return told
    code = _run(arguments, asked)
    if told is None:
        client.start(door, arguments)
    return code


def _run(arguments: list[str], asked: Question | None) -> int:
    from archlint.cli import main as run

    if asked is None:
        return run(arguments)
    from archlint.cache.recording import recorded

    return recorded(asked, lambda: run(arguments))


def _replay(report: Report) -> int:
    """Print a report once more."""
    try:
        for stream, said in ((sys.stdout, report.output), (sys.stderr, report.errors)):
            stream.buffer.write(said)
            stream.flush()
        if report.verbose:
            sys.stderr.write(f"0 of {report.files} files parsed, report from cache\n")
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor may the interpreter flush at its end
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"archlint: cannot print the report: {error.strerror}\n")
            return INCOMPLETE
    return report.code


if __name__ == "__main__":
    sys.exit(main())
