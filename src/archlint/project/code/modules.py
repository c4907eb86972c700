"""Files linked into modules, and the definitions in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from re import Pattern

from msgspec import Struct

from archlint import facts as said
from archlint.findings import Place
from archlint.project.memory import is_watched, read_bodies, read_offsets, read_words
from archlint.records import Kind

_TEST_FOLDERS = frozenset({"test", "tests", "__tests__"})


def is_test(path: str) -> bool:
    """Whether a file belongs to the tests: by its folders or its name."""
    *folders, name = path.split("/")
    stem = name.removesuffix(".py")
    return (
        not _TEST_FOLDERS.isdisjoint(folders)
        or stem.startswith("test_")
        or stem.endswith("_test")
        or stem in ("conftest", "tests")
    )


class Module:
    """A file with its dotted import name; `bodies` are those that are decoded already."""

    def __init__(
        self,
        path: str,
        name: str,
        is_package: bool,
        facts: said.Module,
        bodies: dict[said.Function, said.Block],
    ) -> None:
        self.path = path
        self.name = name
        self.is_package = is_package
        self.itself = facts
        """The facts, for those who note themselves what they read of them."""
        self._bodies = bodies
        self._all_functions: list[Function] = []
        self._all_classes: list[Class] = []
        self.relink()

    def relink(self) -> None:
        """Make what the facts define; what was made of the same facts before stays."""
        functions = {each.facts: each for each in self._all_functions}
        classes = {each.facts: each for each in self._all_classes}
        self._all_functions = []
        for index, function in enumerate(self.itself.functions):
            linked = functions.get(function)
            if linked is None:
                linked = Function(self, function, index, None if is_watched() else self._bodies.get(function))
            linked.index = index
            self._all_functions.append(linked)
        self._all_classes = [classes.get(each) or Class(self, each) for each in self.itself.classes]
        self._nested: dict[Function, list[Function]] | None = None
        self._functions = {each.qualname: each for each in self._all_functions}
        self._classes = {each.qualname: each for each in self._all_classes}

    def __repr__(self) -> str:
        return f"<module {self.name}>"

    @property
    def facts(self) -> said.Module:
        return self.itself

    @property
    def functions(self) -> Mapping[str, Function]:
        """By qualname; of several with the same one, the last."""
        return self._functions

    @property
    def classes(self) -> Mapping[str, Class]:
        """By qualname; of several with the same one, the last."""
        return self._classes

    @property
    def all_functions(self) -> list[Function]:
        """Every function of the file in source order, methods and nested ones included."""
        return self._all_functions

    @property
    def all_classes(self) -> list[Class]:
        return self._all_classes

    def mentioning(self, words: AbstractSet[str]) -> list[Function]:
        """The functions that mention one of some identifiers, in source order."""
        read_words(words)
        return [each for each in self._all_functions if not words.isdisjoint(each.facts.mentions)]

    def nested_in(self, function: Function) -> list[Function]:
        """The functions that are nested in one of the file's."""
        if self._nested is None:
            self._nested = {}
            for each in self._all_functions:
                if (outer := each.enclosing) is not None:
                    self._nested.setdefault(outer, []).append(each)
        return self._nested.get(function, [])

    @property
    def exports(self) -> tuple[str, ...] | None:
        """The names in `__all__`, where it is a literal."""
        return self.itself.exports

    def import_at(self, index: int) -> said.Import:
        """What a binding imports, by its index."""
        return self.itself.imports[index]

    def function_at(self, index: int) -> Function:
        """The function that a binding defines, by its index."""
        return self._all_functions[index]

    def class_at(self, index: int) -> Class:
        """The class that a binding defines, by its index."""
        return self._all_classes[index]

    def importing(self, name: str) -> Iterator[said.Import]:
        """The `from` imports at its top level that may bind a name; star imports are among them."""
        return (each for each in self._of_names if each.bound == name or each.name == "*")

    def starred(self) -> Iterator[said.Import]:
        """The star imports at its top level."""
        return (each for each in self._of_names if each.name == "*")

    @property
    def _of_names(self) -> Iterator[said.Import]:
        return (each for each in self.itself.imports if not each.scope and each.name is not None)

    @cached_property
    def is_test(self) -> bool:
        return is_test(self.path)

    @cached_property
    def package(self) -> str:
        """The dotted name that relative imports of level 1 start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    @property
    def line_count(self) -> int:
        """How many lines it has."""
        read_offsets(self)
        return len(self.itself.line_starts)

    def body_of(self, function: Function) -> said.Block:
        """What a function of the file consists of, decoded once."""
        read_bodies(self)
        known = self._bodies.get(function.facts)
        if known is None:
            known = self._bodies[function.facts] = said.block(function.facts)
        return known

    def place(self, at: said.Located) -> Place:
        """The place of a fact."""
        return self.place_of(at.start, at.end)

    def place_of(self, start: int, end: int) -> Place:
        """The place of a stretch of code points."""
        line, column = self.position(start)
        end_line, end_column = self.position(max(start, end))
        return Place(self.path, line, column, end_line, end_column)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1."""
        read_offsets(self)
        starts = self.itself.line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1


