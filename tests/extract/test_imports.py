from __future__ import annotations

import pytest

from archlint.facts import Import, ImportStmt
from extract.reading import read


def only(source: str) -> Import:
    (found,) = read(source).imports
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", ("a", 0, None, None)),
        ("import a.b.c as d", ("a.b.c", 0, None, "d")),
        ("from a import b", ("a", 0, "b", None)),
        ("from .a.b import c as d", ("a.b", 1, "c", "d")),
        ("from . import a", ("", 1, "a", None)),
        ("from ...a import b", ("a", 3, "b", None)),
        ("from .... import b", ("", 4, "b", None)),
        ("from a import *", ("a", 0, "*", None)),
        ("from a import (b)", ("a", 0, "b", None)),
        ("lazy import a", ("a", 0, None, None)),
        ("lazy from a import b", ("a", 0, "b", None)),
    ],
)
def test_an_import_tells_module_level_name_and_alias(
    source: str, expected: tuple[str, int, str | None, str | None]
) -> None:
    found = only(source)
    assert (found.module, found.level, found.name, found.alias) == expected


def test_every_name_of_an_import_has_its_own_place() -> None:
    source = "import a.b as c, d\nfrom e import (f as g, h,)\nfrom i import *\n"
    assert [source[found.start : found.end] for found in read(source).imports] == [
        "a.b as c",
        "d",
        "f as g",
        "h",
        "*",
    ]


def test_a_statement_points_at_its_imports() -> None:
    module = read("import a, b\nfrom c import d")
    assert [entry.indices for entry in module.top if isinstance(entry, ImportStmt)] == [(0, 1), (2,)]


def test_an_import_knows_its_scope() -> None:
    module = read("""
        import a
        class C:
            import b
            def m(self):
                import c
    """)
    assert [(found.module, found.scope) for found in module.imports] == [("a", ""), ("b", "C"), ("c", "C.m")]


GUARDS = {
    "import a": "",
    "if TYPE_CHECKING: import a": "type_checking",
    "if t.TYPE_CHECKING: import a": "type_checking",
    "if x: import a": "if",
    "if x: pass\nelse: import a": "if",
    "if TYPE_CHECKING: pass\nelse: import a": "if",
    "if not TYPE_CHECKING: import a": "if",
    "if x: pass\nelif TYPE_CHECKING: import a": "type_checking",
    "try: import a\nexcept E: pass": "try",
    "try: pass\nexcept E: import a": "try",
    "try: pass\nexcept E: pass\nelse: import a": "",
    "try: pass\nfinally: import a": "",
    "if TYPE_CHECKING:\n    try: import a\n    except E: pass": "type_checking",
    "try:\n    if x: import a\nexcept E: pass": "try",
    "if x:\n    def f(): import a": "",
    "try:\n    def f(): import a\nexcept E: pass": "",
    "if x:\n    class A: import a": "if",
    "if x: pass\nimport a": "",
    "for x in y: import a": "",
}


@pytest.mark.parametrize(("source", "guard"), GUARDS.items())
def test_an_import_knows_under_which_condition_it_runs(source: str, guard: str) -> None:
    assert only(source).guard == guard


EXPORTS = {
    "a = 1": None,
    "__all__ = []": (),
    "__all__ = ['a', \"b\"]": ("a", "b"),
    "__all__ = 'a', 'b'": ("a", "b"),
    "__all__: list[str] = ['a']": ("a",),
    "__all__ = ['a'] + ['b']": ("a", "b"),
    "__all__ = ['a']\n__all__ += ['b']": ("a", "b"),
    "__all__ = ['a']\n__all__.extend(['b'])\n__all__.append('c')": ("a", "b", "c"),
    "__all__ = ['a']\nif x:\n    __all__ += ['b']": ("a", "b"),
    "__all__ = ['a']\n__all__ = ['b']": ("b",),
    "__all__ = ['a', name]": None,
    "__all__ = [name for name in dir()]": None,
    "__all__ = ['a'] + other.__all__": None,
    "__all__ = ['a']\n__all__ += other.__all__": None,
    "__all__ = ['a']\n__all__.remove('a')": None,
    "def f():\n    __all__ = ['a']": None,
}


@pytest.mark.parametrize(("source", "exports"), EXPORTS.items())
def test_exports_are_told_where_they_are_literal(source: str, exports: tuple[str, ...] | None) -> None:
    assert read(source).exports == exports
