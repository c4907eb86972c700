"""The baseline as it was."""

from __future__ import annotations

from archlint.debt import Baseline, BaselineError, parse
from archlint.git import GitError, repository


def committed(root: str, path: str) -> Baseline | None:
    """The baseline of the last commit, without entries where that has none; None where there is no commit to ask, or
    what it holds cannot be read.
    """
    try:
        found = repository(root)
        tree = found.tree(found.commit("HEAD"))
    except GitError:
        return None
    try:
        return parse(path, tree.read(f"{root}/{path}"))
    except FileNotFoundError:
        return Baseline(path)
    except (OSError, BaselineError):
        return None
    finally:
        tree.close()
