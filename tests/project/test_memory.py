"""What outlives a run is forgotten when what it was told from changes, and only then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest

from archlint import facts
from archlint.extract import extract
from archlint.project import Function, Module
from archlint.project.flow.relinking import relink
from archlint.project.inference.inference import Inference
from archlint.project.inference.values import ModuleRef
from archlint.project.memory import (
    Part,
    Trace,
    atom_of_name,
    memory,
    remembered,
    remembered_between_runs,
    remembered_by_file,
    remembered_of_each,
    watch,
)
from archlint.project.memory.sameness import same
from services import function, project_of

_LIKE_X = re.compile("^x")
MODULE = """\
import os


def f(): ...


class C:
    def m(self): ...


f
"""


@pytest.fixture
def trace() -> Iterator[Trace]:
    found = Trace()
    watch(found)
    yield found
    watch(None)


class Room:
    """Lengths of words, which are atoms, with how often each question was answered."""

    def __init__(self, trace: Trace) -> None:
        self.words = {"a": "one", "b": "three"}
        self.asked: list[str] = []
        self._trace = trace
        self._lengths: dict[str, int] = memory()
        self._doubles: dict[str, int] = memory()

    def length(self, name: str) -> int:
        known = self._lengths.get(name)
        if known is None:
            self.asked.append(f"length of {name}")
            self._trace.read(name)
            known = self._lengths[name] = len(self.words[name])
        return known

    def double(self, name: str) -> int:
        known = self._doubles.get(name)
        if known is None:
            self.asked.append(f"double of {name}")
            known = self._doubles[name] = 2 * self.length(name)
        return known

    @remembered
    def longest(self) -> int:
        self.asked.append("longest")
        return max(self.length(name) for name in self.words)

    @remembered
    def is_long(self) -> bool:
        self.asked.append("is long")
        return self.longest > 4

    def verdict(self, name: str) -> str:
        return f"{name} of {'long' if self.is_long else 'short'} words"


@pytest.fixture
def room(trace: Trace) -> Room:
    return Room(trace)


def change(trace: Trace, room: Room, **words: str) -> None:
    room.words.update(words)
    room.asked.clear()
    trace.begin_change(words)


def test_an_answer_is_asked_for_once(room: Room) -> None:
    assert [room.double("a"), room.double("a"), room.length("a")] == [6, 6, 3]
    assert room.asked == ["double of a", "length of a"]


def test_a_change_forgets_all_that_was_told_from_it_and_nothing_else(trace: Trace, room: Room) -> None:
    assert [room.double("a"), room.double("b")] == [6, 10]
    change(trace, room, a="seventeen")
    assert [room.double("a"), room.double("b")] == [18, 10]
    assert room.asked == ["double of a", "length of a"]


def test_an_index_that_says_the_same_lets_what_was_told_from_it_stand(trace: Trace, room: Room) -> None:
    assert room.is_long
    change(trace, room, a="two")
    assert room.is_long
    assert room.asked == ["longest", "length of a"]


def test_an_index_that_says_another_thing_is_followed(trace: Trace, room: Room) -> None:
    said, mask = trace.told(lambda: room.verdict("a"))
    assert said == "a of long words"
    change(trace, room, b="two")
    trace.settle_all()
    assert mask & trace.changed
    assert room.verdict("a") == "a of short words"


def test_what_does_not_depend_on_a_change_is_not_said_to(trace: Trace, room: Room) -> None:
    _, mask = trace.told(lambda: room.verdict("a"))
    change(trace, room, a="two")
    trace.settle_all()
    assert not mask & trace.changed


def test_an_answer_waits_for_the_indexes_it_was_told_from(trace: Trace) -> None:
    """One that was told from an index is not given before it is sure that the index says the same."""

    class Late(Room):
        def shown(self) -> str:
            known = self._shown.get("all")
            if known is None:
                known = self._shown["all"] = self.verdict("all")
            return known

        _shown: dict[str, str]

    room = Late(trace)
    room._shown = memory()
    assert room.shown() == "all of long words"
    change(trace, room, b="two")
    assert room.shown() == "all of short words"


@pytest.mark.parametrize("word", ["a", "b"])
def test_a_question_without_an_answer_is_part_of_the_one_around_it(word: str, trace: Trace, room: Room) -> None:
    outer: dict[str, int] = memory()
    assert outer.get("x") is None
    trace.read("a")
    assert room._lengths.get("b") is None  # begun, and given up
    trace.read("b")
    outer["x"] = 1
    assert room.length("b") == 5
    change(trace, room, **{word: "two"})
    assert "x" not in outer


@pytest.mark.parametrize("word", ["a", "b"])
def test_an_answer_in_the_place_of_another_depends_on_all_that_was_read_around_it(
    word: str, trace: Trace, room: Room
) -> None:
    known: dict[str, int] = memory()
    assert known.get("x") is None
    known["x"] = 0
    trace.read("a")
    assert room._lengths.get("nothing") is None  # begun, and given up
    trace.read("b")
    known["x"] = 1
    change(trace, room, **{word: "two"})
    assert "x" not in known


def test_a_question_that_asks_itself_depends_on_all_that_was_read_for_it(trace: Trace, room: Room) -> None:
    known: dict[str, int] = memory()
    assert known.get("x") is None
    trace.read("a")
    assert known.get("x") is None  # once more, from inside
    trace.read("b")
    known["x"] = 1
    change(trace, room, a="two")
    assert "x" not in known


def test_an_index_that_fails_is_asked_again_by_whoever_needs_it(trace: Trace, room: Room) -> None:
    assert room.is_long
    change(trace, room, b="two")
    del room.words["a"]
    room.words = {}
    for _ in range(2):
        with pytest.raises(ValueError, match="empty"):
            _ = room.is_long
    room.words = {"b": "two"}
    assert not room.is_long


def test_what_is_told_from_nothing_is_a_plain_attribute_and_nothing_else_is(trace: Trace, room: Room) -> None:
    class House:
        @remembered
        def room(self) -> Room:
            return room

        @remembered
        def is_long(self) -> bool:
            return self.room.is_long

    house = House()
    assert house.is_long
    assert vars(house)["room"] is room
    assert "is_long" not in vars(house)


def test_of_many_objects_each_remembers_and_forgets_for_itself(trace: Trace, room: Room) -> None:
    class Word:
        def __init__(self, name: str) -> None:
            self.name = name

        @remembered_of_each
        def length(self) -> int:
            return room.length(self.name)

    one, other = Word("a"), Word("b")
    assert [one.length, other.length] == [3, 5]
    change(trace, room, a="seventeen")
    assert [one.length, other.length] == [9, 5]
    assert room.asked == ["length of a"]


def test_nothing_is_noted_while_nobody_watches() -> None:
    room = Room(Trace())
    assert type(room._lengths) is dict
    assert room.is_long
    assert vars(room)["is_long"] is True


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (lambda it: it.body, Part.BODIES),
        (lambda it: it.words, Part.BODIES),
        (lambda it: it.place, Part.OFFSETS),
        (lambda it: it.module.line_count, Part.OFFSETS),
        (lambda it: it.mentions("x"), "x"),
        (lambda it: it.mentions_any({"x", "y"}), "y"),
        (lambda it: it.mentioned({"x", "y"}), "y"),
        (lambda it: it.mentions_like(_LIKE_X), "xyz"),
        (lambda it: it.module.facts, Part.TOP),
        (lambda it: it.module.all_functions, Part.DEFINITIONS),
        (lambda it: it.module.all_classes, Part.DEFINITIONS),
        (lambda it: it.module.nested_in(it), Part.DEFINITIONS),
        (lambda it: list(it.module.functions), Part.DEFINITIONS),
        (lambda it: len(it.module.classes), Part.DEFINITIONS),
    ],
)
def test_what_is_asked_of_a_function_is_noted(
    asked: Callable[[Function], object], changed: Part | str, trace: Trace
) -> None:
    found = function(project_of({"a.py": "def f(x):\n    return x\n"}), "a.py", "f")
    for _ in range(2):  # also where the answer is known
        _, mask = trace.told(lambda: asked(found))
        if isinstance(changed, Part):
            trace.begin_change({(found.module, changed)})
        else:
            trace.begin_change((), {changed})
        assert mask
        assert mask & trace.changed == mask


def test_which_functions_mention_a_word_depends_on_which_there_are(trace: Trace) -> None:
    module = project_of({"a.py": MODULE}).modules["a.py"]
    words = frozenset({"x", "y"})
    for _ in range(2):
        _, mask = trace.told(lambda: module.mentioning(words))
        for atoms, mentioned in (((), {"x"}), ({(module, Part.DEFINITIONS)}, frozenset())):
            trace.begin_change(atoms, mentioned)
            assert mask & trace.changed


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (lambda it: it.functions.get("f"), "f"),
        (lambda it: it.functions.get("spare"), "spare"),
        (lambda it: "C" in it.classes, "C"),
        (lambda it: it.classes["C"].method("m"), "C.m"),
        (lambda it: it.functions["C.m"].owner, "C"),
        (lambda it: it.function_at(0), "f"),
        (lambda it: it.class_at(0), "C"),
        (lambda it: it.import_at(0), "os"),
        (lambda it: it.exports, "__all__"),
        (lambda it: list(it.starred()), "*"),
        (lambda it: list(it.importing("spare")), "spare"),
        (lambda it: list(it.importing("spare")), "*"),
    ],
)
def test_a_module_notes_whose_meaning_it_is_asked_for(
    asked: Callable[[Module], object], name: str, trace: Trace
) -> None:
    module = project_of({"a.py": MODULE}).modules["a.py"]
    for _ in range(2):  # also where the answer is known
        _, mask = trace.told(lambda: asked(module))
        trace.begin_change({atom_of_name(module, name)})
        assert mask & trace.changed


def names_in(module: Module) -> list[facts.Name]:
    """The names that its expression statements are."""
    values = [each.value for each in module.itself.top if isinstance(each, facts.Evaluate)]
    return [each for each in values if isinstance(each, facts.Name)]


@pytest.mark.parametrize(
    "asked",
    [
        lambda inference, module: inference.bound("f", module),
        lambda inference, module: inference.reaching(names_in(module)[-1], module),
        lambda inference, module: inference.lookups.global_of(module, "f"),
        lambda inference, module: inference.members.of(ModuleRef(module), "f"),
    ],
)
def test_who_asks_for_a_name_does_not_depend_on_all_of_a_module(
    asked: Callable[[Inference, Module], object], trace: Trace
) -> None:
    project = project_of({"a.py": MODULE})
    module = project.modules["a.py"]
    other = next(each for each in map(str, range(99)) if atom_of_name(module, each) != atom_of_name(module, "f"))
    _, mask = trace.told(lambda: asked(project.inference, module))
    others = {(module, each) for each in Part} | {atom_of_name(module, other)}
    trace.begin_change(others)
    assert mask
    assert not mask & trace.changed


class Lists:
    """A room that is asked of words, once a run."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @remembered_between_runs
    def letters(self, word: str) -> Iterable[str]:
        self.asked.append(word)
        yield from word


