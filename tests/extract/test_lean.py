"""Lean trees say the same as whole ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOTH = """
import sys
from pathlib import Path
import libcst
from archlint.extract import Unreadable, descent, extract, lighten

certainly = descent._read

def told(data):
    try:
        return extract(data, max_size=1 << 22)
    except Unreadable as error:
        return error.kind, error.message, error.line, error.column

def twice_told(data):
    quick = told(data)
    descent._read = lambda text, outline, certain: certainly(text, outline, certain=True)
    slow = told(data)
    descent._read = certainly
    return quick, slow

contents = [Path(name).read_bytes() for name in sys.argv[1:]]
whole = [twice_told(data) for data in contents]
lighten()
assert type(libcst.parse_module("a = 1").body[0].leading_lines) is tuple
assert libcst.parse_module("a   =   1").code != "a   =   1", "the trees are whole still"
for name, first, data in zip(sys.argv[1:], whole, contents):
    if twice_told(data) != first:
        print(name)
"""


def test_the_facts_of_lean_trees_are_those_of_whole_ones(tmp_path: Path) -> None:
    strange = tmp_path / "strange.py"
    strange.write_text(
        "x = f'{a}' f\"{b!r:>{c}}\" # finding: f'\ny = (  1 ,\n  # two\n  2 , )\nimport\\\n  os\nif x:y\n"
    )
    broken = tmp_path / "broken.py"
    broken.write_text("x = (\n")
    files = [
        ROOT / "tests/extract/syntax.py.txt",
        strange,
        broken,
        *sorted((ROOT / "src/archlint/extract").rglob("*.py")),
    ]
    done = subprocess.run([sys.executable, "-c", BOTH, *map(str, files)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
