"""Which layer a module belongs to, which role a definition has, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.values import ModuleRef, PackageRef
from archlint.project.layers import evidence
from archlint.project.layers.content import Contents
from archlint.project.layers.evidence import Evidence
from archlint.project.layers.folders import Folders
from archlint.project.layers.placement import Placement
from archlint.project.layers.wiring import Wiring
from archlint.project.memory import memory
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project


class Layer(Record, frozen=True):
    """A module's layer, with what speaks for it.

    `name` is the configuration's own or one of composition, router, dependency, middleware, task, script, service,
    repository, model, database, schema, settings, port, migration, shared, test.
    """

    name: str
    evidence: tuple[Evidence, ...]

    @property
    def role(self) -> str:
        """The standard name: a configured layer "use-case" plays the role of "service"."""
        return evidence.meaning(self.name)


class Layers:
    """Layers of modules and roles of definitions; None and "" where the evidence is missing or contradicts itself."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.contents = Contents(project)
        self._placement = Placement(project.config)
        self._folders = Folders(project.modules, self.contents)
        self._wiring = Wiring(project)
        self._known: dict[Module, Layer | None] = memory()

    def of(self, module: Module) -> Layer | None:
        """The layer of a module; None where nothing, or nothing unambiguous, tells."""
        if module not in self._known:
            self._known[module] = self._told(module)
        return self._known[module]

    def signals(self, module: Module) -> tuple[Evidence, ...]:
        """All that speaks for some layer, the most trusted first, whether or not it decides."""
        placed = self._placement.of(module.path)
        named = evidence.by_name(module.path, self._folders.ignored) or self._folders.of_layout(module.path)
        told = ([placed] if placed else []) + self.contents.strong(module) + ([named] if named else [])
        return (*told, *self.contents.weak(module))

    def name_of(self, module: Module) -> str:
        """The standard name of a module's layer, "" without one."""
        layer = self.of(module)
        return "" if layer is None else layer.role

    def only_behaves(self, module: Module) -> bool:
        """Whether nothing but what its functions do puts a module into its layer."""
        layer = self.of(module)
        return layer is not None and all(each.kind == "behaviour" for each in layer.evidence)

    def in_layer(self, *names: str) -> list[Module]:
        """The modules of the layers named."""
        return [each for each in self._project.modules.values() if self.name_of(each) in names]

    def applications(self) -> list[Place]:
        """Where applications are made, in the order of paths."""
        return [place for module in self.in_layer("composition") if (place := self.contents.makes_application(module))]

    def _told(self, module: Module) -> Layer | None:
        if module.is_test:
            return Layer("test", (Evidence("test", "folder", "it belongs to the tests"),))
        if (placed := self._placement.of(module.path)) is not None:
            return Layer(placed.layer, (placed,))
        found = self._inferred(module)
        if found is None or self._placement.names(found.layer):
            return None  # the configuration says where the modules of that layer are
        return Layer(found.layer, (found,))

    def _inferred(self, module: Module) -> Evidence | None:
        named = evidence.by_name(module.path, self._folders.ignored)
        strong = self.contents.strong(module)
        if strong:
            return _decided(strong, named)
        if named is None:
            named = self._folders.of_layout(module.path)
        if named is None:
            return self._behaviour(module)
        return self._confirmed(named, module) if named.layer else None

    def _behaviour(self, module: Module) -> Evidence | None:
        """What the functions of a module without a telling name make of it."""
        weak = next(self.contents.weak(module), None)
        if weak is None or weak.layer not in ("repository", "service"):
            return weak
        web = {each.said.name for each in self._project.imports.http(module)} & _WEB_NAMES
        if web or any(self._project.is_dependency(each) for each in module.all_functions):
            return None  # half of the web side, half of the data's
        return weak if weak.layer == "service" or self._may_store(module) else None

    def _may_store(self, module: Module) -> bool:
        """Whether a module whose name tells nothing may be a repository: what calls services or serves HTTP is none."""
        if self._folders.is_web(module.path):
            return False
        for said in module.facts.imports:
            target = self._project.names.imported_module(said, module)
            paths = [target.module.path] if isinstance(target, ModuleRef) else []
            if isinstance(target, (ModuleRef, PackageRef)) and said.name is not None:
                inner = self._project.names.submodule(target, said.name)
                paths += [inner.module.path] if isinstance(inner, ModuleRef) else []
            told = (evidence.by_name(path, self._folders.ignored) for path in paths)
            if any(each is not None and each.layer in _ABOVE_REPOSITORIES for each in told):
                return False
        return True

    def _confirmed(self, named: Evidence, module: Module) -> Evidence | None:
        """What a name says, unless the content or the surroundings make it mean something else."""
        if named.kind == "folder" and named.layer in ("repository", "model", "settings"):
            engine = next((each for each in self.contents.weak(module) if each.layer == "database"), None)
            if engine is not None:
                return engine
        if named.word in ("repo", "repos") and not self._folders.holds_queries(module.path):
            return None  # somebody's repository of source code
        if named.layer in ("repository", "service") and self._wiring.is_all(module):
            return None  # it makes, or starts, what others use
        if named.layer in ("repository", "service") and self._is_abstract(module):
            return Evidence("port", "content", "all its classes are abstract")
        if named.layer == "task" and self._folders.has_task_model:
            return next((each for each in self.contents.weak(module) if each.layer == "task"), None)
        if named.layer == "dependency" and not self.contents.is_injected(module):
            return None  # what somebody depends on, but not by FastAPI
        if named.layer == "settings":
            first = next(self.contents.weak(module), None)
            is_stored = first is not None and first.layer == "repository"
            return first if is_stored else named  # settings that are kept in the database
        if named.layer == "model":
            if self._folders.holds_models(module.path):
                return named
            return next((each for each in self.contents.weak(module) if each.layer == "repository"), None)
        if named.layer == "service" and self._folders.is_infrastructure(module.path):
            return None
        return named

    def _is_abstract(self, module: Module) -> bool:
        classes = [each for each in module.all_classes if not each.facts.scope and each.methods()]
        if not classes or any(not each.facts.scope for each in module.all_functions):
            return False
        return all(self.is_port(each) for each in classes)

    def is_port(self, cls: Class) -> bool:
        """Whether a class is a Protocol, or every method that does something is abstract."""
        methods = [each for each in cls.methods() if not each.name.startswith("__")]
        return bool(methods) and all(self._project.subclasses.is_abstract(each) for each in methods)

    def has(self, name: str) -> bool:
        """Whether the project has a layer; services and repositories count only where they stand before the data."""
        if name == "service":
            return self._project.persistence.has_services
        if name == "repository":
            return self._project.persistence.has_repositories
        return bool(self.in_layer(name))

    def of_class(self, cls: Class) -> str:
        """The role of a class: by its bases, its name, then its module; "" when unknown."""
        if role := self.contents.role(cls):
            return role
        if any(isinstance(each, str) and each.startswith(_NO_ROLE) for each in self._project.mro(cls)):
            return ""
        return self.role_by_name(cls) or self.name_of(cls.module)

    def role_by_name(self, cls: Class) -> str:
        """The role that a class's name says; "" for none."""
        return evidence.of_class_name(cls.name)

    def of_function(self, function: Function) -> str:
        """The role of a function: what it is for FastAPI or a queue, then its class's or module's; "" when unknown."""
        if self._project.web_side(function):
            return "router"
        if self.contents.is_task(function):
            return "task"
        if (owner := function.owner) is not None:
            return self.of_class(owner)
        outer = function.enclosing
        return self.name_of(function.module) if outer is None else self.of_function(outer)


_WEB_NAMES = frozenset({"APIRouter", "Depends", "Request", "Response", "Security", "WebSocket"})
_NO_ROLE = ("builtins.", "enum.", "typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict")
_ABOVE_REPOSITORIES = frozenset({"composition", "dependency", "router", "service", "task"})
_PRECEDENCE = ("migration", "composition", "router", "model", "settings", "schema")


def _decided(strong: list[Evidence], named: Evidence | None) -> Evidence | None:
    """The strongest content; routes beside ORM classes decide nothing, unless the name does."""
    layers = {each.layer for each in strong}
    if layers == {"schema"} and named is not None and named.layer == "settings" and named.kind != "folder":
        return named
    if named is not None and named.layer == "composition" and "router" not in layers:
        return named
    if {"router", "model"} <= layers and "composition" not in layers:
        return next((each for each in strong if named is not None and each.layer == named.layer), None)
    return min(strong, key=lambda each: _PRECEDENCE.index(each.layer))
