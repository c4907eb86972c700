from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider
from msgspec import to_builtins

from archlint import facts
from archlint.extract import descent, extract, formatted, parsing, reader
from archlint.extract.deep import with_deep_stack
from archlint.extract.fstrings import Span
from archlint.extract.reader import Reader
from archlint.extract.scanner import OutOfStepError, Scanner, Still
from archlint.facts import Expr, Stmt
from extract.trees import pairs

STDLIB = Path(threading.__file__).parent
SAMPLE = [
    *("_collections_abc.py", "argparse.py", "ast.py", "contextlib.py", "dataclasses.py", "enum.py", "functools.py"),
    *("inspect.py", "locale.py", "pickle.py", "subprocess.py", "textwrap.py", "types.py", "typing.py", "uuid.py"),
    *("asyncio/base_events.py", "asyncio/taskgroups.py", "email/message.py", "http/client.py", "json/decoder.py"),
]
RICH = Path(__file__).parent / "syntax.py.txt"


class Recorded:
    """Every node the descent reads outside f-strings and quoted annotations, with the place it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.places: list[tuple[cst.CSTNode, int, int | None]] = []
        self.trees: list[tuple[cst.Module, cst.Module, int]] = []
        self.fallbacks = 0
        self._patch_reading(monkeypatch)
        self._patch_parsing(monkeypatch)

    def _patch_reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        expr, statements = Reader.expr, dict(reader.STATEMENTS)

        def recorded(self_: Reader, node: cst.BaseExpression) -> Expr:
            found = expr(self_, node)
            if not isinstance(self_.scan, Still):
                self.places.append((node, found.start, found.end))
            return found

        def statement(self_: Reader, node: cst.CSTNode) -> Stmt:
            found = statements[type(node)](self_, node)
            self.places.append((node, found.start, None))
            return found

        monkeypatch.setattr(Reader, "expr", recorded)
        monkeypatch.setattr(reader, "STATEMENTS", dict.fromkeys(statements, statement))

    def _patch_parsing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        parse, certain = parsing.parse_module, formatted.spans_in_tree

        def parsed(text: str, start: int, stop: int, scan: Scanner) -> cst.Module:
            tree = parse(text, start, stop, scan)
            self.trees.append((tree, cst.parse_module(text[start:stop]), start))
            return tree

        def counted(text: str, at: int, stop: int) -> list[Span]:
            self.fallbacks += 1
            return certain(text, at, stop)

        monkeypatch.setattr(descent, "parse_module", parsed)
        monkeypatch.setattr(descent, "spans_in_tree", counted)

    def differences(self, starts: tuple[int, ...]) -> Iterator[str]:
        """Where a place is not the one that LibCST tells."""
        told = {node: span for _, tree, at in self.trees for node, span in _told(tree, at, starts)}
        whole = {light: node for tree, other, _ in self.trees for light, node in pairs(tree, other)}
        for light, start, end in self.places:
            node = whole[light]
            first, last = _expected(node, told)
            if start != first or end not in (None, last):
                yield f"{type(node).__name__} at {start}:{end}, not {first}:{last}"


def _told(tree: cst.Module, at: int, starts: tuple[int, ...]) -> Iterator[tuple[cst.CSTNode, tuple[int, int]]]:
    base = starts.index(at) - 1
    for node, span in MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider).items():
        start, end = span.start, span.end
        yield (
            node,
            (starts[base + start.line] + start.column, starts[min(base + end.line, len(starts) - 1)] + end.column),
        )


def _expected(node: cst.CSTNode, told: dict[cst.CSTNode, tuple[int, int]]) -> tuple[int, int]:
    start, end = told[node]
    if isinstance(node, cst.Tuple | cst.GeneratorExp) and node.lpar:
        return told[node.lpar[-1]][0], told[node.rpar[0]][1]
    if isinstance(node, cst.FunctionDef | cst.ClassDef) and node.decorators:
        return told[node.decorators[0]][0], end
    return start, end


@pytest.mark.parametrize("path", [RICH, *(STDLIB / name for name in SAMPLE)], ids=lambda path: path.name)
def test_every_place_is_the_one_libcst_tells(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = Recorded(monkeypatch)
    module = extract(path.read_bytes(), max_size=10_000_000)
    assert len(recorded.places) > 50
    assert list(with_deep_stack(lambda: list(recorded.differences(tuple(module.line_starts))))) == []
    assert recorded.fallbacks == 0


@pytest.mark.parametrize("path", [RICH, STDLIB / "dataclasses.py", STDLIB / "argparse.py"], ids=lambda path: path.name)
def test_the_certain_way_finds_the_same_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = facts.dumps(extract(path.read_bytes(), max_size=10_000_000))
    take = Scanner.take_formatted
    stumbled: list[str] = []

    def stumble(self: Scanner, opening: str) -> int:
        if not stumbled:
            stumbled.append(opening)
            raise OutOfStepError
        return take(self, opening)

    monkeypatch.setattr(Scanner, "take_formatted", stumble)
    assert facts.dumps(extract(path.read_bytes(), max_size=10_000_000)) == expected
    assert stumbled


def test_facts_survive_the_cache() -> None:
    module = extract(RICH.read_bytes(), max_size=10_000_000)
    copy = facts.loads(facts.dumps(module))
    assert to_builtins(copy.top) == to_builtins(module.top)
    for read, made in zip(copy.functions, module.functions, strict=True):
        assert to_builtins(facts.block(read)) == to_builtins(facts.block(made))
