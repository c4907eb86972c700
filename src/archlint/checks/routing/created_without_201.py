from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Note, Safety
from archlint.project import Function, Project, Route
from archlint.project.code.expressions import argument
from archlint.project.layers.insertions import Insertion
from archlint.project.web.nouns import words


@check("routing/created-without-201", on=Route)
def created_without_201(route: Route, project: Project) -> Findings:
    """A POST on a collection that stores something new, and answers 200 for want of a status."""
    handler = route.handler
    if handler is None or route.methods != ("POST",) or route.is_plain or route.is_open:
        return
    if route.option("status_code") is not None or route.response_class is not None:
        return
    if project.web.collections.noun(route) is None or not _answers_200(handler, project):
        return
    found = [each for each in project.insertions.of(handler) if _is_of(route, each, project)]
    if not found:
        return
    made = min(found, key=lambda each: len(words(each.what)))
    edit = project.repairs.statuses.declared(route, 201)
    yield Finding(
        route.place,
        f"`{handler.name}` stores a new {f'`{made.what}`' if made.what else 'object'} but answers 200, so clients "
        "cannot tell that it was created; declare `status_code=201`",
        notes=tuple(_notes(made)),
        fix=None if edit is None else Fix(Safety.UNSAFE, f"let `{handler.name}` answer 201", (edit,)),
        symbol=handler.symbol,
        target=route.own_path or "",
    )


def _is_of(route: Route, made: Insertion, project: Project) -> bool:
    return project.web.collections.creates(route, made.what, is_looped=made.is_looped)


def _answers_200(handler: Function, project: Project) -> bool:
    """Whether nothing in the body chooses another status for what was created."""
    if project.web.returned.sets_status(handler):
        return False
    returned = list(project.web.returned.of(handler))
    if any(each.gives in ("nothing", "value") for each in returned) or not returned:
        return True
    if any(each.gives == "unknown" for each in returned):
        return project.web.responses.of(handler) == "value"
    built = [one for each in returned for one in project.web.returned.built(each.value, handler)]
    return any(each.is_json and argument(each.call, "status_code", 1) is None for each in built)


def _notes(made: Insertion) -> list[Note]:
    hops = [Note(each.place, f"which calls `{each.target.name}`") for each in made.hops]
    return [*hops, Note(made.call.place, "which stores it")]
