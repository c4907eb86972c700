"""What made a finding one: the settings that decided, each with its line, and the layers that were told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from archlint import catalogue
from archlint.catalogue import UnknownRuleError
from archlint.config import Options, key_of
from archlint.engine.study import Verdict
from archlint.explain.cut import places_of
from archlint.explain.shape import DecisionShape
from archlint.explain.viewing import Viewing
from archlint.files import spec
from archlint.project import Module

_ABOUT_LAYERS = ("layers", "typing", "settings")
"""The families whose rules ask for the layer of a module."""


def decisions(verdict: Verdict, viewing: Viewing) -> list[DecisionShape]:
    """Everything that decided on a finding, the selection of its rule first."""
    deciding = _Deciding(verdict, viewing)
    return [
        deciding.selection(),
        deciding.severity(),
        *deciding.layers(),
        *deciding.closed(),
        *deciding.options(),
        *deciding.sinks(),
        *deciding.ignores(),
        *deciding.never(),
    ]


class _Deciding:
    def __init__(self, verdict: Verdict, viewing: Viewing) -> None:
        self.viewing = viewing
        self.finding = verdict.finding
        self.is_ignored = verdict.is_ignored
        self.rule = catalogue.find(verdict.finding.rule)
        self.workspace = viewing.study.workspace
        self.config = self.workspace.config

    def origin(self, key: str, *inner: str, word: str = "") -> str:
        """Where a setting, or a word in it, stands."""
        settings = self.workspace.settings
        if key in self.workspace.flags and (not word or word in str(self.workspace.flags[key])):
            return f"--{key}"
        if key not in settings.values:
            return "default"
        return f"{settings.path}:{settings.line((key, *inner), word)}"

    def selection(self) -> DecisionShape:
        for key, words in (
            ("ignore", self.config.ignore),
            ("extend-select", self.config.extend_select),
            ("select", self.config.select),
        ):
            selected = self.rule.address in self.viewing.study.selection.severities
            if (key == "ignore") == selected:
                continue
            naming = [word for word in words if self._names(word)]
            if naming:
                narrow = min(naming, key=lambda word: len(catalogue.expand(word)))
                return DecisionShape(
                    subject="selection", value=f"`{key}` has `{narrow}`", origin=self.origin(key, word=narrow)
                )
        return DecisionShape(subject="selection", value="opt-in: no setting selects the rule", origin="default")

    def severity(self) -> DecisionShape:
        words = sorted(
            (word for word in self.config.severity if self._names(word)), key=lambda word: len(catalogue.expand(word))
        )
        if words:
            value = f"`severity` makes it {self.config.severity[words[0]]}"
            return DecisionShape(subject="severity", value=value, origin=self.origin("severity", words[0]))
        if self.finding.severity is not self.rule.severity:
            value = f"{self.finding.severity}, where the rule's own is {self.rule.severity}"
            return DecisionShape(subject="severity", value=value, origin="the check")
        return DecisionShape(subject="severity", value=str(self.rule.severity), origin="the rule")

    def layers(self) -> Iterator[DecisionShape]:
        """The layer of each module that the finding goes through, and of the one that it is about."""
        if self.rule.family not in _ABOUT_LAYERS:
            return
        modules = self.viewing.study.project.modules
        found = [modules.get(each.path) for each in places_of(self.finding)]
        found.append(self._meant())
        for module in dict.fromkeys(found):
            if module is not None:
                yield self._layer(module)

    def _meant(self) -> Module | None:
        """The module that the finding is about the import or use of."""
        by_name = {each.name: each for each in self.viewing.study.project.modules.values()}
        name = self.finding.target
        while name and name not in by_name:
            name = name.rpartition(".")[0]
        return by_name.get(name)

    def _layer(self, module: Module) -> DecisionShape:
        told = self.viewing.study.project.layers.of(module)
        if told is None:
            return DecisionShape(subject="layer", value=f"`{module.name}` has none", origin="no evidence decides")
        first = told.evidence[0]
        value = f"`{module.name}` is a {told.name} module: {first.sentence}"
        if first.kind == "configuration":
            pattern = first.sentence.partition("`")[2].partition("`")[0]
            key = {"composition": "composition-root", "shared": "shared"}.get(told.name, "layers")
            return DecisionShape(subject="layer", value=value, origin=self.origin(key, word=f'"{pattern}"'))
        origin = self.viewing.where(first.place) if first.place is not None else f"its {first.kind}"
        return DecisionShape(subject="layer", value=value, origin=origin)

    def closed(self) -> Iterator[DecisionShape]:
        """The closed layer that an import passes."""
        project = self.viewing.study.project
        module = project.modules.get(self.finding.place.path)
        edges = project.imports.of(module) if module is not None and self.config.layers else ()
        for edge in edges:
            passed = project.order.passed(edge) if edge.place == self.finding.place else None
            if passed is not None:
                origin = self.origin("layers", word=f'"{passed.name}"')
                yield DecisionShape(subject="closed", value=f"`{passed.name}` is closed", origin=origin)
                return

    def options(self) -> Iterator[DecisionShape]:
        """The options that the rule's page says it heeds."""
        for each in fields(Options):
            key = key_of(each.name)
            if re.search(rf"`(?:options\.)?{re.escape(key)}\b", self.rule.body):
                value = getattr(self.config.options, each.name)
                shown = str(value).lower() if isinstance(value, bool) else value
                origin = self.workspace.origin(f"options.{key}")
                yield DecisionShape(subject="option", value=f"`{key}` is `{shown}`", origin=origin)

    def sinks(self) -> Iterator[DecisionShape]:
        """A blocking call that the settings name."""
        for each in self.config.sinks:
            if self.finding.target == each.name or self.finding.target.startswith(each.name.removesuffix("*")):
                value = f"`sinks` says that `{each.name}` waits ({each.kind})"
                yield DecisionShape(subject="sink", value=value, origin=self.origin("sinks", word=f'"{each.name}"'))

    def ignores(self) -> Iterator[DecisionShape]:
        """The patterns that keep the rule out of the file."""
        for pattern, words in self.config.per_file_ignores.items() if self.is_ignored else ():
            if spec([pattern]).match_file(self.finding.place.path) and any(self._names(word) for word in words):
                origin = self.origin("per-file-ignores", pattern)
                yield DecisionShape(subject="ignored", value=f"`per-file-ignores` has `{pattern}`", origin=origin)

    def never(self) -> Iterator[DecisionShape]:
        """What lets nobody silence the rule."""
        for word in filter(self._names, self.config.never_suppress):
            origin = self.origin("never-suppress", word=word)
            yield DecisionShape(subject="silence", value=f"`never-suppress` has `{word}`", origin=origin)

    def _names(self, word: str) -> bool:
        try:
            return self.rule.address in catalogue.expand(word)
        except UnknownRuleError:
            return False
