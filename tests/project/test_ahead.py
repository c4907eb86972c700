"""What is told of bodies before their files are linked is what everybody works with later."""

from __future__ import annotations

from msgspec.structs import replace

from archlint import facts
from archlint.config import Config
from archlint.extract import extract
from archlint.project import Ahead, Project

SOURCE = b"""\
def first(x: int) -> int:
    y = x
    return y


def second() -> None:
    first(1)
"""


def read(source: bytes = SOURCE) -> facts.Module:
    return extract(source, max_size=1_000)


def test_bodies_and_flows_told_ahead_are_those_of_the_linked_functions() -> None:
    module, ahead = read(), Ahead()
    ahead.read(module)
    told = dict(ahead.flows)
    assert len(told) == 3
    project = Project([facts.Source("a.py", module)], Config(), ahead=ahead)
    linked = project.modules["a.py"]
    for function in linked.all_functions:
        assert function.body is ahead.bodies[function.facts]
        assert project.inference.flow(function) is told[function.facts]
    assert project.inference.flow(linked) is told[module]


def test_what_cannot_be_told_ahead_is_left_to_who_asks_for_it() -> None:
    whole, ahead = read(), Ahead()
    first, second = whole.functions
    module = replace(whole, functions=(first, replace(second, body=b"no body")))
    ahead.read(module)
    assert [len(ahead.bodies), len(ahead.flows)] == [1, 2]
    project = Project([facts.Source("a.py", module)], Config(), ahead=ahead)
    assert project.modules["a.py"].functions["first"].body is ahead.bodies[first]
