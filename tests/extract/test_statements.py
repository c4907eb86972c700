from __future__ import annotations

import pytest

from archlint.facts import Branch, If, Match, Try
from extract.reading import body, read, shape, statement

SHAPES = {
    "a = b = c": "Assign([a, b], c, -, =)",
    "a, b = c": "Assign([Collection(tuple, [a, b])], c, -, =)",
    "a: b": "Assign([a], -, b, :)",
    "a: b = c": "Assign([a], c, b, :)",
    "a -= -b": "Assign([a], Operator([-], [b]), -, -=)",
    "a **= b": "Assign([a], b, -, **=)",
    "a": "Evaluate(a)",
    "return": "Return(-)",
    "return a, b": "Return(Collection(tuple, [a, b]))",
    "raise": "Raise(-, -)",
    "raise a from b": "Raise(a, b)",
    "assert a, b": "Assert(a, b)",
    "del a, b.c": "Delete([a, Attribute(b, c)])",
    "del (a, b)": "Delete([a, b])",
    "del a": "Delete([a])",
    "global a, b": "Global([a, b], False)",
    "nonlocal a": "Global([a], True)",
    "pass": "Jump(pass)",
    "break": "Jump(break)",
    "continue": "Jump(continue)",
    "type A[T] = list[T]": "Alias(A, [T], Subscript(list, [T]))",
    "while a: b": "Loop(-, a, [Evaluate(b)], [], False)",
    "for a in b: pass\nelse: c": "Loop(a, b, [Jump(pass)], [Evaluate(c)], False)",
    "async for a in b: pass": "Loop(a, b, [Jump(pass)], [], True)",
    "with a as b, c: pass": "With([WithItem(a, b), WithItem(c, -)], [Jump(pass)], False)",
    "with (a as b, c,): pass": "With([WithItem(a, b), WithItem(c, -)], [Jump(pass)], False)",
    "async with (yield): pass": "With([WithItem(Yield(-, False), -)], [Jump(pass)], True)",
    "if a: b\nelif c: d\nelse: e": ("If([Branch(a, [Evaluate(b)]), Branch(c, [Evaluate(d)])], [Evaluate(e)])"),
    "try: a\nexcept B as e: c\nexcept: d\nelse: f\nfinally: g": (
        "Try([Evaluate(a)], [Handler(B, e, [Evaluate(c)]), Handler(-, -, [Evaluate(d)])], "
        "[Evaluate(f)], [Evaluate(g)], False)"
    ),
    "try: a\nexcept* B: c": "Try([Evaluate(a)], [Handler(B, -, [Evaluate(c)])], [], [], True)",
    "try: a\nexcept A, B: c": (
        "Try([Evaluate(a)], [Handler(Collection(tuple, [A, B]), -, [Evaluate(c)])], [], [], False)"
    ),
}


@pytest.mark.parametrize(("source", "expected"), SHAPES.items())
def test_a_statement_becomes_a_fact_of_its_kind(source: str, expected: str) -> None:
    assert shape(statement(source)) == expected


def test_statements_on_one_line_are_told_apart() -> None:
    assert shape(read("a; b; pass").top) == "[Evaluate(a), Evaluate(b), Jump(pass)]"


def test_a_chain_of_elifs_is_flat() -> None:
    found = statement("if a: pass\n" + "elif b: pass\n" * 3_000)
    assert isinstance(found, If)
    assert len(found.branches) == 3_001


CASES = {
    "1": ("[Constant(int, 1)]", ()),
    "-1": ("[Operator([-], [Constant(int, 1)])]", ()),
    "'a' | None": ("[String(a), Constant(None, None)]", ()),
    "a.b": ("[Attribute(a, b)]", ()),
    "x": ("[]", ("x",)),
    "_": ("[]", ()),
    "(1) as x": ("[Constant(int, 1)]", ("x",)),
    "[a, *b]": ("[]", ("a", "b")),
    "a, *_": ("[]", ("a",)),
    "{'k': v, **rest}": ("[String(k)]", ("v", "rest")),
    "A(a, k=B())": ("[A, B]", ("a",)),
    "()": ("[]", ()),
}


@pytest.mark.parametrize(("pattern", "expected"), CASES.items())
def test_a_case_tells_what_it_looks_up_and_what_it_binds(pattern: str, expected: tuple[str, tuple[str, ...]]) -> None:
    found = statement(f"match a:\n    case {pattern} if (g): pass")
    assert isinstance(found, Match)
    (case,) = found.cases
    assert (shape(case.lookups), case.binds) == expected
    assert shape(case.guard) == "g"


def test_a_header_ends_with_its_colon() -> None:
    source = "if a[1:2] :  # why: because\n    pass\nelif b: pass"
    found = statement(source)
    assert isinstance(found, If)
    assert source[found.start : found.end] == "if a[1:2] :"
    assert [source[branch.start : branch.end] for branch in found.branches] == ["if a[1:2] :", "elif b:"]
    assert isinstance(found.branches[0], Branch)


def test_a_handler_covers_its_header() -> None:
    source = "try: pass\nexcept (A, B) as e:\n    pass"
    found = statement(source)
    assert isinstance(found, Try)
    assert source[found.start : found.end] == "try:"
    assert source[found.handlers[0].start : found.handlers[0].end] == "except (A, B) as e:"


@pytest.mark.parametrize("source", ["a = (b)", "return (\n a)", "x, y = z,", "import a", "from a import (b, c)", "f()"])
def test_a_simple_statement_is_covered_whole(source: str) -> None:
    found = statement(source + "  # comment")
    assert source[found.start : found.end] == source


def test_soft_keywords_are_names_too() -> None:
    assert shape(read("match = case = type = _ = match(type)").top) == (
        "[Assign([match, case, type, _], Call(match, [type], []), -, =)]"
    )


def test_a_body_waits_encoded() -> None:
    assert shape(body("def f():\n    return 1")) == "[Return(Constant(int, 1))]"


def test_a_deep_value_of_a_variable_named_case_is_no_pattern() -> None:
    value = "f(" * 20 + ")" * 20
    assert len(read(f"case = {value}\ncase.x({value})\ncase: int = {value}\n").top) == 3
