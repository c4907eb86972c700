"""What an edit of a file changes of its module."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from archlint import facts
from archlint.facts.merging import merge
from archlint.project.code.modules import Module
from archlint.project.flow.bindings import Binding, Bindings, Defined, Imported
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
        self._module = module
        told = flow(module.itself.top, module.itself.imports)
        self._by_name: list[dict[str, object]] = [
            {name: self._meant(bindings) for name, bindings in told.bound.items()},
            dict(module.functions),
            dict(module.classes),
            {"*": list(module.starred()), "__all__": module.exports},
        ]
        self._reached = {name: self._meant(bindings) for name, bindings in told.reached.items()}

    def _meant(self, bindings: Bindings) -> list[object]:
        """Bindings without indices, which may become those of something else."""
        return [self._one(each) for each in bindings]

    def _one(self, binding: Binding) -> object:
        match binding:
            case Imported(index=index):
                return self._module.import_at(index)
            case Defined(kind="class", index=index):
                return self._module.class_at(index)
            case Defined(index=index):
                return self._module.function_at(index)
            case _:
                return binding

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
