"""Who touches stored data: calls of repositories, and queries of a function's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.execution.calls import Call
from archlint.project.inference.values import ClassRef, Instance
from archlint.project.layers.replays import Replays
from archlint.project.storage import databases
from archlint.project.storage.sessions import Use, shown

if TYPE_CHECKING:
    from archlint.project.project import Project

_STEPS = 5
"""How far a module's function is followed to see whether it reaches the database."""
_BELOW = frozenset({"database", "migration", "model", "repository", "schema", "service", "settings", "task"})
_HEALTH = re.compile(
    r"(^|[/_.-])(health\w*|live|livez|liveness|ready|readyz|readiness|heartbeat|ping|status)($|[/_.-])"
)
_READING = re.compile(r"(by|check|count|exists?|fetch|find|get|has|is|list|load|read)(_|$)")
_SESSION_NAMES = frozenset({"conn", "connection", "db", "db_session", "session"})
_WEB_SIDE = frozenset({"composition", "dependency", "middleware", "router"})
_WEB = ("router", "dependency", "composition")


@dataclass(frozen=True, slots=True, eq=False)
class RepositoryCall:
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


class Persistence:
    """Answers where data is reached, and whether a project has layers for it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._replays = Replays(project)
        self._calls: dict[int, tuple[RepositoryCall, ...]] = {}
        self._reaching: dict[int, bool] = {}
        self._repositories: dict[int, bool] = {}

    def repository_calls(self, scope: Function | Module) -> tuple[RepositoryCall, ...]:
        """The calls of repositories in a body, in order; making one, or handing one on, is no call of it."""
        known = self._calls.get(id(scope))
        if known is None:
            found = (self._repository_call(call) for call in self._project.calls_in(scope))
            self._calls[id(scope)] = known = tuple(each for each in found if each is not None)
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
        if not self.is_repository(owner) or self._makes_repository(call) or self._only_builds(call, target, owner):
            return None
        return RepositoryCall(call, owner.symbol, owner)

    def _only_builds(self, call: Call, method: Function, owner: Class) -> bool:
        """Whether a plain method of an asynchronous repository builds a statement or options: no data comes or goes."""
        if call.awaited or method.is_async or self._project.subclasses.is_abstract(method):
            return False
        classes = (each for each in self._project.mro(owner) if isinstance(each, Class))
        is_async = any(each.is_async for cls in classes for each in cls.methods())
        return is_async and not self.reaches_data(method)

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
        known = self._repositories.get(id(cls))
        if known is None:
            self._repositories[id(cls)] = False  # a class whose methods make others of it
            self._repositories[id(cls)] = known = self._is_repository(cls)
        return known

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
        return not layers.only_behaves(cls.module) and any(self.reaches_data(method) for method in cls.methods())

    def _accesses(self, function: Function) -> bool:
        """Whether a repository's function works with data; in a module called one, what awaits does so."""
        if self.reaches_data(function):
            return True
        if self._project.layers.only_behaves(function.module):
            return False
        return function.is_async or any(each.name in _SESSION_NAMES for each in function.facts.parameters)

    def _is_repository_module(self, module: Module) -> bool:
        return self._project.layers.name_of(module) == "repository"

    def reaches_data(self, function: Function) -> bool:
        """Whether a function uses a session itself, takes one, or calls, over a few steps, what does."""
        known = self._reaching.get(id(function))
        if known is None:
            self._reaching[id(function)] = known = self._leads_to_data(function)
        return known

    def asks(self, function: Function) -> bool:
        """Whether a function reaches the database, itself or by what it calls; repositories count as reaching it."""
        return self.reaches_data(function) or bool(self.repository_calls(function))

    def _leads_to_data(self, function: Function) -> bool:
        seen = {function}
        level = [function]
        for _ in range(_STEPS):
            if any(self._project.sessions.uses(each) or self._takes_session(each) for each in level):
                return True
            level = [edge.target for each in level for edge in self._project.edges(each) if edge.target not in seen]
            seen.update(level)
        return False

    def _takes_session(self, function: Function) -> bool:
        lookups, sessions = self._project.inference.lookups, self._project.sessions
        own = function.facts.parameters[1:] if function.facts.owner else function.facts.parameters
        return any(sessions.kind(lookups.parameter(each, function)) is not None for each in own)

    def queries(self, scope: Function | Module) -> list[Use]:
        """What a body asks or tells the database itself."""
        uses = (each for each in self._project.sessions.uses(scope) if not each.is_maintenance)
        return [use for use in uses if use.doing in ("query", "write", "statement")]

    def touches(self, scope: Function | Module) -> bool:
        """Whether a body calls a repository or queries by itself."""
        return bool(self.repository_calls(scope)) or bool(self.queries(scope))

    def web_part(self, function: Function) -> str | None:
        """What a function is on the web side, for a message; None for code of other layers.

        Helpers count where their module is one of routers. What a layer below offers as a dependency stays its own.
        """
        layer = self._project.layers.name_of(function.module)
        if layer in _BELOW:
            return None
        part = self._project.web_side(function)
        if part is not None:
            return None if part in ("middleware", "exception handler") else part
        if (owner := function.owner) is not None:
            is_controller = any(self._project.routes_of(each) for each in owner.methods())
            return "method of a controller" if is_controller else None
        outer = function.enclosing
        if layer == "router" or (outer is not None and self.web_part(outer) is not None):
            return "function of the web side"
        return None

    def is_health(self, function: Function) -> bool:
        """Whether it, or the function around it, answers whether the service is alive or ready."""
        paths = [route.path or "" for route in self._project.routes_of(function)]
        words = [function.name, function.module.name.rpartition(".")[2], *paths]
        if any(_HEALTH.search(word.lower()) for word in words):
            return True
        return function.enclosing is not None and self.is_health(function.enclosing)

    def web_uses(self, function: Function) -> list[Use]:
        """What a web-side function does with the database that no web-side function should.

        A provider of sessions opens, commits and rolls back by trade, and so may any dependency; to build a statement
        and hand it on is no use of the database.
        """
        sessions = self._project.sessions
        if sessions.is_provider(function):
            return []
        kinds = {"query", "write"}
        if self._project.web_side(function) != "dependency":
            kinds |= {"open", "transaction"}
        return [use for use in sessions.uses(function) if use.doing in kinds and not use.is_maintenance]

    def entry_calls(self, function: Function) -> list[RepositoryCall]:
        """The calls by which an entry point reaches a repository that is called one; helpers that query are none."""
        return [each for each in self.repository_calls(function) if self._is_called_one(each.definition)]

    def entry_uses(self, function: Function, *, is_script: bool) -> list[Use]:
        """What an entry point asks or tells the database itself; a script's plain connection is for administration."""
        return [
            use
            for use in self.queries(function)
            if use.doing != "statement"
            and not (is_script and use.kind is not None and use.kind.what == "connection")
            and not (is_script and self._replays.runs_file(use.call))
        ]

    @cached_property
    def services(self) -> frozenset[Module]:
        """The modules of the service layer that work with data: they call or import repositories or use sessions.

        Functions that only look something up, to answer whether it is so, keep no rules of the data.
        """
        return frozenset(
            module
            for module in self._project.layers.in_layer("service")
            if (self._imports_repository(module) or any(self._works_with_data(each) for each in module.all_functions))
            and not self._only_checks(module)
        )

    def _works_with_data(self, function: Function) -> bool:
        return bool(self.repository_calls(function)) or bool(self._project.sessions.uses(function))

    def _only_checks(self, module: Module) -> bool:
        """Whether all that a module does with data is to look things up, in functions of no class."""
        working = [each for each in module.all_functions if self._works_with_data(each)]
        return bool(working) and not module.all_classes and all(self._checks(each) for each in working)

    def _checks(self, function: Function) -> bool:
        """Whether a function reads by repositories that it was given, and returns a bool or nothing."""
        if self._project.sessions.uses(function):
            return False
        match function.facts.returns:
            case facts.Constant(kind="None") | facts.Name(id="bool"):
                pass
            case _:
                return False
        return all(self._reads_given(each, function) for each in self.repository_calls(function))

    def _reads_given(self, call: RepositoryCall, function: Function) -> bool:
        func = call.call.expr.func
        if not isinstance(func, facts.Attribute) or not isinstance(func.value, facts.Name):
            return False
        given = {each.name for each in function.facts.parameters}
        return func.value.id in given and _READING.match(func.attr) is not None

    def _imports_repository(self, module: Module) -> bool:
        layers = self._project.layers
        targets = {edge.target for edge in self._project.imports.of(module) if edge.target is not None}
        return any(layers.name_of(each) == "repository" and not layers.only_behaves(each) for each in targets)

    def is_served(self, call: RepositoryCall) -> bool:
        """Whether a service is known to call the same repository, or the port that it keeps."""
        bases = self._project.mro(call.definition) if isinstance(call.definition, Class) else ()
        ports = {each.symbol for each in bases if isinstance(each, Class) and self._project.layers.is_port(each)}
        return not self._served.isdisjoint({call.repository, *ports})

    @cached_property
    def _served(self) -> frozenset[str]:
        """The repositories that services call, by their names."""
        functions = (each for module in self.services for each in module.all_functions)
        return frozenset(call.repository for each in functions for call in self.repository_calls(each))

    @cached_property
    def has_services(self) -> bool:
        """Whether a service layer stands between the web side and the data.

        Of the web-side modules that work with data, at least one in eight imports a service that does; services that
        mail, log or run in the background are no such layer.
        """
        asking: set[Module] = set()
        others: set[Module] = set()
        for module in self._project.layers.in_layer(*_WEB):
            if any(edge.target in self.services for edge in self._project.imports.of(module)):
                asking.add(module)
            elif self._imports_repository(module) or any(self.touches(function) for function in module.all_functions):
                others.add(module)
        return bool(asking) and len(asking) * 8 >= len(asking | others)

    @cached_property
    def has_repositories(self) -> bool:
        """Whether services have repositories to ask: some do, and no more than twice as many query by themselves.

        Modules that are called nothing of the kind, and only query, are no such layer.
        """
        asking = querying = 0
        for module in self._project.layers.in_layer("service"):
            calls = (call for each in module.all_functions for call in self.repository_calls(each))
            asking += any(self._is_called_one(call.definition) for call in calls)
            querying += any(self.queries(each) for each in module.all_functions)
        return asking > 0 and asking * 2 >= querying

    def _is_called_one(self, definition: Class | Module | None) -> bool:
        if isinstance(definition, Class):
            return True
        return definition is None or not self._project.layers.only_behaves(definition)