class Function(Struct, metaclass=Kind, eq=False):
    """A function, method or nested function of a module."""

    module: Module
    facts: said.Function
    index: int
    _body: said.Block | None = None

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def qualname(self) -> str:
        return self.facts.qualname

    @property
    def symbol(self) -> str:
        """Its dotted name from the import root, e.g. "app.api.users.create_user"."""
        return f"{self.module.name}.{self.facts.qualname}"

    @property
    def is_async(self) -> bool:
        return self.facts.is_async

    @property
    def place(self) -> Place:
        """Where its name stands."""
        return self.module.place(self.facts)

    @property
    def body(self) -> said.Block:
        if self._body is None:
            body = self.module.body_of(self)
            if is_watched():  # and is to be told whenever it is read
                return body
            self._body = body
        return self._body

    @property
    def words(self) -> tuple[str, ...]:
        """All identifiers in its decorators, signature and body, sorted, nested definitions excluded."""
        read_bodies(self.module)
        return self.facts.mentions

    def mentions(self, word: str) -> bool:
        """Whether an identifier is among its words."""
        read_words(word)
        words = self.facts.mentions
        at = bisect_left(words, word)
        return at < len(words) and words[at] == word

    def mentions_any(self, words: AbstractSet[str]) -> bool:
        """Whether one of some identifiers is."""
        read_words(words)
        return not words.isdisjoint(self.facts.mentions)

    def mentioned(self, words: AbstractSet[str]) -> set[str]:
        """Which of some identifiers are."""
        read_words(words)
        return {each for each in self.facts.mentions if each in words}

    def mentions_like(self, pattern: Pattern[str]) -> bool:
        """Whether one that a pattern is found in is."""
        read_words(pattern)
        return any(pattern.search(each) for each in self.facts.mentions)

    @property
    def owner(self) -> Class | None:
        """The class whose method it is."""
        return self.module.classes.get(self.facts.owner) if self.facts.owner else None

    @property
    def enclosing(self) -> Function | None:
        """The function it is nested in."""
        return self.module.functions.get(self.facts.scope) if self.facts.scope and not self.facts.owner else None

    def parameter(self, name: str) -> said.Parameter | None:
        return next((each for each in self.facts.parameters if each.name == name), None)

    def __repr__(self) -> str:
        return f"<function {self.symbol}>"


class Class(Struct, metaclass=Kind, eq=False):
    """A class of a module."""

    module: Module
    facts: said.Class

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def qualname(self) -> str:
        return self.facts.qualname

    @property
    def symbol(self) -> str:
        return f"{self.module.name}.{self.facts.qualname}"

    @property
    def place(self) -> Place:
        return self.module.place(self.facts)

    def method(self, name: str) -> Function | None:
        """The method that the class itself defines under this name."""
        return self.module.functions.get(f"{self.facts.qualname}.{name}")

    def methods(self) -> list[Function]:
        functions = self.module.all_functions
        return [functions[index] for index in self.facts.methods]

    def field(self, name: str) -> said.Field | None:
        return next((each for each in reversed(self.facts.fields) if each.name == name), None)

    def __repr__(self) -> str:
        return f"<class {self.symbol}>"
