"""Calls of dependencies in handlers, made parameters that FastAPI fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Edit, Fix, Safety, Span
from archlint.project.code.modules import Class, Function
from archlint.project.code.spelling import spelled
from archlint.project.inference.values import Instance
from archlint.project.repairs.importing import Imported, Importing, together
from archlint.project.repairs.lines import Lines

if TYPE_CHECKING:
    from archlint.project.execution.calls import Call
    from archlint.project.project import Project


class Injected:
    """Repairs of handlers: `service = get_service()` becomes `service: Annotated[Service, Depends(get_service)]`."""

    def __init__(self, project: Project, importing: Importing) -> None:
        self._project = project
        self._importing = importing

    def parameter(self, call: Call) -> Fix | None:
        """For a call without arguments whose result a statement of the handler's own gives its only name."""
        function, provider = call.within, call.target
        if function is None or not isinstance(provider, Function) or provider.facts.is_generator:
            return None
        if function.facts.scope or call.expr.args or call.expr.keywords or not self._is_above(provider, function):
            return None
        assigned = next((each for each in function.body if _gives(each, call.expr)), None)
        if not isinstance(assigned, facts.Assign) or len(function.body) < 2:
            return None
        (target,) = assigned.targets
        assert isinstance(target, facts.Name)
        lines = Lines(function.module)
        if len(self._project.flow(function).bound.get(target.id, ())) != 1 or not lines.are_own(assigned):
            return None
        names = [self._type(provider, function), self._importing.member("typing", "Annotated", function)]
        names.append(self._importing.member("fastapi", "Depends", function))
        known = [each for each in names if each is not None]
        if len(known) < len(names):
            return None
        of, annotated, depends = (each.name for each in known)
        said = f"{target.id}: {annotated}[{of}, {depends}({spelled(call.expr.func)})]"
        edits = (*together(*known), _added(said, function), lines.without(assigned))
        return Fix(Safety.UNSAFE, f"take `{target.id}` as a parameter", edits)

    def _is_above(self, definition: Function | Class, function: Function) -> bool:
        """Whether a name is known when the handler's signature is read."""
        if definition.module is not function.module:
            return True
        return definition.facts.header_start < function.facts.header_start

    def _type(self, provider: Function, function: Function) -> Imported | None:
        match self._project.inference.results.provided(provider):
            case Instance(of=Class() as cls) if not cls.facts.scope and self._is_above(cls, function):
                if cls.module is function.module:
                    return Imported(cls.name)
                return self._importing.member(cls.module.name, cls.name, function)
            case Instance(of=str() as name) if "()" not in name:
                module, _, last = name.rpartition(".")
                return self._importing.member(module, last, function)
            case _:
                return None


def _gives(stmt: facts.Stmt, call: facts.Call) -> bool:
    """Whether a statement gives the result of a call a name, and does nothing else."""
    match stmt:
        case facts.Assign(targets=(facts.Name(),), value=facts.Await(value=value), op="="):
            return value is call
        case facts.Assign(targets=(facts.Name(),), value=value, op="="):
            return value is call
        case _:
            return False


def _added(said: str, function: Function) -> Edit:
    """A new parameter, behind those without a default."""
    path, parameters = function.module.path, function.facts.parameters
    first = next((each for each in parameters if each.default is not None and each.kind == "normal"), None)
    if first is not None:
        return Edit(path, Span(first.start, first.start), f"{said}, ")
    plain = [each for each in parameters if each.kind in ("positional", "normal")]
    if plain:
        end = plain[-1].annotation.end if plain[-1].annotation is not None else plain[-1].end
        return Edit(path, Span(end, end), f", {said}")
    if parameters:  # only what is behind a star
        return Edit(path, Span(function.facts.end, function.facts.end + 1), f"({said}, ", "(")
    return Edit(path, Span(function.facts.end, function.facts.end + 1), f"({said}", "(")
