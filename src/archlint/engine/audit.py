"""Settings against the files they speak of: a pattern that meets none leaves a gap that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archlint.config import ConfigError, Workspace
from archlint.config.errors import did_you_mean
from archlint.files import spec
from archlint.findings import Problem


def audit(workspace: Workspace) -> None:
    """Raises ConfigError when a pattern meets no file of the project."""
    if not workspace.listing.files:
        return
    problems = tuple(_Audit(workspace).problems())
    if problems:
        raise ConfigError(*problems)


class _Audit:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.paths = [each.path for each in workspace.listing.files]
        self.folders = sorted({folder for path in self.paths for folder in _above(path)})

    def problems(self) -> Iterator[Problem]:
        config = self.workspace.config
        for layer in config.layers:
            yield from self.dead(("layers",), layer.match, f"the layer `{layer.name}` has a pattern that")
        yield from self.dead(("shared",), config.shared, "`shared` has a pattern that")
        yield from self.dead(("composition-root",), config.composition_root, "`composition-root` has a pattern that")
        for pattern in config.per_file_ignores:
            yield from self.dead(("per-file-ignores", pattern), (pattern,), "`per-file-ignores` has a pattern that")
        for folder in config.src:
            name = folder.removeprefix("./").strip("/")
            if name not in ("", ".") and name not in self.folders:
                hint = did_you_mean(name, self.folders)
                yield self.problem(("src",), folder, f"`src` names `{folder}`, a folder without Python files{hint}")

    def dead(self, keys: tuple[str, ...], patterns: Sequence[str], subject: str) -> Iterator[Problem]:
        """The patterns that meet no file."""
        for pattern in patterns:
            try:
                meets = spec([pattern])
            except ValueError as error:
                yield self.problem(keys, pattern, f"{subject} is none: `{pattern}`: {error}")
                continue
            if not any(meets.match_file(path) for path in self.paths):
                hint = _near(pattern, [*self.folders, *self.paths])
                yield self.problem(keys, pattern, f"{subject} meets no file: `{pattern}`{hint}")

    def problem(self, keys: tuple[str, ...], word: str, message: str) -> Problem:
        return self.workspace.settings.problem(keys, message, word)


def _near(pattern: str, known: list[str]) -> str:
    """The hint for a pattern that starts with almost a path."""
    if pattern.startswith("*"):
        return ""
    fixed, star, _ = pattern.partition("/*")
    hint = did_you_mean(fixed.strip("/"), known)
    return hint.replace("`?", "/**`?") if star else hint


def _above(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path
