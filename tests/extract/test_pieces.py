from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from archlint import facts
from archlint.extract import prescan
from archlint.facts import Module
from extract.reading import read, shape

PARTS = [
    "import a{n}\n",
    "try:\n    import b\nexcept E:\n    pass\nelse:\n    c\nfinally:\n    d\n",
    "if a:\n    b\n# comment\nelif c:\n    d\nelse:\n    e\n",
    "@deco\n# comment\n\n@deco(\n    1,\n)\n# comment\ndef f{n}():\n    return '''\na = 1\n'''\n",
    "@deco\nclass A{n}:\n    def m(self): ...  # archlint: ignore[a]\n",
    "x = (\n1,\n)\n",
    "y = f'''{{\na}}\nb = 1\n''' \\\n'c'\n",
    "async def g{n}():\n    pass\n",
    "\f\nz = 1; w = 2\n",
    "for a in b:\n    c\nelse:\n    d\n",
]
SOURCE = "".join(PARTS[n % len(PARTS)].replace("{n}", str(n)).replace("{{", "{").replace("}}", "}") for n in range(60))


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[tuple[int, int]]]:
    def at(length: int) -> list[tuple[int, int]]:
        monkeypatch.setattr(prescan, "PIECE", length)
        return prescan.prescan(SOURCE).pieces

    return at


def whole() -> Module:
    return read(SOURCE)


@pytest.mark.parametrize("length", [1, 7, 40, 200])
def test_a_file_read_in_pieces_has_the_facts_of_the_whole(
    length: int, cut: Callable[[int], list[tuple[int, int]]]
) -> None:
    expected = whole()
    pieces = cut(length)
    assert len(pieces) > 5
    assert facts.dumps(read(SOURCE)) == facts.dumps(expected)


def test_pieces_cover_the_text_and_start_with_a_statement(cut: Callable[[int], list[tuple[int, int]]]) -> None:
    pieces = cut(1)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(SOURCE)
    assert all(stop == start for (_, stop), (start, _) in pairwise(pieces))
    assert not any(SOURCE.startswith(("else", "elif", "except", "finally", " "), start) for start, _ in pieces)


def test_a_decorator_stays_with_what_it_decorates(cut: Callable[[int], list[tuple[int, int]]]) -> None:
    assert not any(SOURCE.startswith(("def", "class"), start) for start, _ in cut(1))


def test_a_short_file_is_one_piece() -> None:
    assert prescan.prescan("a\n" * 100).pieces == [(0, 200)]
    assert shape(read("a\n").top) == "[Evaluate(a)]"
