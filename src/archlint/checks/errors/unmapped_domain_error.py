"""errors/unmapped-domain-error."""

from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Class, Project


@check("errors/unmapped-domain-error", on=Class)
def unmapped_domain_error(cls: Class, project: Project) -> Findings:
    """An error of the project that a service raises and nobody turns into an answer: one finding a class."""
    way = project.errors.unmapped.of(cls)
    if way is None:
        return
    others = f" (as {way.entries - 1} others do)" if way.entries > 1 else ""
    yield Finding(
        way.raised.place,
        f"`{way.entry.name}` lets `{cls.name}` out{others}, and no exception handler knows it or its bases, so "
        "clients get a 500 for something the service foresaw; register a handler for it",
        notes=project.errors.raises.chain(way.entry, cls),
        symbol=way.raised.function.symbol,
        target=cls.symbol,
    )
