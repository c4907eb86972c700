"""Answers that are told from one another are the same whichever is asked for first."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from archlint.project.memory import Recursion


class Graph:
    """Who reaches a goal, and who may be reached in how many steps."""

    def __init__(self, edges: dict[int, tuple[int, ...]], goals: frozenset[int] = frozenset()) -> None:
        self.edges, self.goals = edges, goals
        self.told: list[int] = []
        self._reaching: Recursion[int, bool] = Recursion()
        self._others: Recursion[int, bool] = Recursion()
        self._lengths: Recursion[int, int] = Recursion(deepest=3)

    def reaches(self, node: int) -> bool:
        """Even nodes and odd ones are questions of two kinds."""
        kind = self._others if node % 2 else self._reaching
        return kind.of(node, lambda: self._tell(node), otherwise=False)

    def _tell(self, node: int) -> bool:
        self.told.append(node)
        return node in self.goals or any(self.reaches(each) for each in self.edges[node])

    def length(self, node: int) -> int:
        return self._lengths.of(node, lambda: 1 + max(map(self.length, self.edges[node]), default=0), -100)


def reached(graph: Graph, node: int) -> bool:
    pending, seen = [node], {node}
    while pending:
        if (current := pending.pop()) in graph.goals:
            return True
        pending += [each for each in graph.edges[current] if each not in seen]
        seen.update(pending)
    return False


@pytest.mark.parametrize("seed", range(40))
def test_in_a_circle_no_answer_depends_on_which_was_asked_for_first(seed: int) -> None:
    random, nodes = Random(seed), range(5)
    edges = {node: tuple(random.sample(nodes, random.randint(0, 3))) for node in nodes}
    for order in permutations(nodes):
        graph = Graph(edges, frozenset({random.choice(nodes)}))
        assert {node: graph.reaches(node) for node in order} == {node: reached(graph, node) for node in nodes}


def test_without_a_circle_everything_is_told_once() -> None:
    graph = Graph({0: (1, 2), 1: (2, 3), 2: (3,), 3: ()}, frozenset({3}))
    assert all(graph.reaches(node) for node in (0, 3, 1, 2))
    assert graph.told == [0, 1, 2, 3]


def test_a_circle_that_is_left_again_is_told_once_from_outside() -> None:
    graph = Graph({0: (1,), 1: (2, 4), 2: (1,), 4: ()})
    assert not graph.reaches(0)
    assert not graph.reaches(1)
    assert graph.told == [0, 1, 2, 4]


def test_too_long_a_way_is_told_by_whoever_is_closer() -> None:
    graph = Graph({0: (1,), 1: (2,), 2: (3,), 3: (4,), 4: ()})
    assert graph.length(0) < 0
    assert [graph.length(node) for node in (2, 1)] == [3, 4]


def test_a_question_that_fails_can_be_asked_again() -> None:
    answers: Recursion[str, str] = Recursion()

    def fail() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        answers.of("a", lambda: answers.of("b", fail, ""), "")
    assert answers.of("a", lambda: answers.of("b", lambda: "told", ""), "") == "told"
    assert answers.known == {"a": "told", "b": "told"}
