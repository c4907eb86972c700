"""Where the configuration puts modules."""

from __future__ import annotations

from archlint.config import Config
from archlint.globs import globs
from archlint.project.layers.evidence import Evidence, meaning


class Placement:
    """The layers, shared modules and composition roots that a configuration names, by the patterns it gives."""

    def __init__(self, config: Config) -> None:
        said = [(each.name, each.match, f"layers: {each.name}") for each in config.layers]
        said += [("composition", config.composition_root, "composition-root"), ("shared", config.shared, "shared")]
        self._specs = [(layer, pattern, key, globs([pattern])) for layer, match, key in said for pattern in match]
        self._layers = frozenset(each.name for each in config.layers)
        self._meanings = frozenset(meaning(each.name) for each in config.layers)

    def of(self, path: str) -> Evidence | None:
        """Where a file is put, by the first pattern that meets it; composition roots and shared files come first."""
        order = sorted(self._specs, key=lambda each: each[0] in self._layers)
        for layer, pattern, key, spec in order:
            if spec.match_file(path):
                return Evidence(layer, "configuration", f"the configuration says so: `{pattern}` under `{key}`")
        return None

    def names(self, layer: str) -> bool:
        """Whether the configuration says, under this name or another, which modules a layer has."""
        return layer in self._meanings
