"""A repository: which commits are meant, and their trees."""

from __future__ import annotations

import os
from dataclasses import dataclass

from archlint.git.asking import GitError, ask
from archlint.git.objects import Objects
from archlint.git.tree import Tree


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where a change begins, as git's names for commits."""

    base: str
    """The best common ancestor of the reference and the head."""
    head: str


class Repository:
    """The repository around a folder."""

    def __init__(self, top: str) -> None:
        self.top = top

    def compare(self, reference: str, head: str = "HEAD") -> Comparison:
        """Both ends of a change; raises GitError that says how to get what is missing."""
        there = self.commit(head) if head != "HEAD" else self._head()
        base = self.commit(reference)
        try:
            found = ask(self.top, "merge-base", "--end-of-options", base, there).decode("ascii").split()
        except GitError:
            found = []
        if found:
            return Comparison(found[0], there)
        if self.is_shallow:
            raise GitError(
                f"the history is cut off (a shallow clone) before `{reference}` and `{head}` meet; fetch more of it: "
                "`git fetch --unshallow`, or `fetch-depth: 0` in actions/checkout"
            )
        raise GitError(f"`{reference}` and `{head}` have no history in common; name a branch that the change left")

    def commit(self, reference: str) -> str:
        """The commit that a name means; raises GitError."""
        if reference and "\n" not in reference:
            try:
                name = ask(
                    self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"
                ).decode("ascii")
            except GitError:
                name = ""
            if name.strip():
                return name.strip()
        self._head()
        hint = (
            f"fetch it: `git fetch origin {reference}`" if self.is_shallow else "`git branch --all` lists what there is"
        )
        shallow = " in this shallow clone" if self.is_shallow else ""
        raise GitError(f"`{reference}` names no commit{shallow}; {hint}")

    def tree(self, commit: str) -> Tree:
        """The files of a commit; raises GitError."""
        listing = ask(self.top, "ls-tree", "-r", "-z", "-l", "--full-tree", "--end-of-options", commit)
        return Tree(self.top, commit, listing, Objects(self.top))

    @property
    def is_shallow(self) -> bool:
        return ask(self.top, "rev-parse", "--is-shallow-repository").strip() == b"true"

    def _head(self) -> str:
        try:
            return ask(self.top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode("ascii").strip()
        except GitError:
            raise GitError("the repository has no commits yet, so there is nothing to compare with") from None


def repository(folder: str) -> Repository:
    """The repository whose work tree a folder is in; raises GitError."""
    try:
        top = os.fsdecode(ask(folder, "rev-parse", "--show-toplevel")).removesuffix("\n")
    except GitError as error:
        if "not a git repository" in str(error):
            raise GitError("not in a git repository; --base needs one") from None
        if "work tree" in str(error):
            raise GitError("the repository is bare; run archlint in a work tree of it (`git worktree add`)") from None
        raise
    return Repository(os.path.realpath(top))
