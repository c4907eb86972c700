"""Changes of the reference service, each of which a rule must find: `fixtures/mutations/<family>.toml`."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edit(_Entry):
    """One change: a text that stands exactly once in a file becomes another, or a new file."""

    file: str
    find: str = ""
    replace: str = ""
    content: str | None = None
    """All of a new file."""

    @model_validator(mode="after")
    def _is_one_kind(self) -> Edit:
        if (self.content is None) == (not self.find):
            raise ValueError("an edit has either `find` and `replace`, or `content`")
        return self

    def apply(self, root: Path) -> None:
        """Make the change; raises ValueError where it does not fit."""
        file = root / self.file
        if self.content is not None:
            if file.exists():
                raise ValueError(f"{self.file} exists already")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.content, encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        if text.count(self.find) != 1:
            raise ValueError(f"{self.file}: {self.find!r} stands there {text.count(self.find)} times, not once")
        file.write_text(text.replace(self.find, self.replace), encoding="utf-8")


class Find(_Entry):
    """A finding: the file and the text of its line, so that it holds while lines move."""

    path: str
    line: str
    rule: str = ""
    """`family/name`; in `finds`, the mutation's own when left out."""


class Also(Find):
    """A finding of another rule that the change rightly causes."""

    rule: str
    reason: str = Field(min_length=10)


class Mutation(_Entry):
    """A named change of the reference service."""

    rule: str
    name: str
    edits: tuple[Edit, ...] = Field(min_length=1)
    finds: tuple[Find, ...] = Field(min_length=1)
    also: tuple[Also, ...] = ()

    @cached_property
    def expected(self) -> list[tuple[str, str, str]]:
        """Rule, path and text of the line of everything that must be found, sorted."""
        return sorted((each.rule or self.rule, each.path, each.line.strip()) for each in (*self.finds, *self.also))


class _File(_Entry):
    mutation: tuple[Mutation, ...]


def read(folder: Path) -> list[Mutation]:
    """Every mutation of a folder; raises ValueError for one that stands in another family's file."""
    found: list[Mutation] = []
    for file in sorted(folder.glob("*.toml")):
        for mutation in _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).mutation:
            if mutation.rule.partition("/")[0] != file.stem:
                raise ValueError(f"{file.name}: `{mutation.rule}` is not of this family")
            found.append(mutation)
    return found
