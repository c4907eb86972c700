"""Keyword arguments added to calls."""

from __future__ import annotations

from archlint import facts
from archlint.findings import Edit, Span
from archlint.project.code.modules import Module
from archlint.project.repairs.lines import Lines


def added(call: facts.Call, said: str, module: Module) -> Edit:
    """A keyword behind the arguments of a call, on a line of its own where each of them has one."""
    given = sorted((*call.args, *call.keywords), key=lambda each: each.start)
    if not given:
        return Edit(module.path, Span(call.end - 1, call.end), f"{said})", ")")
    lines = Lines(module)
    gap = lines.gap(given, lines.of(call.func)[1])
    return Edit(module.path, Span(given[-1].end, given[-1].end), f"{gap}{said}")
