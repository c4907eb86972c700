"""All facts together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archlint.config import Config
from archlint.project.modules import Class, Function, Module, Source


class Project:
    """The linked modules of a service; every question has a room of its own, made when first asked."""

    def __init__(self, sources: Iterable[Source], config: Config) -> None:
        self.config = config
        self.modules: dict[str, Module] = {}
        """By path."""
        for source in sources:
            name = source.path.removesuffix(".py").replace("/", ".")
            self.modules[source.path] = Module(source.path, name, False, source.facts)

    def subjects(self, kind: type[object]) -> Iterator[object]:
        """Every subject of one kind, in the order of paths and places; tests excluded."""
        if kind is Project:
            yield self
        for module in self.modules.values():
            if kind is Module:
                yield module
            elif kind is Function:
                yield from module.all_functions
            elif kind is Class:
                yield from module.all_classes
