"""errors/unavailable-not-503."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Function, Project
from archlint.project.errors.outages.unavailable import Misjudged


@check("errors/unavailable-not-503", on=Function)
def unavailable_not_503(function: Function, project: Project) -> Findings:
    """A clause or handler that answers an outage of the service's own infrastructure with another status than 503."""
    for each in project.errors.unavailable.of(function):
        yield Finding(
            each.place,
            _message(function.name, each),
            notes=(Note(each.because, f"`{each.outage.name}` is caught here"),),
            symbol=function.symbol,
            target=each.outage.name,
        )


def _message(name: str, found: Misjudged) -> str:
    what, error = found.outage.library.what, found.outage.name
    taken = "a mistake of theirs" if found.status < 500 else "a bug"
    if found.outage.is_base:
        return (
            f"`{name}` answers {found.status} also when {what} is gone or overrun, since `{error}` stands for "
            f"{_listed(found.outage.nearer)} too, so clients take an outage for {taken} and do not try again; catch "
            "what means an outage before, and answer 503"
        )
    return (
        f"`{name}` answers {found.status} when {what} cannot be reached (`{error}`), so clients take an outage for "
        f"{taken} and do not try again; answer 503"
    )


def _listed(names: tuple[str, ...]) -> str:
    *others, last = (f"`{each}`" for each in names)
    return f"{', '.join(others)} and {last}" if others else last
