"""What the definitions in a file say about its layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import last_word, uncalled
from archlint.project.code.modules import Class, Function, Module
from archlint.project.inference.values import Instance
from archlint.project.layers import evidence
from archlint.project.layers.evidence import Evidence
from archlint.project.memory import memory, remembered_between_runs

if TYPE_CHECKING:
    from archlint.project.project import Project

ORM_BASES: frozenset[str] = frozenset(
    {
        "beanie.Document",
        "django.db.models.Model",
        "mongoengine.Document",
        "odmantic.Model",
        "ormar.Model",
        "peewee.Model",
        "piccolo.table.Table",
        "sqlalchemy.ext.automap.automap_base()",
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.MappedAsDataclass",
        "sqlalchemy.orm.declarative_base()",
        "sqlalchemy.orm.registry.generate_base()",
        "tortoise.models.Model",
    }
)
SCHEMA_BASES: frozenset[str] = frozenset(
    {
        "fastapi_users.schemas.BaseUser",
        "fastapi_users.schemas.BaseUserCreate",
        "fastapi_users.schemas.BaseUserUpdate",
        "pydantic.BaseModel",
        "pydantic.RootModel",
        "pydantic.generics.GenericModel",
        "pydantic.v1.BaseModel",
        "sqlmodel.SQLModel",
    }
)
SETTINGS_BASES: frozenset[str] = frozenset(
    {"pydantic.BaseSettings", "pydantic.v1.BaseSettings", "pydantic_settings.BaseSettings"}
)
MIDDLEWARE_BASES: frozenset[str] = frozenset({"starlette.middleware.base.BaseHTTPMiddleware"})
ROUTER_BASES: frozenset[str] = frozenset({"fastapi.APIRouter"})
WIRING_BASES: frozenset[str] = frozenset(
    {"dependency_injector.containers.DeclarativeContainer", "dishka.Provider", "injector.Module"}
)
TASK_DECORATORS: frozenset[str] = frozenset({"actor", "periodic_task", "shared_task", "task"})
_HARMLESS_BASES = ("enum.", "builtins.", "typing.NamedTuple", "typing.TypedDict", "typing_extensions.TypedDict")
_TOLERATED = {"model": 2, "settings": 6, "schema": 1}
"""How many functions of no data class a file may hold for each class of a kind."""
_MAKERS: dict[str, tuple[str, str]] = {
    "fastapi.FastAPI": ("composition", "makes the application"),
    "fastapi.APIRouter": ("router", "makes an APIRouter"),
}
_ENGINES = frozenset({"engine", "sessionmaker", "pool", "database"})


class Contents:
    """Reads what modules hold; `strong` evidence beats their names, `weak` speaks where names are silent."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._roles: dict[Class, str] = memory()

    def strong(self, module: Module) -> list[Evidence]:
        """Evidence for a layer whatever the module is called, the most telling first."""
        if self._project.inference.bound("down_revision", module):
            return [Evidence("migration", "content", "it is a revision of Alembic's")]
        found = list(self._made(module))
        routes = [
            route
            for route in self._project.routes.declared_in(module)
            if not (route.is_plain and route.on_app)  # pages that an application is given
        ]
        if routes:
            plural = "s" if len(routes) > 1 else ""
            found.append(Evidence("router", "content", f"it declares {len(routes)} route{plural}", routes[0].place))
        found.extend(self._defined(module))
        return found

    def makes_application(self, module: Module) -> Place | None:
        """Where a module makes an application; None for the others."""
        return next((each.place for each in self._made(module) if each.layer == "composition"), None)

    @remembered_between_runs
    def _made(self, module: Module) -> Iterable[Evidence]:
        words = {name.rpartition(".")[2] for name in _MAKERS}
        scopes: list[Module | Function] = [module, *module.mentioning(words)]
        for scope in scopes:
            for call in self._project.calls_in(scope):
                name = call.callee
                if isinstance(call.target, Class):
                    names = [each for each in self._project.mro(call.target) if isinstance(each, str)]
                    name = next((each for each in names if each in _MAKERS), "")
                if name in _MAKERS:
                    layer, sentence = _MAKERS[name]
                    yield Evidence(layer, "content", f"it {sentence}", call.place)

    def _defined(self, module: Module) -> Iterator[Evidence]:
        by_role: dict[str, list[Class]] = {}
        for each in module.all_classes:
            if not each.facts.scope and not self._is_harmless(each):
                by_role.setdefault(self.role(each), []).append(each)
        data = {each.qualname for role in ("model", "schema", "settings") for each in by_role.get(role, [])}
        others = [
            each for each in module.all_functions if each.facts.owner not in data and each.facts.scope not in data
        ]
        for role, noun in (("model", "ORM class"), ("settings", "settings class"), ("schema", "Pydantic model")):
            those = by_role.get(role, [])
            if those and len(others) <= _TOLERATED[role] * len(those) + len(data) - len(those):
                plural = ("es" if noun.endswith("s") else "s") if len(those) > 1 else ""
                yield Evidence(role, "content", f"it defines {len(those)} {noun}{plural}", those[0].place)
        tables = [each for each in self._project.calls_in(module) if each.callee == "sqlalchemy.Table"]
        if tables and len(others) <= _TOLERATED["model"] * len(tables):
            yield Evidence(
                "model", "content", f"it defines {len(tables)} table{'s' * (len(tables) > 1)}", tables[0].place
            )
        for cls in by_role.get("composition", [])[:1]:
            yield Evidence("composition", "content", f"`{cls.name}` wires the parts together", cls.place)

    def _is_harmless(self, cls: Class) -> bool:
        return any(isinstance(each, str) and each.startswith(_HARMLESS_BASES) for each in self._project.mro(cls))

    def role(self, cls: Class) -> str:
        """What a class is by its bases: "model", "schema", "settings", "middleware", "router", or ""."""
        known = self._roles.get(cls)
        if known is None:
            self._roles[cls] = known = self._role(cls)
        return known

    def _role(self, cls: Class) -> str:
        bases = {each for each in self._project.mro(cls) if isinstance(each, str)}
        if bases & ORM_BASES or self._is_table(cls) or self._is_mapped(cls):
            return "model"
        for role, names in (
            ("settings", SETTINGS_BASES),
            ("schema", SCHEMA_BASES),
            ("middleware", MIDDLEWARE_BASES),
            ("router", ROUTER_BASES),
            ("composition", WIRING_BASES),
        ):
            if bases & names:
                return role
        return ""

    def _is_table(self, cls: Class) -> bool:
        """An SQLModel with `table=True`."""
        return any(each.name == "table" for each in cls.facts.keywords)

    def _is_mapped(self, cls: Class) -> bool:
        if cls.field("__tablename__") is not None:
            return True
        names = (self._project.name_of(each, cls.module) for each in cls.facts.decorators)
        return any(name.endswith((".mapped", ".mapped_as_dataclass")) for name in names)

    def weak(self, module: Module) -> Iterator[Evidence]:
        """Evidence for a layer where the module's name tells none, the most telling first."""
        readings = (
            self._engines,
            self._tasks,
            self._commands,
            self._injected,
            self._queries,
            self._middleware,
            self._named,
        )
        return (each for reading in readings for each in reading(module))

    def _tasks(self, module: Module) -> Iterator[Evidence]:
        for function in module.all_functions:
            if self.is_task(function):
                yield Evidence("task", "behaviour", f"`{function.name}` is a task", function.place)
                return

    def is_task(self, function: Function) -> bool:
        """Whether a decorator makes it a task of a queue: Celery, Dramatiq, taskiq, and the project's own."""
        return any(
            name.rpartition(".")[2] in TASK_DECORATORS and not name.startswith("locust.")
            for name in self.decorators(function)
        )

    def is_command(self, function: Function) -> bool:
        """Whether a decorator makes it a command of the command line."""
        return any(
            name.startswith(("click.", "typer.")) and name.endswith((".command", ".group", ".callback"))
            for name in self.decorators(function)
        )

    def decorators(self, function: Function) -> Iterator[str]:
        """The names of a function's decorators, arguments left out; where unknown, the last word of the source."""
        for each in function.facts.decorators:
            func = uncalled(each)
            yield self._project.name_of(func, function.module) or last_word(func)

    def _commands(self, module: Module) -> Iterator[Evidence]:
        for function in module.all_functions:
            if self.is_command(function):
                yield Evidence("script", "behaviour", f"`{function.name}` is a command", function.place)
                return
        for stmt in module.facts.top:
            if isinstance(stmt, facts.If) and any(_asks_for_main(branch.test) for branch in stmt.branches):
                yield Evidence("script", "behaviour", "it is run as a script", module.place(stmt))
                return

    def _named(self, module: Module) -> Iterator[Evidence]:
        classes = [each for each in module.all_classes if not each.facts.scope and not self._is_harmless(each)]
        layers = {evidence.of_class_name(each.name) for each in classes}
        if len(layers) == 1 and (layer := layers.pop()):
            yield Evidence(layer, "behaviour", f"`{classes[0].name}` is called one", classes[0].place)

    def _injected(self, module: Module) -> Iterator[Evidence]:
        functions = [each for each in module.all_functions if each.enclosing is None and not each.name.startswith("_")]
        injected = [each for each in functions if self._project.is_dependency(each)]
        if len(injected) * 2 > len(functions) and self._project.imports.http(module):
            yield Evidence("dependency", "behaviour", f"`{injected[0].name}` is a dependency", injected[0].place)

    def is_injected(self, module: Module) -> bool:
        """Whether a module has to do with FastAPI's injection: it offers a dependency, or knows FastAPI."""
        if self._project.imports.http(module):
            return True
        return any(self._project.is_dependency(each) for each in module.all_functions)

    def _engines(self, module: Module) -> Iterator[Evidence]:
        for call in self._project.calls_in(module):
            made = self._project.infer(call.expr, module)
            kind = self._project.sessions.kind(made) if isinstance(made, Instance) else None
            if kind is not None and kind.what in _ENGINES:
                yield Evidence("database", "behaviour", f"it makes the database's {kind.what}", call.place)
                return

    def _queries(self, module: Module) -> Iterator[Evidence]:
        functions = [each for each in module.all_functions if not each.name.startswith("__") and each.enclosing is None]
        executing = [each for each in functions if self.executes(each)]
        if executing and len(executing) * 2 >= len(functions):
            first = executing[0]
            yield Evidence("repository", "behaviour", f"`{first.name}` executes queries on a session", first.place)

    def executes(self, function: Function) -> bool:
        """Whether a function runs queries on a session itself."""
        return any(use.doing in ("query", "write", "statement") for use in self._project.sessions.uses(function))

    def _middleware(self, module: Module) -> Iterator[Evidence]:
        for cls in module.all_classes:
            if self.role(cls) == "middleware":
                yield Evidence("middleware", "behaviour", f"`{cls.name}` is a middleware", cls.place)
                return


def _asks_for_main(test: facts.Expr) -> bool:
    """Whether it is `__name__ == "__main__"`."""
    return isinstance(test, facts.Operator) and any(
        isinstance(each, facts.Name) and each.id == "__name__" for each in test.operands
    )
