"""Repositories, and the calls of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.execution.calls import Call
from archlint.project.inference.values import ClassRef, Instance
from archlint.project.memory import Recursion, memory
from archlint.project.storage import databases
from archlint.project.storage.sessions import shown
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_SESSION_NAMES = frozenset({"conn", "connection", "db", "db_session", "session"})
_WEB_SIDE = frozenset({"composition", "dependency", "middleware", "router"})


class RepositoryCall(Record, frozen=True, eq=False):
    """A call by which a function takes data from a repository, or gives it some."""

    call: Call
    repository: str
    """The class's or module's dotted name, or a library's."""
    definition: Class | Module | None

    @property
    def is_class(self) -> bool:
        return isinstance(self.definition, Class)

    @property
    def method(self) -> str:
        """What is called, e.g. "users.get_by_id"."""
        return shown(self.call.expr.func)

    @property
    def place(self) -> Place:
        return self.call.place


class Repositories:
    """The repositories of a project: classes, modules of functions, and those of libraries."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._calls: dict[Function | Module, tuple[RepositoryCall, ...]] = memory()
        self._are: Recursion[Class, bool] = Recursion()

    def calls(self, scope: Function | Module) -> tuple[RepositoryCall, ...]:
        """The calls of repositories in a body, in order; making one, or handing one on, is no call of it."""
        known = self._calls.get(scope)
        if known is None:
            found = (self._repository_call(call) for call in self._project.calls_in(scope))
            self._calls[scope] = known = tuple(each for each in found if each is not None)
        return known

    def _repository_call(self, call: Call) -> RepositoryCall | None:
        if isinstance(call.target, Function):
            return self._of_function(call, call.target)
        if call.target is None and call.callee.startswith(databases.REPOSITORIES):
            name = call.callee.rpartition(".")[0]
            return RepositoryCall(call, name, None) if name.startswith(databases.REPOSITORIES) else None
        return self._of_receiver(call)

    def _of_function(self, call: Call, target: Function) -> RepositoryCall | None:
        if target.owner is None:
            in_repository = self._is_repository_module(target.module) and not self._makes_repository(call)
            if in_repository and self._accesses(target):
                return RepositoryCall(call, target.module.name, target.module)
            return None
        owner = target.owner
        if isinstance(call.receiver, Instance) and isinstance(call.receiver.of, Class):
            owner = call.receiver.of
        elif isinstance(call.receiver, ClassRef):
            owner = call.receiver.cls
        if not self.is_repository(owner) or self._makes_repository(call) or self._only_tells(call, target, owner):
            return None
        return RepositoryCall(call, owner.symbol, owner)

    def _only_tells(self, call: Call, method: Function, owner: Class) -> bool:
        """Whether a plain method of an asynchronous repository gives options or settings: no data, no SQL."""
        if call.awaited or method.is_async or self._project.subclasses.is_abstract(method):
            return False
        classes = (each for each in self._project.mro(owner) if isinstance(each, Class))
        is_async = any(each.is_async for cls in classes for each in cls.methods())
        return is_async and not self._project.data_access.reaches(method)

    def _of_receiver(self, call: Call) -> RepositoryCall | None:
        """A method that a repository inherits from a library."""
        if call.target is not None or not isinstance(call.expr.func, facts.Attribute):
            return None
        receiver = self._project.infer(call.expr.func.value, call.scope)
        if isinstance(receiver, Instance) and isinstance(receiver.of, Class) and self.is_repository(receiver.of):
            return RepositoryCall(call, receiver.of.symbol, receiver.of)
        return None

    def _makes_repository(self, call: Call) -> bool:
        """Whether it gives a repository, e.g. `from_session` or a property of a unit of work."""
        made = self._project.infer(call.expr, call.scope)
        if isinstance(made, Instance) and isinstance(made.of, Class):
            return self.is_repository(made.of)
        return isinstance(made, ClassRef) or (isinstance(call.target, Function) and self._calls_given(call.target))

    def _calls_given(self, function: Function) -> bool:
        """Whether all that a function does is to call what it is given: `return repository_class(session)`."""
        given = {each.name for each in function.facts.parameters}
        called = [each.expr.func for each in self._project.calls_in(function)]
        return bool(called) and all(isinstance(each, facts.Name) and each.id in given for each in called)

    def is_repository(self, cls: Class) -> bool:
        """Whether a class reaches stored data for others: a repository or a port of one.

        By a library's base, by its own name below the web side, or by standing in a repository's module and reaching
        data there: not an exception, a result or a filter beside one.
        """
        return self._are.of(cls, lambda: self._is_repository(cls), otherwise=False)

    def _is_repository(self, cls: Class) -> bool:
        layers = self._project.layers
        bases = [each for each in self._project.mro(cls) if isinstance(each, str)]
        if any(each.startswith(databases.REPOSITORIES) for each in bases):
            return True
        if layers.of_class(cls) != "repository" or layers.name_of(cls.module) in _WEB_SIDE:
            return False
        if self._project.sessions.kind(Instance(cls)) is not None:
            return False
        if layers.role_by_name(cls) == "repository":
            return True
        return not layers.only_behaves(cls.module) and any(
            self._project.data_access.reaches(method) for method in cls.methods()
        )

    def _accesses(self, function: Function) -> bool:
        """Whether a repository's function works with data; in a module called one, what awaits or builds SQL does."""
        if self._project.layers.only_behaves(function.module):
            return self._project.data_access.works(function)
        if self._project.data_access.reaches(function) or function.is_async:
            return True
        return any(each.name in _SESSION_NAMES for each in function.facts.parameters)

    def _is_repository_module(self, module: Module) -> bool:
        return self._project.layers.name_of(module) == "repository"

    def is_called_one(self, definition: Class | Module | None) -> bool:
        """Whether what is called is called a repository, rather than only doing what one does."""
        if isinstance(definition, Class):
            return True
        return definition is None or not self._project.layers.only_behaves(definition)
