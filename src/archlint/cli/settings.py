"""The settings of a project as its user would write them, each with where it comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping

from archlint.config import Workspace
from archlint.report.escape import visible


def as_text(workspace: Workspace) -> str:
    """The settings in the syntax of TOML, the origins as comments."""
    rows = [(f"{key} = {_toml(value)}", workspace.origin(key)) for key, value in _settings(workspace)]
    width = min(60, max(len(setting) for setting, _ in rows))
    lines = [f"# the project in {visible(os.path.relpath(workspace.root))}"]
    lines += [f"{visible(setting):<{width}}  # {visible(origin)}" for setting, origin in rows]
    return "".join(f"{line}\n" for line in lines)


def as_json(workspace: Workspace) -> dict[str, object]:
    """The settings by key, each with its value and origin."""
    return {
        "root": os.path.relpath(workspace.root).replace(os.sep, "/"),
        "settings": {key: {"value": value, "origin": workspace.origin(key)} for key, value in _settings(workspace)},
    }


def _settings(workspace: Workspace) -> Iterable[tuple[str, object]]:
    from archlint.config.validation import written

    return written(workspace.config).items()


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items() if each is not None)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False)
