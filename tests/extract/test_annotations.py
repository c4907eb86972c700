from __future__ import annotations

import pytest

from archlint.facts import Assign
from extract.reading import read, shape, statement

ANNOTATIONS = {
    '"User"': "User",
    '" User "': "User",
    '"models.User | None"': "Operator([|], [Attribute(models, User), Constant(None, None)])",
    'list["User"]': "Subscript(list, [User])",
    "dict[str, \"list['User']\"]": "Subscript(dict, [str, Subscript(list, [User])])",
    'Callable[["A"], "B"]': "Subscript(Callable, [Collection(list, [A]), B])",
    '"A" | None': "Operator([|], [A, Constant(None, None)])",
    "'A' 'B'": "AB",
    'Literal["a", "b"]': "Subscript(Literal, [String(a), String(b)])",
    'typing.Literal["a"]': "Subscript(Attribute(typing, Literal), [String(a)])",
    'Optional[Literal["a"]]': "Subscript(Optional, [Subscript(Literal, [String(a)])])",
    'Annotated["User", "text"]': "Subscript(Annotated, [User, String(text)])",
    'Annotated["User", Depends("text")]': "Subscript(Annotated, [User, Call(Depends, [String(text)], [])])",
    '"not an expression"': "String(not an expression)",
    '"import"': "String(import)",
    '""': "String()",
    'f("text")': "Call(f, [String(text)], [])",
}


@pytest.mark.parametrize(("annotation", "expected"), ANNOTATIONS.items())
def test_an_annotation_in_quotes_is_read_as_code(annotation: str, expected: str) -> None:
    found = statement(f"x: {annotation}")
    assert isinstance(found, Assign)
    assert shape(found.annotation) == expected


def test_parameters_and_returns_are_annotations_and_defaults_are_not() -> None:
    (found,) = read('def f(a: "A" = "text", *b: "B", **c: "C") -> "D": pass').functions
    assert [shape(entry.annotation) for entry in found.parameters] == ["A", "B", "C"]
    assert shape(found.parameters[0].default) == "String(text)"
    assert shape(found.returns) == "D"


def test_other_strings_stay_strings() -> None:
    assert shape(read('x: int = "a"\ny = list["b"]').top) == (
        "[Assign([x], String(a), int, :), Assign([y], Subscript(list, [String(b)]), -, =)]"
    )


def test_what_is_read_from_quotes_stands_where_they_stand() -> None:
    source = 'x: "a.b"'
    found = statement(source)
    assert isinstance(found, Assign)
    assert found.annotation is not None
    assert source[found.annotation.start : found.annotation.end] == '"a.b"'


@pytest.mark.parametrize("text", ["(" * 5_000, "-" * 1_900 + "a", "[" * 150 + "]" * 150 + ")", "a" + ".a" * 900])
def test_a_hostile_annotation_does_no_harm(text: str) -> None:
    assert read(f"x: '{text}'\ny = 1").top
