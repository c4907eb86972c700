"""Which projects a run is about, and where each setting comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archlint import trail
from archlint.config.errors import KIND, ConfigError
from archlint.config.loading import Settings, read
from archlint.config.model import Config
from archlint.files import Listing, find, printable
from archlint.findings import Problem

PYPROJECT = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project: a folder, its settings and its files."""

    root: Path
    config: Config
    settings: Settings
    """What the project's file says, before flags."""
    flags: Mapping[str, object] = field(default_factory=dict)
    listing: Listing = field(default_factory=Listing)
    shown: tuple[str, ...] = ()
    """The paths that findings are wanted for, relative to the root with forward slashes; none means all."""

    def shows(self, path: str) -> bool:
        """Whether findings in a file are wanted."""
        return not self.shown or any(path == each or path.startswith(each + "/") for each in self.shown)

    def origin(self, key: str) -> str:
        """Where a setting comes from: a flag, "file:line", or "default". Keys of `options` are "options.key"."""
        if key in self.flags:
            return f"--{key}"
        keys = key.split(".")
        values: object = self.settings.values
        for part in keys:
            if not isinstance(values, Mapping) or part not in values:
                return "default"
            values = values[part]
        return f"{self.settings.path}:{self.settings.line(keys)}"


def discover(
    paths: Sequence[Path] = (),
    *,
    cwd: Path,
    file: Path | None = None,
    isolated: bool = False,
    flags: Mapping[str, object] | None = None,
) -> tuple[Workspace, ...]:
    """The projects that the paths, or else the working directory, are in or above.

    `file` takes the place of every project's own settings; `isolated` leaves them all aside. `flags` are settings
    from the command line under their keys; those that are empty were not given. Raises ConfigError.
    """
    return Discovery(cwd, file, isolated, given_flags(flags)).run(paths)


def given_flags(flags: Mapping[str, object] | None) -> dict[str, object]:
    """The flags that were given."""
    return {key: value for key, value in (flags or {}).items() if value not in ((), None)}


class Discovery:
    """One look at a disk, or at what stands for it."""

    def __init__(self, cwd: Path, file: Path | None, isolated: bool, flags: Mapping[str, object]) -> None:
        self.cwd = cwd.resolve()
        self.file = file
        self.isolated = isolated
        self.flags = flags
        self.settings: dict[Path, Settings | None] = {}
        """By folder; None for one that is no project of its own."""
        self.listings: dict[tuple[Path, tuple[str, ...]], Listing] = {}
        """By folder and what is left out of it."""

    def run(self, paths: Sequence[Path]) -> tuple[Workspace, ...]:
        wanted: dict[Path, list[Path]] = {}
        for start in [(self.cwd / each).resolve() for each in paths] or [self.cwd]:
            for root in self.roots(start):
                wanted.setdefault(root, []).append(start)
        return tuple(self.workspace(root, starts) for root, starts in sorted(wanted.items()))

    def roots(self, start: Path) -> list[Path]:
        """The projects that a path is in, or that are below it."""
        if not trail.exists(start):
            raise ConfigError(Problem("usage", self.shown(start), "no such file or folder"))
        folder = start if trail.is_folder(start) else start.parent
        if self.file or self.isolated:
            return [self.anchor(folder)]
        above = self.configured_above(folder)
        nested = [each for each in self.nested(above or folder) if each.is_relative_to(start)]
        if above:
            return [above, *nested]
        return nested or [self.anchor(folder)]

    def nested(self, root: Path) -> Iterator[Path]:
        """The projects below a folder."""
        config = self.config(self.settings_of(root) or Settings())
        for each in self.listing(root, config).nested:
            yield Path(each)
            yield from self.nested(Path(each))

    def configured_above(self, folder: Path) -> Path | None:
        """The nearest folder with settings, this one included, inside the work tree."""
        return next((each for each in _upward(folder) if self.settings_of(each) is not None), None)

    def anchor(self, folder: Path) -> Path:
        """The nearest folder with a pyproject.toml or the top of the work tree; without either, the working directory
        if it is above (but not the whole machine, nor all that a user has), else the folder itself.
        """
        for each in _upward(folder):
            if trail.exists(each / PYPROJECT) or trail.exists(each / ".git"):
                return each
        vast = self.cwd in (Path(self.cwd.anchor), Path.home())
        return self.cwd if folder.is_relative_to(self.cwd) and not vast else folder

    def workspace(self, root: Path, starts: list[Path]) -> Workspace:
        settings = self.settings_of(root) or Settings()
        config = self.config(settings)
        everything = any(root.is_relative_to(start) for start in starts)
        shown = () if everything else tuple(each.relative_to(root).as_posix() for each in starts)
        return Workspace(root, config, settings, self.flags, self.listing(root, config), shown)

    def config(self, settings: Settings) -> Config:
        values = with_flags(settings.values, self.flags)
        if not values:
            return Config()
        from archlint.config.validation import validate

        return validate(settings, values)

    def listing(self, root: Path, config: Config) -> Listing:
        """What is below a folder; a folder that turns out to be a project is not listed twice."""
        excluded = (*config.exclude, *config.extend_exclude)
        if (root, excluded) not in self.listings:
            self.listings[root, excluded] = self.listed(root, excluded)
        return self.listings[root, excluded]

    def listed(self, root: Path, excluded: tuple[str, ...]) -> Listing:
        try:
            return find(str(root), excluded, self.is_project)
        except ValueError as error:
            settings = self.settings_of(root) or Settings()
            raise ConfigError(settings.problem(["exclude"], f"a pattern to exclude is wrong: {error}")) from None

    def is_project(self, folder: str) -> bool:
        return not (self.file or self.isolated) and self.settings_of(Path(folder)) is not None

    def settings_of(self, folder: Path) -> Settings | None:
        if self.isolated:
            return None
        if folder not in self.settings:
            self.settings[folder] = self.given(self.cwd / self.file) if self.file else self.found(folder / PYPROJECT)
        return self.settings[folder]

    def given(self, file: Path) -> Settings:
        """The settings in the file that the user named."""
        try:
            settings = read(str(file), self.shown(file), whole=True)
        except OSError as error:
            raise ConfigError(Problem("usage", self.shown(file), f"cannot be read: {error.strerror}")) from None
        if settings is None:
            raise ConfigError(Problem(KIND, self.shown(file), "has no [tool.archlint]", 1))
        return settings

    def found(self, file: Path) -> Settings | None:
        """The settings in a pyproject.toml that may be there."""
        try:
            return read(str(file), self.shown(file))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(Problem(KIND, self.shown(file), f"cannot be read: {error.strerror}")) from None

    def shown(self, real: Path) -> str:
        """The path as the user would type it from here."""
        return printable(os.path.relpath(real, self.cwd)).replace(os.sep, "/")


def with_flags(values: Mapping[str, object], flags: Mapping[str, object]) -> dict[str, object]:
    """The settings of a file with those of the command line on top.

    A flag takes the place of a setting, but `extend-…` and `ignore` add to it; `select` starts afresh.
    """
    merged = dict(values)
    if "select" in flags:
        for key in ("select", "extend-select", "ignore"):
            merged.pop(key, None)
    for key, value in flags.items():
        old = merged.get(key)
        adds = key == "ignore" or key.startswith("extend-")
        merged[key] = [*old, *value] if adds and isinstance(old, list) and isinstance(value, list | tuple) else value
    return merged


def _upward(folder: Path) -> Iterator[Path]:
    """The folder and those above it, up to the top of the work tree."""
    for each in (folder, *folder.parents):
        yield each
        if trail.exists(each / ".git"):
            return
