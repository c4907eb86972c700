"""What a service shows of itself, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from archlint.changes.surface.limits import Limit
from archlint.findings import Place

Type: TypeAlias = frozenset[str]
"""The members of a union, or one type alone; classes of the project by their dotted names."""


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Modules of one layer import modules of another."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path."""

    method: str
    path: str
    handler: str
    """The dotted name of its function; "" where that is not known."""
    place: Place
    takes: tuple[str, ...] = ()
    """The dotted names of the models in what it is sent."""
    answers: str = ""
    """The model of its answer as it is written; "" without one."""
    answers_with: tuple[str, ...] = ()
    """The dotted names of the models in it."""
    status: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path


@dataclass(frozen=True, slots=True)
class Field:
    """What a client sees of a model's field."""

    type: Type
    required: bool
    """Whether a request must have it."""
    written: str
    """The type as it is written."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """What a request is held to beside the type, by the names of Pydantic's settings."""


@dataclass(frozen=True, slots=True)
class Model:
    """A Pydantic model, bases included; fields are known by what clients call them."""

    name: str
    place: Place
    fields: Mapping[str, Field]
    uses: tuple[str, ...] = ()
    """The dotted names of the models that its fields hold."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A field of a settings class, or a variable that is read beside them."""

    name: str
    place: Place
    type: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Surface:
    """All of it."""

    edges: Mapping[Edge, tuple[Place, str]] = field(default_factory=dict)
    """Each with one import that makes it, and the module that it imports."""
    routes: tuple[Route, ...] = ()
    models: Mapping[str, Model] = field(default_factory=dict)
    """Those that routes take or answer with, by dotted name."""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    migrations: Mapping[str, str] = field(default_factory=dict)
    """The files, each with the revision that it follows."""
