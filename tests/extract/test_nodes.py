"""The nodes that are read are LibCST's, without LibCST's classes."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path

import libcst as cst
import pytest

from archlint.extract.deep import with_deep_stack
from archlint.extract.layouts import LAYOUTS, VERSION
from archlint.extract.nodes import SyntaxRefused, layouts_of_libcst, parse_expression, parse_module
from extract.trees import pairs

HERE = Path(__file__).parent
EXTRACT = sorted((HERE.parents[1] / "src/archlint/extract").glob("*.py"))


@pytest.mark.parametrize("path", [HERE / "syntax.py.txt", *EXTRACT], ids=lambda path: path.name)
def test_a_tree_has_the_nodes_and_fields_that_libcst_gives(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = with_deep_stack(lambda: list(pairs(parse_module(text), cst.parse_module(text))))
    assert len(found) > 50
    assert cst.parse_module(text).code == text


def test_an_expression_has_them_too() -> None:
    assert len(list(pairs(parse_expression("a.b(1, *c)"), cst.parse_expression("a.b(1, *c)")))) > 5


def test_the_parser_imports_nothing_for_the_nodes_it_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []

    def counting(name: str, *_: object) -> None:
        imported.append(name)

    monkeypatch.setattr(builtins, "__import__", counting)
    tree, expression = parse_module("a = f(1)\n"), parse_expression("a.b")
    monkeypatch.undo()
    assert (type(tree).__name__, type(expression).__name__) == ("Module", "Attribute")
    assert imported == []


def test_a_text_that_is_no_python_is_refused_with_the_words_of_libcst() -> None:
    with pytest.raises(cst.ParserSyntaxError) as theirs:
        cst.parse_module("a = (\n")
    with pytest.raises(SyntaxRefused) as ours:
        parse_module("a = (\n")
    assert (ours.value.message, ours.value.raw_line) == (theirs.value.message, theirs.value.raw_line)


@pytest.mark.skipif(cst.LIBCST_VERSION != VERSION, reason="recorded of another release")
def test_the_recorded_layouts_are_those_of_the_release() -> None:
    assert {kind: tuple(names.split()) for kind, names in LAYOUTS.items()} == layouts_of_libcst()


READ = """
import sys
from pathlib import Path
from archlint.extract import extract
from archlint.facts import dumps
sys.stdout.buffer.write(dumps(extract(Path(sys.argv[1]).read_bytes(), max_size=1 << 22)))
print("libcst" in sys.modules, file=sys.stderr)
"""
OF_ANOTHER_RELEASE = """
import sys
from types import ModuleType
layouts = sys.modules["archlint.extract.layouts"] = ModuleType("layouts")
layouts.VERSION, layouts.LAYOUTS = "0.0", {}
"""


def _read(before: str = "") -> tuple[bytes, str]:
    done = subprocess.run(
        [sys.executable, "-c", before + READ, str(HERE / "syntax.py.txt")], capture_output=True, check=True, text=False
    )
    return done.stdout, done.stderr.decode().strip()


def test_libcst_is_imported_only_for_a_release_whose_layouts_are_not_recorded() -> None:
    facts, imported = _read()
    again, imported_then = _read(OF_ANOTHER_RELEASE)
    assert facts == again
    assert (imported, imported_then) == ("False", "True")
