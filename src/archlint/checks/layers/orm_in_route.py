from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project
from archlint.project.layers.orm_uses import OrmUse

SHOWN = 4
"""How many more uses of a class are told."""


@check("layers/orm-in-route", on=Module)
def orm_in_route(module: Module, project: Project) -> Findings:
    """An ORM class that a module of routes works with, and a route that answers with one."""
    by_class: dict[str, list[OrmUse]] = {}
    for use in project.orm_uses.of(module):
        by_class.setdefault(use.cls.symbol, []).append(use)
    for symbol, (first, *others) in by_class.items():
        yield Finding(
            first.place,
            f"`{module.name}` works with the ORM class `{first.cls.name}` ({first.how} here), so its routes depend on "
            "how data is stored; let a service take and give what the route needs",
            notes=tuple(Note(each.place, f"and {each.how} here") for each in others[:SHOWN]),
            symbol=module.name,
            target=symbol,
        )
    seen = set()
    for route in project.routes.declared_in(module):
        answered = project.orm_uses.answered(route)
        if answered is not None and route.handler is not None and route.handler not in seen:
            seen.add(route.handler)
            cls, place = answered
            yield Finding(
                place,
                f"`{route.handler.name}` answers with the ORM class `{cls.name}`, so every column that is added to it "
                "is sent to clients; declare a response model with the fields they may see",
                notes=(Note(cls.place, f"`{cls.name}` is stored"),),
                symbol=route.handler.symbol,
                target=cls.symbol,
            )
