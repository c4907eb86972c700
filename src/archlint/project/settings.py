"""Which files hold the settings of a service."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archlint.project.code.modules import Module

if TYPE_CHECKING:
    from archlint.project.project import Project

_OWN_LAYERS = frozenset({"migration", "settings", "test"})
_OTHER_LAYERS = frozenset({"dependency", "middleware", "repository", "router", "service", "task"})
_WORDS = frozenset({"conf", "config", "configs", "configuration", "env", "environment", "envs", "setting", "settings"})
_OUTSIDE_FOLDERS = frozenset(
    {".ci", ".github", "alembic", "bin", "ci", "cli", "docs", "migrations", "script", "scripts"}
)
_BUILD_FILES = frozenset({"fabfile.py", "hatch_build.py", "noxfile.py", "setup.py"})
_BETWEEN_WORDS = re.compile(r"[._-]+")


class Settings:
    """Tells settings, and what is no part of the running service, from everything else."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def may_read_environment(self, module: Module) -> bool:
        """Whether a file holds settings, or is no part of the running service: a script, a migration, a build file."""
        layer = self._project.layers.name_of(module)
        roles = {self._project.layers.contents.role(each) for each in module.all_classes}
        if layer in _OWN_LAYERS or "settings" in roles:
            return True
        *folders, name = module.path.split("/")
        if name in _BUILD_FILES or not _OUTSIDE_FOLDERS.isdisjoint(folders):
            return True
        if layer in _OTHER_LAYERS:
            return False
        stem = _BETWEEN_WORDS.split(name.lower().removesuffix(".py"))
        return not _WORDS.isdisjoint((stem[0], stem[-1], *folders[-1:]))
