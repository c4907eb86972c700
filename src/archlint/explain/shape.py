"""The shapes of what `archlint explain --output-format json` prints, version 1: data first, then told in words."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic reads a TypedDict of the standard library from 3.12 on
    from typing_extensions import TypedDict


class PlaceShape(TypedDict):
    """Lines and columns count from 1, columns in code points, ends are exclusive; the path is the reader's."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class LineShape(TypedDict):
    """A line of a file, as it stands there."""

    line: int
    text: str


class EdgeShape(TypedDict):
    """What leads from one definition or module to another at some place."""

    kind: str
    source: str
    target: str


class HopShape(TypedDict):
    """One place of a finding; the last line of `code` is the one that it stands on."""

    place: PlaceShape
    message: str
    edge: EdgeShape | None
    code: list[LineShape]


class DecisionShape(TypedDict):
    """What made the finding one, and where that is set: "file:line", a flag, "default", or what was seen where."""

    subject: str
    value: str
    origin: str


class CutShape(TypedDict):
    """Where the least has to change for the finding to go."""

    places: list[PlaceShape]
    message: str


class RepairShape(TypedDict):
    safety: Literal["safe", "unsafe"]
    message: str
    diff: str


class SuppressShape(TypedDict):
    """How to silence the finding: on its line, in its file, in the settings; `when` says where that is right."""

    comment: str
    line: str
    file: str
    setting: str
    when: str


class FindingShape(TypedDict):
    """One finding, taken apart."""

    rule: str
    severity: Literal["error", "warning", "info"]
    state: str
    """Why `archlint check` does not tell it; "" when it does."""
    place: PlaceShape
    message: str
    symbol: str | None
    fingerprint: str
    promise: str
    why: str
    is_chain: bool
    """Whether each hop leads to the next one; else they stand side by side."""
    hops: list[HopShape]
    decisions: list[DecisionShape]
    cut: CutShape | None
    way_out: str | None
    fix: RepairShape | None
    suppress: SuppressShape | None
    """None for a rule that the settings let nobody silence."""


class PassingShape(TypedDict):
    """A finding elsewhere that goes through a place, or stands near it."""

    rule: str
    message: str
    place: PlaceShape


class FindingsShape(TypedDict):
    """What is found on a line, or under a fingerprint."""

    version: Literal[1]
    kind: Literal["findings"]
    target: str
    findings: list[FindingShape]
    passing: list[PassingShape]
    """The findings elsewhere whose chains go through the line."""
    near: list[PassingShape]
    """Where the line holds none: those nearest to it in the file."""


class EvidenceShape(TypedDict):
    """One reason to count a module as part of a layer."""

    layer: str
    kind: str
    sentence: str
    place: PlaceShape | None


class LayerShape(TypedDict):
    name: str
    role: str
    evidence: list[EvidenceShape]


class DefinitionShape(TypedDict):
    """A class or function of a module, and what it is to the service."""

    symbol: str
    kind: Literal["class", "function"]
    role: str
    routes: list[str]
    place: PlaceShape


class RelationShape(TypedDict):
    """Something else that a module or definition has to do with, and where."""

    symbol: str
    how: str
    place: PlaceShape


class VerdictShape(TypedDict):
    """Whether a module may import the modules of some layer."""

    layer: str
    allowed: bool
    reason: str


class UnresolvedShape(TypedDict):
    """What the analysis could not tell; rules are silent on it."""

    what: str
    sentence: str
    place: PlaceShape


class ModuleShape(TypedDict):
    version: Literal[1]
    kind: Literal["module"]
    target: str
    path: str
    module: str
    layer: LayerShape | None
    signals: list[EvidenceShape]
    """All that speaks for some layer, whether or not it decides."""
    definitions: list[DefinitionShape]
    may_import: list[VerdictShape]
    imports: list[RelationShape]
    imported_by: list[RelationShape]
    unresolved: list[UnresolvedShape]
    findings: list[PassingShape]


class MemberShape(TypedDict):
    path: str
    layer: str
    reason: str


class FolderShape(TypedDict):
    version: Literal[1]
    kind: Literal["folder"]
    target: str
    modules: list[MemberShape]


class ReachShape(TypedDict):
    """A blocking call that a function makes or reaches."""

    sink: str
    waits_for: str
    hops: list[HopShape]


class EscapeShape(TypedDict):
    """An error that a function lets out, from the call or raise in it to the raise statement."""

    error: str
    answer: str
    """Who turns it into an answer where it leaves a route; "" where that cannot be told."""
    hops: list[HopShape]


class SymbolShape(TypedDict):
    """A function, a method or a class."""

    version: Literal[1]
    kind: Literal["symbol"]
    target: str
    symbol: str
    what: str
    role: str
    place: PlaceShape
    code: list[LineShape]
    colour: str
    routes: list[str]
    blocks: list[ReachShape]
    raises: list[EscapeShape]
    """As far as classes are known, and up to where something may catch them."""
    callers: list[RelationShape]
    callees: list[RelationShape]
    dependencies: list[RelationShape]
    bases: list[str]
    subclasses: list[str]
    methods: list[RelationShape]
    pairs: list[RelationShape]
    """Of a schema, the ORM class that it stands for; of an ORM class, its schemas; each with what says so."""


class RuleShape(TypedDict):
    version: Literal[1]
    kind: Literal["rule"]
    target: str
    rule: str
    summary: str
    severity: Literal["error", "warning", "info"]
    default: bool
    scope: list[str]
    fix: Literal["safe", "unsafe"] | None
    since: str
    source: str
    overlaps: str | None
    sections: dict[str, str]
    playbooks: list[str]
    """The pages that name it."""


class GuideShape(TypedDict):
    """A page that no check can take the place of."""

    name: str
    title: str
    question: str
    rules: list[str]
    """The addresses of the rules that serve it."""
    body: str


class PlaybookShape(TypedDict):
    version: Literal[1]
    kind: Literal["playbook"]
    target: str
    playbook: GuideShape


class ChecklistShape(TypedDict):
    version: Literal[1]
    kind: Literal["checklist"]
    target: str
    items: list[GuideShape]


class SummaryShape(TypedDict):
    rule: str
    summary: str


class FamilyShape(TypedDict):
    version: Literal[1]
    kind: Literal["family"]
    target: str
    rules: list[SummaryShape]


Answer: TypeAlias = (
    RuleShape | FamilyShape | PlaybookShape | ChecklistShape | FindingsShape | ModuleShape | FolderShape | SymbolShape
)
