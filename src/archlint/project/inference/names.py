"""What a dotted name means, across files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from archlint import facts
from archlint.project.code.modules import Module
from archlint.project.code.roots import Roots
from archlint.project.code.watched import WatchedModule
from archlint.project.inference.values import External, ModuleRef, PackageRef
from archlint.project.memory import is_watched, memory, remembered, remembered_between_runs

T = TypeVar("T")


class Names:
    """The modules of a project by path and by name, and what their imports point to."""

    def __init__(
        self,
        sources: Iterable[facts.Source],
        configured: tuple[str, ...] = (),
        package: str = "",
        bodies: dict[facts.Function, facts.Block] | None = None,
    ) -> None:
        listed = sorted(sources, key=lambda source: source.path)
        self._roots = Roots(listed, configured, package)
        self.modules: dict[str, Module] = {}
        bodies = {} if bodies is None else bodies
        self._imported: dict[facts.Import, ModuleRef | PackageRef | External] = memory()
        kind = WatchedModule if is_watched() else Module
        for source in listed:
            name, is_package = self._roots.name_of(source.path)
            self.modules[source.path] = kind(source.path, name, is_package, source.facts, bodies)

    def stay(self, sources: Iterable[facts.Source], edited: Iterable[facts.Source]) -> bool:
        """Whether the modules have the names they had, with the same files of which some were edited."""
        alike = (_imported(self.modules[each.path].facts) == _imported(each.facts) for each in edited)
        return all(alike) or self._roots.would_name_alike(sources)

    def file_by_file(self, tell: Callable[[Module], Iterable[T]]) -> Iterator[T]:
        """All that is told of each file, tests left out, in the order of paths."""
        for module in self.modules.values():
            if not module.is_test:
                yield from tell(module)

    @remembered
    def packages(self) -> frozenset[str]:
        """The first names of all modules that are imported, tests left out."""
        return frozenset(self.file_by_file(self.packages_of))

    @remembered_between_runs
    def packages_of(self, module: Module) -> Iterable[str]:
        """The same for one file."""
        return {each.module.partition(".")[0] for each in module.facts.imports}

    def module(self, dotted: str, importer: Module) -> ModuleRef | PackageRef | External:
        """What an absolute dotted module name means in a file."""
        found = self._roots.find(dotted, importer.path)
        if found is None:
            return External(dotted)
        return ModuleRef(self.modules[found]) if found in self.modules else PackageRef(found, dotted)

    def imported_module(self, said: facts.Import, importer: Module) -> ModuleRef | PackageRef | External:
        """The module that an import statement names, before `import name` is looked up in it."""
        known = self._imported.get(said)
        if known is None:
            known = self._imported[said] = self._named(said, importer)
        return known

    def _named(self, said: facts.Import, importer: Module) -> ModuleRef | PackageRef | External:
        if not said.level:
            return self.module(said.module, importer)
        folder = importer.path.rpartition("/")[0]
        for _ in range(said.level - 1):
            folder = folder.rpartition("/")[0]
        inner = "/".join(part for part in (folder, said.module.replace(".", "/")) if part)
        name = "." * said.level + said.module
        return self._resolved(inner, name) or External(name)

    def submodule(self, of: ModuleRef | PackageRef, name: str) -> ModuleRef | PackageRef | None:
        """The module `name` of a package."""
        if isinstance(of, PackageRef):
            folder, dotted = of.folder, of.name
        elif of.module.is_package:
            folder, dotted = of.module.path.rpartition("/")[0], of.module.name
        else:
            return None
        return self._resolved(f"{folder}/{name}" if folder else name, f"{dotted}.{name}")

    def _resolved(self, base: str, name: str) -> ModuleRef | PackageRef | None:
        for candidate in (f"{base}/__init__.py" if base else "__init__.py", f"{base}.py", f"{base}.pyi"):
            if candidate in self.modules:
                return ModuleRef(self.modules[candidate])
        return PackageRef(base, name) if self._roots.holds(base) else None


def _imported(module: facts.Module) -> set[str]:
    """The modules that a file imports, or imports from, by absolute names."""
    return {each.module for each in module.imports if not each.level}
