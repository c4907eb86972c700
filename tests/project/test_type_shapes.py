"""What an annotation is made of."""

from __future__ import annotations

import pytest

from archlint.project.inference.type_shapes import Part, TypeShapes, spelled_type
from services import function, project_of

HEAD = """
from __future__ import annotations
import typing, typing as t
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from typing import Annotated, Any, ClassVar, Dict, Generic, List, Literal, Optional, TypeVar, Union
import numpy as np
T = TypeVar("T")
class Page(Generic[T]): ...
Json = Union[None, str, List["Json"], Dict[str, "Json"]]
Loop = Optional[list[Loop]]
Row = dict[str, Any]
Rows = list[Row]
Anything = Any
"""


def annotated(annotation: str) -> tuple[TypeShapes, Part | None, Part | None]:
    """The first `Any` and the first bare collection of an annotation."""
    project = project_of({"app.py": f"{HEAD}\ndef f(x: {annotation}): ...\n"})
    expr = function(project, "app.py", "f").facts.parameters[0].annotation
    assert expr is not None
    scope = project.modules["app.py"]
    return project.type_shapes, project.type_shapes.any_part(expr, scope), project.type_shapes.bare_part(expr, scope)


@pytest.mark.parametrize(
    "annotation",
    [
        "Any",
        "typing.Any",
        "t.Any | None",
        "Anything",
        "Optional[Any]",
        "dict[str, list[Any]]",
        "tuple[int, Any]",
        "Annotated[Any, 'x']",
        "Coroutine[Any, Any, Any]",
        "AsyncGenerator[Any, None]",
        "Awaitable[Iterable[Any]]",
        "Page[Any]",
        "Rows",
        "list[any]",
    ],
)
def test_any_is_seen_through_holders_and_aliases(annotation: str) -> None:
    assert annotated(annotation)[1] is not None


@pytest.mark.parametrize(
    "annotation",
    [
        "int",
        "object",
        "Json",
        "Loop",
        "Unknown[Any]",
        "Literal['Any']",
        "Annotated[int, Any]",
        "Coroutine[Any, Any, int]",
        "AsyncGenerator[int, Any]",
        "Callable[..., Any]",
        "np.ndarray[Any, np.dtype[Any]]",
        "Page[int]",
        "T",
    ],
)
def test_any_is_not_seen_where_it_says_nothing_of_what_crosses_over(annotation: str) -> None:
    assert annotated(annotation)[1] is None


@pytest.mark.parametrize(
    "annotation", ["dict", "list", "Dict", "Optional[tuple]", "list[dict]", "dict[str, set]", "dict[str, object]"]
)
def test_a_collection_that_does_not_say_what_it_holds_is_bare(annotation: str) -> None:
    assert annotated(annotation)[2] is not None


@pytest.mark.parametrize(
    "annotation", ["dict[str, int]", "list[object]", "tuple[()]", "Callable[[dict], list]", "Json", "Page", "Unknown"]
)
def test_a_collection_with_brackets_and_other_generic_types_are_not_bare(annotation: str) -> None:
    assert annotated(annotation)[2] is None


def test_aliases_are_told_with_what_they_stand_for() -> None:
    part = annotated("Rows")[1]
    assert part is not None
    assert part.explained == " (where `Row` is `dict[str, Any]`)"
    assert [(note.place.path, note.message) for note in part.notes] == [
        ("app.py", "`Rows` is `list[Row]`"),
        ("app.py", "`Row` is `dict[str, Any]`"),
    ]


@pytest.mark.parametrize("annotation", ["dict[str, int | None]", "Callable[[int], str]", "a.B[...]", "tuple[()]"])
def test_a_type_is_spelled_as_it_is_written(annotation: str) -> None:
    project = project_of({"app.py": f"def f(x: {annotation}): ...\n"})
    expr = function(project, "app.py", "f").facts.parameters[0].annotation
    assert expr is not None
    assert spelled_type(expr).replace("[[]]", "[()]") == annotation
