"""Where the environment of the process is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.expressions import argument, children, dotted, walk
from archlint.project.code.modules import Module
from archlint.project.code.statements import evaluated, statements
from archlint.project.flow.bindings import Assigned
from archlint.project.inference.inference import Scope
from archlint.project.inference.values import Literal
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

_MAPPINGS = frozenset({"os.environ", "os.environb"})
_GETTERS = frozenset(
    {"os.getenv", "os.getenvb"} | {f"{each}.{how}" for each in _MAPPINGS for how in ("get", "__getitem__")}
)
_SETTERS = frozenset({"os.putenv"} | {f"{each}.{how}" for each in _MAPPINGS for how in ("setdefault", "pop")})
_LOADERS = frozenset({"dotenv.load_dotenv", "dotenv.main.load_dotenv"})
_WORDS = frozenset({"environ", "environb", "getenv", "getenvb", "load_dotenv"})
_PLATFORM = frozenset(
    {
        "APPDATA",
        "COLUMNS",
        "COMP_CWORD",
        "COMP_WORDS",
        "COMPUTERNAME",
        "COMSPEC",
        "DISPLAY",
        "EDITOR",
        "FORCE_COLOR",
        "HOME",
        "HOSTNAME",
        "LANG",
        "LINES",
        "LOCALAPPDATA",
        "LOGNAME",
        "NO_COLOR",
        "PATH",
        "PROGRAMDATA",
        "PROGRAMFILES",
        "PWD",
        "PYTHONPATH",
        "SHELL",
        "SYSTEMROOT",
        "TEMP",
        "TERM",
        "TMP",
        "TMPDIR",
        "USER",
        "USERNAME",
        "USERPROFILE",
        "VIRTUAL_ENV",
        "VISUAL",
        "WINDIR",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    }
)
"""What the operating system or the shell tells of itself: no settings of a service."""


class EnvironmentRead(Record, frozen=True, eq=False):
    """An expression that reads one variable, or loads a file of them."""

    expr: facts.Expr
    scope: Scope
    how: str
    """The dotted name of what reads, e.g. "os.getenv"."""
    variable: str | None
    """The variable, where the source tells it."""
    place: Place

    @property
    def loads(self) -> bool:
        """Whether it brings a file into the environment."""
        return self.how in _LOADERS


class Environment:
    """Finds the reads.

    Writing a variable is none, nor looking at one that is written nearby; nor handing all of them on, e.g. to a child
    process; nor asking for what the platform tells of itself.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def reads(self, module: Module) -> Iterator[EnvironmentRead]:
        """Every read that a file's source holds."""
        words = self._words(module)
        if not words:
            return
        for block, scope in self._blocks(module, words):
            written = self._written(block, scope)
            for stmt in statements(block):
                for expr in evaluated(stmt):
                    yield from self._within(expr, scope, module, written)
        for function in module.mentioning(words):
            around = self._project.inference.around(function)
            defaults = (each.default for each in function.facts.parameters if each.default is not None)
            for expr in (*function.facts.decorators, *defaults):
                yield from self._within(expr, around, module, frozenset())

    def _words(self, module: Module) -> frozenset[str]:
        """The names that a read in this file must use."""
        imported = [each.name or each.module for each in module.facts.imports]
        if not any(name in _WORDS or name in ("os", "dotenv", "*") for name in imported):
            return frozenset()
        aliases = {each.alias for each in module.facts.imports if each.alias and each.name in _WORDS}
        for name, bindings in self._project.flow(module).bound.items():
            if any(_names_one(each.value) for each in bindings if isinstance(each, Assigned)):
                aliases.add(name)
        return _WORDS | aliases

    def _blocks(self, module: Module, words: frozenset[str]) -> Iterator[tuple[facts.Block, Scope]]:
        is_entry = self._project.layers.name_of(module) == "composition"
        yield tuple(each for each in module.facts.top if is_entry or not _is_main_guard(each)), module
        yield from ((cls.facts.body, cls) for cls in module.all_classes)
        for function in module.mentioning(words):
            yield function.body, function

    def _written(self, block: facts.Block, scope: Scope) -> frozenset[str | None]:
        """The variables that a block itself sets or deletes."""
        found: set[str | None] = set()
        for stmt in statements(block):
            if isinstance(stmt, (facts.Assign, facts.Delete)):
                for target in stmt.targets:
                    if isinstance(target, facts.Subscript) and self._project.name_of(target.value, scope) in _MAPPINGS:
                        found |= {_key(each) for each in target.items}
            for expr in (each for top in evaluated(stmt) for each in walk(top)):
                if isinstance(expr, facts.Call) and expr.args and self._project.name_of(expr.func, scope) in _SETTERS:
                    found.add(_key(expr.args[0]))
        return frozenset(found - {None})

    def _within(
        self, expr: facts.Expr, scope: Scope, module: Module, written: frozenset[str | None]
    ) -> Iterator[EnvironmentRead]:
        pending = [expr]
        while pending:
            current = pending.pop()
            pending.extend(reversed(_inner(current)))
            read = self._read(current, scope)
            if read is None:
                continue
            how, key = read
            variable = None if key is None else self._text(key, scope)
            if variable not in _PLATFORM and (key is None or _key(key) not in written):
                yield EnvironmentRead(current, scope, how, variable, module.place(current))

    def _text(self, key: facts.Expr, scope: Scope) -> str | None:
        value = self._project.infer(key, scope)
        return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None

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


def _key(expr: facts.Expr) -> str | None:
    """What tells a variable from others: its name in quotes, or the name that holds it."""
    return repr(expr.value) if isinstance(expr, facts.String) else dotted(expr)


def _inner(expr: facts.Expr) -> tuple[facts.Expr, ...]:
    """What to look at inside an expression: not the environment made for a child process."""
    if isinstance(expr, facts.Call):
        named = (each.value for each in expr.keywords if each.name != "env")
        return (expr.func, *expr.args, *named)
    return children(expr)


def _is_main_guard(stmt: facts.Stmt) -> bool:
    """Whether a statement is `if __name__ == "__main__":`, a manual run of a file that the service imports."""
    match stmt:
        case facts.If(branches=(facts.Branch(test=facts.Operator(ops=("==",), operands=operands)), *_)):
            return any(isinstance(each, facts.Name) and each.id == "__name__" for each in operands)
        case _:
            return False


def _names_one(value: facts.Expr | None) -> bool:
    name = None if value is None else dotted(value)
    return name is not None and name.rpartition(".")[2] in _WORDS
