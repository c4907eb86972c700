"""Facts → answers: the whole service as one, and the questions asked of it."""

from archlint.project.calls import Call, Edge
from archlint.project.modules import Class, Function, Module, Source
from archlint.project.project import Project
from archlint.project.routes import Route

__all__ = ["Call", "Class", "Edge", "Function", "Module", "Project", "Route", "Source"]
