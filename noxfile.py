"""The one door for contributors; every session runs in the active virtual environment."""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]


@nox.session
def check(session: nox.Session) -> None:
    """What CI runs; arguments go to pytest."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")
    session.run("pytest", *session.posargs)


@nox.session
def layouts(session: nox.Session) -> None:
    """Record the fields of LibCST's nodes for the release that is installed."""
    session.run("python", "tools/node_layouts.py")


@nox.session(name="new-rule")
def new_rule(session: nox.Session) -> None:
    """Make the skeleton of a rule: `nox -s new-rule -- family/name`."""
    session.run("python", "tools/new_rule.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure archlint beside its peers, on folders of sources: `nox -s bench -- NAME=FOLDER ...`."""
    session.run("python", "-m", "benchmarks.speed", *session.posargs)


@nox.session
def picture(session: nox.Session) -> None:
    """Draw docs/assets/check.svg again from a real run."""
    session.run("python", "tools/picture.py")


@nox.session
def schemas(session: nox.Session) -> None:
    """Write docs/schema/ again from the code."""
    session.run("python", "tools/schemas.py")
