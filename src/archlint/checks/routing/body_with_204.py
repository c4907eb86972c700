from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Function, Project
from archlint.project.code.expressions import argument, walk
from archlint.project.code.spelling import spelled
from archlint.project.web.returned import Built, Returned

_DROPPED = "with status 204, which has no body, so clients never see it; return nothing, or declare another status"
_SENT = "with status 204, which allows no body, so servers break the answer off; return `Response(status_code=204)`"
_OTHER = "with status 200, though the route declares 204; return nothing, or declare the status that is sent"


@check("routing/body-with-204", on=Function)
def body_with_204(function: Function, project: Project) -> Findings:
    """Something returned by a handler whose answer, by its status, has no body."""
    routes = project.routes_of(function)
    if not routes or function.facts.is_generator:
        return
    is_declared = all(each.status_code == 204 for each in routes)
    returned = tuple(project.web.returned.of(function))
    for each in returned:
        why = _fault(each, function, project, is_declared=is_declared)
        if why is not None:
            said = spelled(each.value)
            yield Finding(
                function.module.place(each.value),
                f"`{function.name}` returns {'a value' if said == '...' else f'`{said}`'} {why}",
                fix=_without_values(function, returned, project) if why is _DROPPED else None,
                symbol=function.symbol,
                target=said,
            )


def _fault(returned: Returned, function: Function, project: Project, *, is_declared: bool) -> str | None:
    if returned.gives == "value":
        return _DROPPED if is_declared else None
    if returned.gives != "response":
        return None
    built = [each for each in project.web.returned.built(returned.value, function) if each.has_body]
    if any(each.status == 204 for each in built):
        return _SENT
    return _OTHER if is_declared and any(_says_no_status(each) for each in built) else None


def _says_no_status(built: Built) -> bool:
    return built.status == 200 and argument(built.call, "status_code", 1) is None


def _without_values(function: Function, returned: tuple[Returned, ...], project: Project) -> Fix | None:
    """The handler with its calls made, but their results not returned; None where more would have to change."""
    path, lines = function.module.path, project.repairs.lines(function.module)
    edits = []
    annotation = function.facts.returns
    if annotation is not None and not isinstance(annotation, facts.Constant):
        edits.append(Edit(path, Span(annotation.start, annotation.end), "None"))
    if any(each.response_model is not None for each in project.routes_of(function)):
        return None
    for each in returned:
        stmt, word = each.stmt, Span(each.stmt.start, each.stmt.start + len("return "))
        if each.gives == "nothing":
            continue
        if each.gives != "value" or not lines.are_own(stmt):
            return None
        if not any(isinstance(part, (facts.Call, facts.Await, facts.Walrus)) for part in walk(each.value)):
            edits.append(Edit(path, Span(stmt.start, stmt.end), "return"))
        elif isinstance(each.value, (facts.Call, facts.Await)) and each.value.start == word.end:
            edits.append(Edit(path, word, "", "return "))
            if not _is_last(stmt, function.body):
                edits.append(lines.below(stmt.end, f"{lines.indentation(stmt)}return\n"))
        else:
            return None
    return Fix(Safety.UNSAFE, f"let `{function.name}` return nothing", tuple(edits))


def _is_last(stmt: facts.Stmt, block: facts.Block) -> bool:
    """Whether nothing of a function runs after a statement."""
    last = block[-1]
    return last is stmt or (isinstance(last, facts.With) and _is_last(stmt, last.body))
