"""Settings that are proposed, before anybody has agreed to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ProposedLayer:
    """A layer with the patterns of its files, how many modules those meet, and what speaks for it."""

    name: str
    match: tuple[str, ...]
    modules: int
    closed: tuple[str, ...] = ()
    evidence: Mapping[str, int] = field(default_factory=dict)
    """Sentences, and for how many modules each speaks."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be written; `remarks` tell what was left out and why."""

    layers: tuple[ProposedLayer, ...]
    shared: tuple[str, ...] = ()
    """The patterns of what any layer may import, whatever folder it stands in."""
    composition_root: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    """The modules that no layer is told for."""
    remarks: tuple[str, ...] = ()
