"""What an edit of a file changes of its module."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from archlint import facts
from archlint.facts.merging import merge
from archlint.project.code.modules import Class, Function, Module
from archlint.project.flow.bindings import Bindings, Defined, Imported
from archlint.project.flow.walking import flow
from archlint.project.memory import Part, atom_of_name, same


class Change(NamedTuple):
    """What answers may have been told from that is another now."""

    atoms: set[Hashable]
    words: frozenset[str]
    """The identifiers that some function mentions now and did not before, or the other way round."""


def relink(module: Module, said: facts.Module, bodies: dict[facts.Function, facts.Block]) -> Change:
    """Let a module say what its file says now; `bodies` are those that are decoded."""
    before = _Meanings(module)
    change = merge(module.itself, said, bodies)
    bodies.update(change.bodies)
    atoms: set[Hashable] = {(module, Part.BODIES), (module, Part.OFFSETS)}
    module.relink()
    if not change.is_of_bodies:
        atoms |= {(module, Part.TOP), (module, Part.DEFINITIONS)}
        atoms |= {atom_of_name(module, name) for name in before.others(_Meanings(module))}
    return Change(atoms, change.words)


class _Meanings:
    """What names mean in a module: at its end, and where its top level reads them."""

    def __init__(self, module: Module) -> None:
        self._module, self._said = module, module.itself
        told = flow(self._said.top, self._said.imports)
        starred = [each for each in self._said.imports if each.name == "*"]
        self._by_name: list[dict[str, object]] = [
            {name: self._meant(bindings) for name, bindings in told.bound.items()},
            dict(module.functions),
            dict(module.classes),
            {"*": starred, "__all__": self._said.exports},
        ]
        self._reached = {name: self._meant(bindings) for name, bindings in told.reached.items()}

    def _meant(self, bindings: Bindings) -> list[object]:
        """Bindings without indices, which may become those of something else."""
        found: list[object] = []
        for each in bindings:
            if isinstance(each, Imported):
                found.append(self._said.imports[each.index])
            elif isinstance(each, Defined):
                found.append(self._defined(each))
            else:
                found.append(each)
        return found

    def _defined(self, binding: Defined) -> Function | Class:
        module = self._module
        return module.class_at(binding.index) if binding.kind == "class" else module.function_at(binding.index)

    def others(self, now: _Meanings) -> set[str]:
        """The names that mean another thing now, or mean something as little as they did before."""
        names = {
            name
            for one, other in zip(self._by_name, now._by_name, strict=True)
            for name in {*one, *other}
            if not same(one.get(name), other.get(name))
        }
        read = (name for name in now._reached if name in self._reached)
        return names | {name.id for name in read if not same(self._reached[name], now._reached[name])}
