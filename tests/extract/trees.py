"""Trees of LibCST beside those that are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import libcst as cst

from archlint.extract.nodes import UNREAD


def pairs(light: object, whole: object) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
    """Every node that is read with LibCST's own; raises AssertionError where the two differ in what is read."""
    match whole:
        case cst.CSTNode() if type(whole).__name__ in UNREAD:
            assert light == ""
            yield light, whole  # type: ignore[misc]
        case cst.CSTNode():
            assert type(light).__name__ == type(whole).__name__
            assert not isinstance(light, cst.CSTNode)
            yield light, whole  # type: ignore[misc]
            for field in dataclasses.fields(whole):
                read, given = getattr(light, field.name), getattr(whole, field.name)
                if read is not None or given is not field.default:  # the parser leaves out what is as by default
                    yield from pairs(read, given)
        case list() | tuple():
            assert isinstance(light, list | tuple)
            assert len(light) == len(whole)
            for left, right in zip(light, whole, strict=True):
                yield from pairs(left, right)
        case _:
            assert light == whole
