from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Module, Project


@check("lifespan/on-event", on=Module)
def on_event(module: Module, project: Project) -> Findings:
    """A start-up or shutdown handler registered by event."""
    for each in project.web.life_events.within(module):
        event = f"`{each.word}({each.event!r})`" if each.event else f"`{each.word}`"
        yield Finding(
            each.place,
            f"{event} is deprecated, and FastAPI skips it once the application has a lifespan; "
            "move what it does into the lifespan, start-up before its `yield` and shutdown after it",
            symbol=None if each.within is None else each.within.symbol,
            target=each.event or "",
        )
