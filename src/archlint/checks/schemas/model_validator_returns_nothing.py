from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Note, Safety, Span
from archlint.project import Function, Module, Project
from archlint.project.code.endings import falls_through
from archlint.project.code.expressions import is_none
from archlint.project.schemas.validators import Validator


@check("schemas/model-validator-returns-nothing", on=Module)
def model_validator_returns_nothing(module: Module, project: Project) -> Findings:
    """A validator of a whole model that ends without giving it back."""
    for each in project.schemas.validators.of(module):
        method = each.function
        if each.kind != "model" or not each.mode or project.subclasses.is_abstract(method):
            continue
        bare = project.schemas.validators.gives_nothing(method)
        if bare is None:
            continue
        given = _given(each, project)
        yield Finding(
            method.place,
            f"`{method.name}` ends without returning {given[1]}, so {_follows(each, method)}; return `{given[0]}` on "
            "every way",
            notes=tuple(Note(module.place(one), "returns nothing here") for one in bare),
            fix=_returning(method, given[0], bare, project),
            symbol=method.symbol,
        )


def _follows(validator: Validator, method: Function) -> str:
    if validator.mode == "before":
        return f"every input of `{_model(method)}` is refused as no dictionary"
    return f"a handler or `model_validate` gets None in place of a `{_model(method)}`"


def _model(method: Function) -> str:
    return method.owner.name if method.owner is not None else "model"


def _given(validator: Validator, project: Project) -> tuple[str, str]:
    """The name of what a validator has to give back, and what that is."""
    method = validator.function
    if validator.mode == "wrap":
        return "what the handler gives", "the model"
    names = [each.name for each in method.facts.parameters if each.kind in ("positional", "normal")]
    if validator.mode == "after" and not project.schemas.validators.is_bound_to_class(method):
        return (names[0] if names else "self"), "the model"
    return (names[1] if len(names) > 1 else "data"), "the model" if validator.mode == "after" else "the data"


def _returning(method: Function, name: str, bare: list[facts.Return], project: Project) -> Fix | None:
    """The name returned where nothing was, and at the end; not where something else is bound to it."""
    lines = project.repairs.lines(method.module)
    last = method.body[-1]
    known = any(each.name == name for each in method.facts.parameters)
    if not known or name in _rebound(method, project) or lines.of(last)[0] == lines.of(method.facts)[0]:
        return None
    edits = [Edit(method.module.path, Span(each.start, each.end), f"return {name}") for each in bare]
    if falls_through(method.body, lambda _: False):
        edits.append(lines.below(lines.end(last), f"{lines.indentation(last)}return {name}\n"))
    returns = method.facts.returns
    if returns is not None and is_none(returns):
        edits.append(Edit(method.module.path, Span(returns.start, returns.end), _annotated(method, name), "None"))
    return Fix(Safety.UNSAFE, f"return `{name}` from `{method.name}`", tuple(edits))


def _annotated(method: Function, name: str) -> str:
    """The type of what is returned: the model's own, or that of the parameter, which may be anything."""
    return f'"{_model(method)}"' if name == method.facts.parameters[0].name else "object"


def _rebound(method: Function, project: Project) -> set[str]:
    """The names that a body binds again."""
    return {name for name, bindings in project.flow(method).bound.items() if len(bindings) > 1}
