"""What classes give their attributes: by fields, and by assignments in their methods."""

from __future__ import annotations

from archlint import facts
from archlint.project.code.modules import Class, Function
from archlint.project.flow.events import StmtEvent
from archlint.project.inference.inference import Inference, Scope
from archlint.project.inference.subclasses import Subclasses
from archlint.project.memory import memory


class Attributes:
    """The expressions that attributes of a project's classes may have come from."""

    def __init__(self, inference: Inference, subclasses: Subclasses) -> None:
        self._inference = inference
        self._subclasses = subclasses
        self._known: dict[Class, dict[str, list[tuple[facts.Expr, Function]]]] = memory()

    def given(self, cls: Class, name: str, *, is_open: bool) -> list[tuple[facts.Expr, Scope]]:
        """What a class or its bases give an attribute; with `is_open`, what the classes below it give as well.

        The value of a field counts before what methods assign.
        """
        found = next((own for each in self._inference.members.mro(cls) if (own := self._own(each, name))), [])
        if is_open:
            found = [*found, *(own for each in self._subclasses.of(cls) for own in self._own(each, name))]
        return found

    def _own(self, cls: Class | str, name: str) -> list[tuple[facts.Expr, Scope]]:
        if isinstance(cls, str):
            return []
        field = cls.field(name)
        if field is not None and field.value is not None:
            return [(field.value, cls)]
        return [(value, method) for value, method in self._assigned(cls).get(name, [])]

    def _assigned(self, cls: Class) -> dict[str, list[tuple[facts.Expr, Function]]]:
        """What the methods assign to attributes of their first parameter."""
        known = self._known.get(cls)
        if known is None:
            known = {}
            for method in cls.methods():
                this = method.facts.parameters[0].name if method.facts.parameters else ""
                for event in self._inference.flow(method).events:
                    if isinstance(event, StmtEvent) and isinstance(event.stmt, facts.Assign):
                        for attr, value in _attributes_of(this, event.stmt):
                            known.setdefault(attr, []).append((value, method))
            self._known[cls] = known
        return known


def _attributes_of(this: str, stmt: facts.Assign) -> list[tuple[str, facts.Expr]]:
    if stmt.value is None or not this:
        return []
    return [
        (target.attr, stmt.value)
        for target in stmt.targets
        if isinstance(target, facts.Attribute) and isinstance(target.value, facts.Name) and target.value.id == this
    ]
