"""Which modules import which, and whether they need them at run time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Module
from archlint.project.code.readings import Readings, import_statement
from archlint.project.flow.bindings import Imported
from archlint.project.inference.values import ModuleRef
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

HARMLESS = (
    "fastapi.concurrency",
    "fastapi.encoders",
    "fastapi.logger",
    "starlette.concurrency",
    "starlette.config",
    "starlette.datastructures.CommaSeparatedStrings",
    "starlette.datastructures.Secret",
    "starlette.types",
)
"""What FastAPI and Starlette offer that knows nothing of HTTP."""
_STEPS = 12
"""How many re-exports a name is followed through."""


class ImportEdge(Record, frozen=True, cache_hash=True):
    """One imported name; `target` is the module that defines it, re-exports followed, `via` the one it is asked of.

    `target` is None for what the project does not define; `dotted` is what the source says, dots and all.
    """

    module: Module
    target: Module | None
    via: Module | None
    dotted: str
    said: facts.Import

    @property
    def bound(self) -> str:
        """The name by which the module knows it."""
        return self.said.bound

    @property
    def is_lazy(self) -> bool:
        """Whether it stands inside a function, and is done only when that runs."""
        return bool(self.said.scope) and self.said.scope in self.module.functions

    @property
    def place(self) -> Place:
        """The whole import statement."""
        return self.module.place(import_statement(self.module, self.said) or self.said)


class Imports:
    """The import graph of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._readings = Readings()
        self._edges: dict[Module, tuple[ImportEdge, ...]] = memory()
        self._used: dict[ImportEdge, bool] = memory()

    def of(self, module: Module) -> tuple[ImportEdge, ...]:
        """Every import of a module, in source order."""
        known = self._edges.get(module)
        if known is None:
            self._edges[module] = known = tuple(self._edge(said, module) for said in module.facts.imports)
        return known

    def between(self, module: Module, target: Module) -> list[ImportEdge]:
        """The imports by which one module takes what another defines."""
        return [edge for edge in self.of(module) if edge.target is target]

    def http(self, module: Module) -> list[ImportEdge]:
        """The imports by which a module knows FastAPI or Starlette, and HTTP by them."""
        return [
            edge
            for edge in self.of(module)
            if edge.dotted.partition(".")[0] in ("fastapi", "starlette") and not edge.dotted.startswith(HARMLESS)
        ]

    def is_used_at_runtime(self, edge: ImportEdge) -> bool:
        """Whether the name is read outside annotations; never under `if TYPE_CHECKING`.

        A star import, and the imports of a package's own file, hand names on and count as used.
        """
        known = self._used.get(edge)
        if known is None:
            self._used[edge] = known = self._is_used(edge)
        return known

    def _is_used(self, edge: ImportEdge) -> bool:
        said = edge.said
        if said.guard == "type_checking":
            return False
        if said.name == "*" or edge.module.is_package or edge.bound in (edge.module.exports or ()):
            return True
        inside = edge.module.functions.get(said.scope)
        return next(self._readings.of(edge.bound, inside or edge.module), None) is not None

    def _edge(self, said: facts.Import, module: Module) -> ImportEdge:
        dotted = "." * said.level + said.module
        via = self._project.names.imported_module(said, module)
        if not isinstance(via, ModuleRef):
            inner = None if said.name is None else self._project.inference.lookups.imported(said, module)
            target = inner.module if isinstance(inner, ModuleRef) else None
            return ImportEdge(module, target, None, f"{dotted}.{said.name}" if said.name else dotted, said)
        target = via.module
        if said.name is not None and said.name != "*":
            target = self._definer(via.module, said.name, _STEPS)
            dotted = f"{dotted}.{said.name}" if said.module else f"{dotted}{said.name}"
        return ImportEdge(module, target, via.module, dotted, said)

    def _definer(self, module: Module, name: str, steps: int) -> Module:
        """The module that defines what `module` offers under a name."""
        bindings = self._project.inference.bound(name, module)
        if not steps:
            return module
        if not bindings:
            return self._submodule(module, name) or self._starred(module, name, steps) or module
        imported = [module.import_at(each.index) for each in bindings if isinstance(each, Imported)]
        if len(imported) != len(bindings) or imported[0].name is None:
            return module
        said = imported[0]
        via = self._project.names.imported_module(said, module)
        if isinstance(via, ModuleRef) and said.name is not None:
            inner = self._submodule(module, said.name) if via.module is module else None
            return inner or (module if via.module is module else self._definer(via.module, said.name, steps - 1))
        value = self._project.inference.lookups.imported(said, module)
        return value.module if isinstance(value, ModuleRef) else module

    def _submodule(self, module: Module, name: str) -> Module | None:
        found = self._project.names.submodule(ModuleRef(module), name)
        return found.module if isinstance(found, ModuleRef) else None

    def _starred(self, module: Module, name: str, steps: int) -> Module | None:
        for said in module.starred():
            via = self._project.names.imported_module(said, module)
            if isinstance(via, ModuleRef) and via.module is not module and self._binds(via.module, name, steps - 1):
                return self._definer(via.module, name, steps - 1)
        return None

    def _binds(self, module: Module, name: str, steps: int) -> bool:
        if self._project.inference.bound(name, module):
            return True
        return steps > 0 and self._starred(module, name, steps) is not None

    def uses(self, edge: ImportEdge) -> list[Place]:
        """Where the name is read at run time, in source order, decorators and defaults included."""
        inside = edge.module.functions.get(edge.said.scope)
        return sorted(edge.module.place(each) for each in self._readings.of(edge.bound, inside or edge.module))

    def runtime(self, module: Module) -> Iterator[ImportEdge]:
        """The imports of the project's own modules that a module needs at run time."""
        for edge in self.of(module):
            if edge.target is not None and edge.target is not module and self.is_used_at_runtime(edge):
                yield edge
