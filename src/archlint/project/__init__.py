"""Facts → answers: the whole service as one, and the questions asked of it."""

from archlint.project.code.modules import Class, Function, Module, is_test
from archlint.project.execution.calls import Call, Edge
from archlint.project.flow.ahead import Ahead
from archlint.project.project import Project
from archlint.project.web.routes import Route

__all__ = ["Ahead", "Call", "Class", "Edge", "Function", "Module", "Project", "Route", "is_test"]
