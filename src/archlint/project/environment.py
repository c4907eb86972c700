"""Where the environment of the process is read, and who may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.bindings import Assigned
from archlint.project.expressions import argument, children, dotted
from archlint.project.inference import Scope
from archlint.project.modules import Module
from archlint.project.statements import evaluated, statements

if TYPE_CHECKING:
    from archlint.project.project import Project

_MAPPINGS = frozenset({"os.environ", "os.environb"})
_GETTERS = frozenset(
    {
        "os.getenv",
        "os.getenvb",
        "os.environ.get",
        "os.environb.get",
        "os.environ.__getitem__",
        "os.environb.__getitem__",
    }
)
_LOADERS = frozenset({"dotenv.load_dotenv", "dotenv.main.load_dotenv"})
_WORDS = frozenset({"environ", "environb", "getenv", "getenvb", "load_dotenv"})
_OWN_LAYERS = frozenset({"migration", "settings", "test"})
_OTHER_LAYERS = frozenset({"dependency", "middleware", "repository", "router", "service", "task"})
_SETTINGS_WORDS = frozenset(
    {"conf", "config", "configs", "configuration", "env", "environment", "envs", "setting", "settings"}
)
_OUTSIDE_FOLDERS = frozenset({".ci", ".github", "alembic", "bin", "ci", "docs", "migrations", "script", "scripts"})
_BUILD_FILES = frozenset({"fabfile.py", "hatch_build.py", "noxfile.py", "setup.py"})
_BETWEEN_WORDS = re.compile(r"[._-]+")


@dataclass(frozen=True, slots=True, eq=False)
class EnvironmentRead:
    """An expression that reads one variable, or loads a file of them."""

    expr: facts.Expr
    scope: Scope
    how: str
    """The dotted name of what reads, e.g. "os.getenv"."""
    variable: str | None
    """The variable, where the source spells it out."""
    place: Place

    @property
    def loads(self) -> bool:
        """Whether it brings a file into the environment."""
        return self.how in _LOADERS


class Environment:
    """Finds the reads; writing variables and handing all of them on, e.g. to a child process, are none."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def may_read(self, module: Module) -> bool:
        """Whether a file holds settings, or is no part of the running service: a script, a migration, a build file."""
        layer = self._project.layers.name_of(module)
        roles = {self._project.layers.contents.role(each) for each in module.all_classes}
        if layer in _OWN_LAYERS or "settings" in roles:
            return True
        *folders, name = module.path.split("/")
        if name in _BUILD_FILES or not _OUTSIDE_FOLDERS.isdisjoint(folders):
            return True
        if layer in _OTHER_LAYERS:
            return False
        stem = _BETWEEN_WORDS.split(name.lower().removesuffix(".py"))
        return not _SETTINGS_WORDS.isdisjoint((stem[0], stem[-1], *folders[-1:]))

    def reads(self, module: Module) -> Iterator[EnvironmentRead]:
        """Every read that a file's source holds."""
        words = self._words(module)
        if not words:
            return
        for expr, scope in self._expressions(module, words):
            yield from self._within(expr, scope, module)

    def _words(self, module: Module) -> set[str]:
        """The names that a read in this file must use."""
        imported = [each.name or each.module for each in module.facts.imports]
        if not any(name in _WORDS or name in ("os", "dotenv", "*") for name in imported):
            return set()
        words = _WORDS | {each.alias for each in module.facts.imports if each.alias and each.name in _WORDS}
        for name, bindings in self._project.flow(module).bound.items():
            if any(_names_one(each.value) for each in bindings if isinstance(each, Assigned)):
                words |= {name}
        return set(words)

    def _expressions(self, module: Module, words: set[str]) -> Iterator[tuple[facts.Expr, Scope]]:
        is_entry = self._project.layers.name_of(module) == "composition"
        for outer in module.facts.top:
            if not is_entry and _is_main_guard(outer):
                continue  # a manual run of a file that the service imports
            for stmt in statements((outer,)):
                yield from ((expr, module) for expr in evaluated(stmt))
        for cls in module.all_classes:
            for stmt in statements(cls.facts.body):
                yield from ((expr, cls) for expr in evaluated(stmt))
        for function in module.all_functions:
            if words.isdisjoint(function.facts.mentions):
                continue
            around = self._project.inference.around(function)
            yield from ((expr, around) for expr in function.facts.decorators)
            yield from ((each.default, around) for each in function.facts.parameters if each.default is not None)
            for stmt in statements(function.body):
                yield from ((expr, function) for expr in evaluated(stmt))

    def _within(self, expr: facts.Expr, scope: Scope, module: Module) -> Iterator[EnvironmentRead]:
        pending = [expr]
        while pending:
            current = pending.pop()
            pending.extend(reversed(_inner(current)))
            read = self._read(current, scope)
            if read is not None:
                how, key = read
                variable = key.value if isinstance(key, facts.String) else None
                yield EnvironmentRead(current, scope, how, variable, module.place(current))

    def _read(self, expr: facts.Expr, scope: Scope) -> tuple[str, facts.Expr | None] | None:
        match expr:
            case facts.Call(func=func):
                name = self._project.name_of(func, scope)
                if name in _LOADERS or name in _GETTERS:
                    return name, argument(expr, "key", 0)
            case facts.Subscript(value=value, items=(key,)):
                if (name := self._project.name_of(value, scope)) in _MAPPINGS:
                    return name, key
            case facts.Operator(ops=("in" | "not in",), operands=(key, of)):
                if (name := self._project.name_of(of, scope)) in _MAPPINGS:
                    return name, key
        return None


def _inner(expr: facts.Expr) -> tuple[facts.Expr, ...]:
    """What to look at inside an expression: not the environment made for a child process."""
    if isinstance(expr, facts.Call):
        named = (each.value for each in expr.keywords if each.name != "env")
        return (expr.func, *expr.args, *named)
    return children(expr)


def _is_main_guard(stmt: facts.Stmt) -> bool:
    """Whether a statement is `if __name__ == "__main__":`."""
    match stmt:
        case facts.If(branches=(facts.Branch(test=facts.Operator(ops=("==",), operands=operands)), *_)):
            return any(isinstance(each, facts.Name) and each.id == "__name__" for each in operands)
        case _:
            return False


def _names_one(value: facts.Expr | None) -> bool:
    name = None if value is None else dotted(value)
    return name is not None and name.rpartition(".")[2] in _WORDS
