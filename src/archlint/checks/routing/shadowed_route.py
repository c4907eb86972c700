from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Note, Place, Safety
from archlint.project import Project, Route
from archlint.project.web.includes import Mount
from archlint.project.web.precedence import Hidden


@check("routing/shadowed-route", on=Route)
def shadowed_route(route: Route, project: Project) -> Findings:
    """A route that is never asked, since an earlier one, or a mount, takes all its requests."""
    hidden = project.web.precedence.shadow(route)
    if hidden is None:
        return
    what = f"{'/'.join(hidden.methods)} {hidden.served.path or '/'}"
    name = f"`{route.handler.name}`" if route.handler else "its handler"
    by, place = _by(hidden)
    yield Finding(
        route.place,
        f"`{what}` never reaches {name}: {by} is registered earlier and takes every such request; put {name} before it",
        notes=(Note(place, f"{by} is registered here"),),
        fix=_narrowed(hidden, project),
        symbol=route.handler.symbol if route.handler else None,
        target=what,
    )


def _by(hidden: Hidden) -> tuple[str, Place]:
    """What takes the requests, in words, and where it is declared."""
    by = hidden.by
    if isinstance(by, Mount):
        return f"what is mounted at `{by.path or '/'}`", by.module.place(by.call)
    return f"`{by.path}`", by.route.place


def _narrowed(hidden: Hidden, project: Project) -> Fix | None:
    """A convertor for the parameter that takes too much, where its handler wants a number or a UUID anyway."""
    by = hidden.by
    if isinstance(by, Mount) or hidden.served.template is None:
        return None
    narrowed = project.repairs.paths.narrowed(by, hidden.served.template)
    if narrowed is None:
        return None
    name, convertor, edit = narrowed
    return Fix(Safety.UNSAFE, f"let `{{{name}}}` take only what is {_KINDS[convertor]}", (edit,))


_KINDS = {"int": "an integer", "uuid": "a UUID", "float": "a number"}
