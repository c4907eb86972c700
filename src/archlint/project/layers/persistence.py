"""Who touches stored data: calls of repositories, and queries of a function's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from archlint import facts
from archlint.project.code.modules import Class, Function, Module
from archlint.project.layers.replays import Replays
from archlint.project.layers.repositories import RepositoryCall
from archlint.project.memory import remembered, remembered_between_runs
from archlint.project.storage.sessions import Use

if TYPE_CHECKING:
    from archlint.project.project import Project

_BELOW = frozenset({"database", "migration", "model", "repository", "schema", "service", "settings", "task"})
_HEALTH = re.compile(
    r"(^|[/_.-])(health\w*|live|livez|liveness|ready|readyz|readiness|heartbeat|ping|status)($|[/_.-])"
)
_READING = re.compile(r"(by|check|count|exists?|fetch|find|get|has|is|list|load|read)(_|$)")
_WEB = ("router", "dependency", "composition")


class Persistence:
    """Answers where data is reached, and whether a project has layers for it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._replays = Replays(project)

    def asks(self, function: Function) -> bool:
        """Whether a function reaches the database, itself or by what it calls; repositories count as reaching it."""
        return self._project.data_access.reaches(function) or bool(self._project.repositories.calls(function))

    def queries(self, scope: Function | Module) -> list[Use]:
        """What a body asks or tells the database itself."""
        uses = (each for each in self._project.sessions.uses(scope) if not each.is_maintenance)
        return [use for use in uses if use.doing in ("query", "write", "statement")]

    def touches(self, scope: Function | Module) -> bool:
        """Whether a body calls a repository or queries by itself."""
        return bool(self._project.repositories.calls(scope)) or bool(self.queries(scope))

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
            return "method of a controller" if owner in self._controllers else None
        outer = function.enclosing
        if layer == "router" or (outer is not None and self.web_part(outer) is not None):
            return "function of the web side"
        return None

    @remembered
    def _controllers(self) -> frozenset[Class]:
        """The classes with methods that handle routes."""
        handlers = (each.handler for each in self._project.routes)
        return frozenset(each.owner for each in handlers if each is not None and each.owner is not None)

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
        return [
            each
            for each in self._project.repositories.calls(function)
            if self._project.repositories.is_called_one(each.definition)
        ]

    def entry_uses(self, function: Function, *, is_script: bool) -> list[Use]:
        """What an entry point asks or tells the database itself; a script's plain connection is for administration."""
        return [
            use
            for use in self.queries(function)
            if use.doing != "statement"
            and not (is_script and use.kind is not None and use.kind.what == "connection")
            and not (is_script and self._replays.runs_file(use.call))
        ]

    @remembered
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
        return bool(self._project.repositories.calls(function)) or bool(self._project.sessions.uses(function))

    def _only_checks(self, module: Module) -> bool:
        """Whether all that a module does with data is to look things up, in functions of no class."""
        if module.all_classes:
            return False
        working = [each for each in module.all_functions if self._works_with_data(each)]
        return bool(working) and all(self._checks(each) for each in working)

    def _checks(self, function: Function) -> bool:
        """Whether a function reads by repositories that it was given, and returns a bool or nothing."""
        if self._project.sessions.uses(function):
            return False
        match function.facts.returns:
            case facts.Constant(kind="None") | facts.Name(id="bool"):
                pass
            case _:
                return False
        return all(self._reads_given(each, function) for each in self._project.repositories.calls(function))

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

    @remembered
    def _served(self) -> frozenset[str]:
        """The repositories that services call, by their names."""
        functions = (each for module in self.services for each in module.all_functions)
        return frozenset(call.repository for each in functions for call in self._project.repositories.calls(each))

    @remembered
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

    @remembered
    def has_repositories(self) -> bool:
        """Whether services have repositories to ask: some do, and no more than twice as many query by themselves.

        Modules that are called nothing of the kind, and only query, are no such layer.
        """
        ways = Counter(way for module in self._project.layers.in_layer("service") for way in self._ways_of(module))
        return ways["asks"] > 0 and ways["asks"] * 2 >= ways["queries"]

    @remembered_between_runs
    def _ways_of(self, module: Module) -> Iterable[Literal["asks", "queries"]]:
        """How the functions of a file get at data."""
        calls = (call for each in module.all_functions for call in self._project.repositories.calls(each))
        if any(self._project.repositories.is_called_one(call.definition) for call in calls):
            yield "asks"
        if any(self.queries(each) for each in module.all_functions):
            yield "queries"
