"""Comments that would silence findings, as fixes: one above each statement, for all that is found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Module
from archlint.suppressions.headers import Headers

_OWN = "suppressions/"
"""The rules that no comment silences, for they are about comments."""


def with_comments(
    findings: Iterable[Finding], modules: Mapping[str, Module], reason: str, never: Collection[str]
) -> list[Finding]:
    """The findings, each with the comment that silences it as its fix; without one where no comment can, as for the
    rules in `never`. `reason` is quoted.
    """
    headers: dict[str, Headers] = {}
    together: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    told = []
    for finding in findings:
        module = modules.get(finding.place.path)
        told.append(replace(finding, fix=None))
        if module is None or finding.rule in never or finding.rule.startswith(_OWN):
            continue
        known = headers.setdefault(module.path, Headers(module.facts))
        together[module.path, known.first(finding.place.line)].append(told[-1])
    fixes = {
        finding: _fix(path, headers[path], line, found, reason)
        for (path, line), found in together.items()
        for finding in found
    }
    return [replace(finding, fix=fixes.get(finding)) for finding in told]


def _fix(path: str, headers: Headers, line: int, findings: Iterable[Finding], reason: str) -> Fix:
    names = ", ".join(sorted({each.rule.partition("/")[2] for each in findings}))
    start, indentation = headers.start(line)
    text = f"{' ' * indentation}# archlint: ignore[{names}] reason={reason}\n"
    return Fix(Safety.SAFE, f"silence `{names}` here", (Edit(path, Span(start, start), text),))
