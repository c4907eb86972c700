"""Dependencies moved from the defaults of parameters into their annotations."""

from __future__ import annotations

from collections.abc import Sequence

from archlint import facts
from archlint.findings import Edit, Fix, Safety, Span
from archlint.project.code.modules import Function
from archlint.project.repairs.importing import Importing

_SIGNS = {1: "=", 3: " = "}
"""What stands between an annotation and a default, by its length."""


class AnnotatedParameters:
    """Repairs of signatures: `session: Session = Depends(f)` becomes `session: Annotated[Session, Depends(f)]`."""

    def __init__(self, importing: Importing) -> None:
        self._importing = importing

    def dependencies(self, function: Function, said: Sequence[facts.Parameter]) -> dict[str, Fix]:
        """One repair for all the parameters that it reaches, by their names.

        What follows a parameter that keeps its default has to have one too. A function inside another, or a method,
        reads its annotations elsewhere than its defaults.
        """
        wanted = {each.name for each in _movable(function, said)}
        annotated = self._importing.member("typing", "Annotated", function)
        if not wanted or annotated is None or function.facts.scope:
            return {}
        path = function.module.path
        edits = list(annotated.edits)
        for each in function.facts.parameters:
            if each.name in wanted and each.annotation is not None and each.default is not None:
                gap = Span(each.annotation.end, each.default.start)
                edits += [
                    Edit(path, Span(each.annotation.start, each.annotation.start), f"{annotated.name}["),
                    Edit(path, gap, ", ", _SIGNS[gap.end - gap.start]),
                    Edit(path, Span(each.default.end, each.default.end), "]"),
                ]
        fix = Fix(Safety.UNSAFE, f"annotate the dependencies of `{function.name}`", tuple(edits))
        return dict.fromkeys(wanted, fix)


def _movable(function: Function, said: Sequence[facts.Parameter]) -> list[facts.Parameter]:
    found, keeps_defaults = [], False
    for each in function.facts.parameters:
        is_free = each.kind == "keyword" or not keeps_defaults
        if each in said and is_free and _is_plain(each):
            found.append(each)
        elif each.default is not None and each.kind != "keyword":
            keeps_defaults = True
    return found


def _is_plain(parameter: facts.Parameter) -> bool:
    annotation, default = parameter.annotation, parameter.default
    return annotation is not None and default is not None and default.start - annotation.end in _SIGNS
