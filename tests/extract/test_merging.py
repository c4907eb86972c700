"""What a file says now, in the facts of what it said before."""

from __future__ import annotations

from random import Random

import pytest

from archlint import facts
from archlint.extract import extract
from archlint.facts.merging import Change, merge

SOURCE = '''\
import os

LIMIT = 3


class Box:
    """Holds things."""

    size: int = 1

    def put(self, thing: str, *, twice: bool = False) -> None:
        for each in (thing, thing):
            if twice and each:
                self.things.append(each)
            else:
                print(f"{each} {os.sep}")
        try:
            self.check()
        except (OSError, ValueError) as error:
            raise RuntimeError("no") from error


async def main(box: Box) -> list[str]:
    async with box as inner:
        await inner.put(LIMIT, twice=True)
    return [each for each in inner if each]
'''


def read(source: str) -> facts.Module:
    return extract(source.encode(), max_size=10_000)


def merged(before: str, after: str) -> tuple[facts.Module, facts.Module, Change]:
    old, new = read(before), read(after)
    return old, new, merge(old, new, {})


def says(module: facts.Module, change: Change | None = None) -> bytes:
    """Everything that a module says, with the bodies as they are after a change."""
    bodies = {} if change is None else change.bodies
    blocks = [bodies.get(each) or facts.block(each) for each in module.functions]
    return facts.dumps(module) + b"".join(map(facts.encode_block, blocks))


def test_an_edit_of_a_body_moves_all_facts_to_where_they_stand_now() -> None:
    old, new, change = merged(SOURCE, SOURCE.replace("        try:", "        spare = 1\n        try:"))
    assert change.is_of_bodies
    assert says(old, change) == says(new)
    assert change.words == {"spare"}


def test_facts_that_say_the_same_stay_the_same_objects() -> None:
    old = read(SOURCE)
    box, (put, main) = old.classes[0], old.functions
    loop, attempt = facts.block(put)
    bodies = {put: (loop, attempt)}
    change = merge(old, read(SOURCE.replace("        try:", "        spare = 1\n        try:")), bodies)
    assert change.is_of_bodies
    assert (old.classes[0], old.functions) == (box, (put, main))
    assert change.bodies[put][0] is loop
    assert change.bodies[put][2] is attempt
    assert len(change.bodies[put]) == 3


def test_what_is_around_a_change_is_another_object_for_it_says_another_thing() -> None:
    old = read(SOURCE)
    put = old.functions[0]
    body = facts.block(put)
    loop = body[0]
    assert isinstance(loop, facts.Loop)
    change = merge(old, read(SOURCE.replace("append(each)", "append(None)")), {put: body})
    assert change.is_of_bodies
    now = change.bodies[put][0]
    assert isinstance(now, facts.Loop)
    assert now is not loop
    assert (now.target, now.iter) == (loop.target, loop.iter)
    assert change.bodies[put][1] is body[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("LIMIT = 3", "LIMIT = 4"),
        ("size: int", "size: str"),
        ("twice: bool = False", "twice: bool"),
        ("async def main", "def main"),
        ("import os\n", "import os, sys\n"),
        ('"""Holds things."""', '"""Holds others."""'),
        ("async def main", "@cached\nasync def main"),
        ("        try:", "        yield\n        try:"),
        ("LIMIT = 3\n", "LIMIT = 3  # archlint: ignore[typing]\n"),
        ("\n\nasync def main", "\n\ndef other(): ...\n\n\nasync def main"),
        ("\n\nclass Box", "\n\ndef other(): ...\n\n\nclass Box"),
    ],
)
def test_an_edit_beyond_bodies_is_said_to_be_one(before: str, after: str) -> None:
    old, new, change = merged(SOURCE, SOURCE.replace(before, after))
    assert not change.is_of_bodies
    assert says(old, change) == says(new)


def test_a_definition_stays_the_same_object_whatever_is_written_around_it() -> None:
    old = read(SOURCE)
    box, (put, main) = old.classes[0], old.functions
    merge(old, read(SOURCE.replace("class Box", "def other(): ...\n\n\nclass Box")), {})
    assert (old.classes, old.functions[1:]) == ((box,), (put, main))
    assert [each.index for each in old.top if isinstance(each, facts.Define)] == [0, 0, 2]
    assert box.methods == (1,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("thing: str", "thing: bytes"),
        ("    def put", "    @cached\n    def put"),
        ("-> None:", "-> bool:"),
        ("    def put", "    async def put"),
    ],
)
def test_a_function_with_another_signature_is_another_object_in_all_its_parts(before: str, after: str) -> None:
    """What is known of a part may have been told from all of it."""
    old = read(SOURCE)
    put, main = old.functions
    bodies = {put: facts.block(put)}
    change = merge(old, read(SOURCE.replace(before, after)), bodies)
    assert old.functions[0] is not put
    assert old.functions[0].parameters[0] is not put.parameters[0]
    assert old.functions[0] not in change.bodies
    assert old.functions[1] is main


@pytest.mark.parametrize(
    ("before", "after"),
    [("size: int", "size: str"), ("    size", "    import sys\n    size"), ("class Box", "class Box(dict)")],
)
def test_a_class_that_says_another_thing_is_another_object_in_all_its_parts(before: str, after: str) -> None:
    old = read(SOURCE)
    box, put = old.classes[0], old.functions[0]
    merge(old, read(SOURCE.replace(before, after)), {})
    assert old.classes[0] is not box
    assert old.classes[0].fields[0] is not box.fields[0]
    assert old.functions[0] is put


def test_a_class_that_imports_another_thing_is_another_object() -> None:
    source = SOURCE.replace("    size", "    import sys\n    size")
    old = read(source)
    box = old.classes[0]
    merge(old, read(source.replace("import sys", "import abc as sys")), {})
    assert old.classes[0] is not box


def test_of_definitions_of_one_name_each_is_compared_with_its_own() -> None:
    source = "if x:\n    def f(a): ...\nelse:\n    def f(b): ...\n"
    old = read(source)
    first, second = old.functions
    merge(old, read(source + "y = 1\n"), {})
    assert old.functions == (first, second)
    merge(old, read(source.replace("f(a)", "f(c)")), {})
    assert (old.functions[0] is first, old.functions[1] is second) == (False, True)


def test_only_places_change_where_a_comment_came() -> None:
    old, new, change = merged(SOURCE, "# about boxes\n" + SOURCE)
    assert change.is_of_bodies
    assert not change.words
    assert says(old, change) == says(new)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_lines_move_the_facts_are_those_of_the_new_source(seed: int) -> None:
    random = Random(seed)
    old, lines = read(SOURCE), SOURCE.splitlines(keepends=True)
    bodies: dict[facts.Function, facts.Block] = {}
    for _ in range(5):
        after = lines.copy()
        at = random.randrange(1, len(after))
        after[at : at + 1] = random.choice([[], [after[at]] * 2, ["\n", after[at]], [after[at], after[at - 1]]])
        try:
            new = read("".join(after))
        except Exception:  # no Python any more
            continue
        change = merge(old, new, bodies)
        lines = after
        bodies.update(change.bodies)
        assert facts.dumps(old) == facts.dumps(new)
        for one, other in zip(old.functions, new.functions, strict=True):
            said = facts.encode_block(bodies[one]) if one in bodies else one.body
            assert said == other.body
