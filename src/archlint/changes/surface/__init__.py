"""What a service shows of itself: its layers' imports, its routes and their models, its settings and migrations."""

from archlint.changes.surface.contracts import Breach, breaches
from archlint.changes.surface.delta import Change, Delta, delta
from archlint.changes.surface.surface import Edge, Field, Model, Route, Setting, Surface
from archlint.changes.surface.taking import surface

__all__ = [
    "Breach",
    "Change",
    "Delta",
    "Edge",
    "Field",
    "Model",
    "Route",
    "Setting",
    "Surface",
    "breaches",
    "delta",
    "surface",
]