def test_what_is_asked_once_a_run_is_kept_only_while_a_trace_is_watching(trace: Trace) -> None:
    watched, alone = Lists(), Lists()
    assert [*watched.letters("xy"), *watched.letters("xy")] == ["x", "y", "x", "y"]
    watch(None)
    assert [*alone.letters("xy"), *alone.letters("xy")] == ["x", "y", "x", "y"]
    assert (watched.asked, alone.asked) == (["xy"], ["xy", "xy"])


class Sizes:
    """A room that knows how many words functions have, of which it heeds some."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.heeded = frozenset({"x", "y"})

    @remembered_by_file
    def of(self, function: Function) -> int:
        self.asked.append(function.name)
        return len(self.heeded.intersection(function.words))

    @remembered
    def largest(self) -> int:
        self.asked.append("largest")
        return max(self.of(each) for each in self.functions)

    functions: tuple[Function, ...] = ()


TWO = {"a.py": "def f():\n    x\n\n\ndef g():\n    x, y\n", "b.py": "def h():\n    y\n"}


def test_functions_of_a_file_are_asked_again_together_and_who_was_told_from_them_when_one_says_another_thing(
    trace: Trace,
) -> None:
    project, sizes = project_of(TWO), Sizes()
    modules = project.modules
    sizes.functions = tuple(each for module in modules.values() for each in module.all_functions)
    assert (sizes.largest, sizes.asked) == (2, ["largest", "f", "g", "h"])

    sizes.asked.clear()
    trace.begin_change({(modules["a.py"], Part.BODIES)})
    assert (sizes.largest, sizes.asked) == (2, ["f", "g"])

    sizes.asked.clear()
    sizes.heeded = frozenset({"x"})
    trace.begin_change({(modules["a.py"], Part.BODIES)})
    assert (sizes.largest, sizes.asked) == (1, ["f", "g", "largest"])


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        (TWO["a.py"] + "\n\ndef new():\n    x, y\n", ["f", "g", "new"]),
        (TWO["a.py"].replace("def g", "def new():\n    x, y\n\n\ndef g"), ["f", "new", "g"]),
        (TWO["a.py"].replace("x, y", "x"), ["f", "g", "largest"]),
        (TWO["a.py"].partition("\n\n\n")[2], ["g", "largest"]),
    ],
    ids=["a function comes", "one comes before another", "one says another thing", "one goes"],
)
def test_a_function_that_comes_ends_nothing_that_was_told_from_the_others(
    after: str, asked: list[str], trace: Trace
) -> None:
    project, sizes = project_of(TWO), Sizes()
    module = project.modules["a.py"]
    sizes.functions = (*module.all_functions, *project.modules["b.py"].all_functions)
    assert sizes.largest == 2
    sizes.asked.clear()
    trace.begin_change(relink(module, extract(after.encode(), max_size=10_000), {}).atoms)
    sizes.functions = tuple(
        each for each in sizes.functions if each in module.all_functions or each.module is not module
    )
    assert sizes.largest == max(sizes.of(each) for each in sizes.functions)
    assert sizes.asked == asked
    assert [sizes.of(each) for each in module.all_functions if each.name == "new"] in ([], [2])


def test_a_function_is_asked_about_once_where_no_trace_is_watching() -> None:
    project, sizes = project_of(TWO), Sizes()
    assert [sizes.of(function(project, "a.py", "g")) for _ in range(2)] == [2, 2]
    assert sizes.asked == ["g"]


def test_masks_stay_as_long_as_they_were_however_often_something_changes(trace: Trace, room: Room) -> None:
    lengths = set()
    for size in range(20):
        change(trace, room, a="x" * size, b="x" * (30 - size))
        _, mask = trace.told(lambda: (room.verdict("a"), room.double("a"), room.double("b")))
        trace.settle_all()
        trace.sweep()
        lengths.add(mask.bit_length())
    assert max(lengths) <= min(lengths) + 4  # the bits of one change stand for nothing until the next


def test_what_was_swept_is_asked_for_again_and_the_rest_is_not(trace: Trace, room: Room) -> None:
    assert [room.double("a"), room.double("b")] == [6, 10]
    change(trace, room, a="seventeen")
    trace.sweep()
    assert [room.double("a"), room.double("b")] == [18, 10]
    assert room.asked == ["double of a", "length of a"]


def test_an_index_that_was_not_asked_before_a_sweep_is_asked_after_it(trace: Trace, room: Room) -> None:
    assert room.verdict("all") == "all of long words"
    change(trace, room, b="two")
    trace.sweep()
    trace.read("c")  # takes a bit that stood for something else
    assert room.verdict("all") == "all of short words"
    assert room.asked == ["longest", "length of b", "is long"]


def test_an_index_that_was_told_from_one_that_changed_before_a_sweep_is_asked_after_it_and_then_as_ever(
    trace: Trace, room: Room
) -> None:
    assert room.verdict("all") == "all of long words"
    change(trace, room, b="two")
    assert room.longest == 3
    trace.sweep()
    assert room.verdict("all") == "all of short words"
    assert room.asked == ["longest", "length of b", "is long"]
    change(trace, room, a="six")
    assert room.verdict("all") == "all of short words"
    assert room.asked == ["longest", "length of a"]


def test_facts_are_the_same_only_when_they_are_one() -> None:
    project = project_of({"a.py": "def f():\n    return g(1)\n\n\ndef g(x):\n    return x\n"})
    again = project_of({"a.py": "def f():\n    return g(1)\n\n\ndef g(x):\n    return x\n"})
    ours, theirs = function(project, "a.py", "f"), function(again, "a.py", "f")
    assert same((ours.body, {"f": [1, "x"]}), (ours.body, {"f": [1, "x"]}))
    assert not same(ours.body, theirs.body)
    calls = project.calls_in(ours)
    project.calls._calls.clear()
    assert same(calls, project.calls_in(ours))
    assert calls[0] is not project.calls_in(ours)[0]


@pytest.mark.parametrize(("one", "other"), [({1: 2, 3: 4}, {3: 4, 1: 2}), ((1, 2), (1, 2, 3)), (1, True), ([1], (1,))])
def test_what_could_be_told_apart_is_not_the_same(one: object, other: object) -> None:
    assert not same(one, other)
