from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Fix, Safety
from archlint.project import Function, Module, Project

CLASS = frozenset({"_cls", "cls", "klass"})
"""How a parameter is called that is the class."""


@check("schemas/validator-not-classmethod", on=Module)
def validator_not_classmethod(module: Module, project: Project) -> Findings:
    """A validator that gets the class and does not say so."""
    validators = project.schemas.validators
    for each in validators.of(module):
        gets_class = each.kind == "field" or (each.kind == "model" and each.mode in ("before", "wrap"))
        if gets_class and not validators.is_bound_to_class(each.function) and _is_plain(each.function, project):
            yield Finding(
                each.function.place,
                f"`{each.function.name}` gets the class and is no class method, so type checkers take its first "
                "parameter for an object of the model; put `@classmethod` below the decorator of the validator",
                fix=_marked(each.function, module, project),
                symbol=each.function.symbol,
            )


def _is_plain(function: Function, project: Project) -> bool:
    """Whether it names the class first, and nothing but Pydantic decorates it: others may make a class method of it.

    A validator may also take the value alone, as a static method does.
    """
    if not function.facts.parameters or function.facts.parameters[0].name not in CLASS:
        return False
    around = project.inference.around(function)
    decorators = (getattr(each, "func", each) for each in function.facts.decorators)
    return all(project.name_of(each, around).startswith("pydantic.") for each in decorators)


def _marked(function: Function, module: Module, project: Project) -> Fix | None:
    """`@classmethod` on a line of its own above the def."""
    lines = project.repairs.lines(module)
    first = lines.of(function.facts.decorators[-1])[1]
    if project.inference.bound("classmethod", module):
        return None
    if lines.of(function.facts)[0] != first + 1:
        return None
    indentation = " " * (lines.column(function.facts.decorators[-1]) - 1)
    return Fix(
        Safety.SAFE,
        f"make `{function.name}` a class method",
        (lines.above(function.facts, f"{indentation}@classmethod\n"),),
    )
