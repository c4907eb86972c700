"""A repository's own settings, of which git knows many that run programs, run none when renames are looked for."""

from __future__ import annotations

from pathlib import Path

from baseline.conftest import Archlint
from harness.repositories import Repo

SETTINGS = (
    ("core.fsmonitor", "{}"),
    ("core.hooksPath", "hooks"),
    ("core.pager", "{}"),
    ("core.sshCommand", "{}"),
    ("pager.log", "{}"),
    ("diff.external", "{}"),
    ("diff.evil.command", "{}"),
    ("diff.evil.textconv", "{}"),
    ("diff.evil.trustExitCode", "true"),
    ("filter.evil.clean", "{}"),
    ("filter.evil.smudge", "{}"),
    ("filter.evil.process", "{}"),
    ("gpg.program", "{}"),
    ("log.showSignature", "true"),
    ("alias.log", "!{}"),
    ("alias.rev-list", "!{}"),
    ("credential.helper", "!{}"),
)


def test_no_program_of_the_repository_is_run(known: Repo, archlint: Archlint, tmp_path: Path) -> None:
    canary, trap = tmp_path / "canary", tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{canary}'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    (known.top / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (known.top / "hooks" / hook).symlink_to(trap)
    known.write({".gitattributes": "* filter=evil diff=evil\n"})
    (known.top / "app/clock.py").rename(known.top / "app/timing.py")
    known.commit()
    sign(known, tmp_path / "commit")
    for key, value in SETTINGS:
        known.git("config", key, value.format(trap))
    known.git("log", "-1")
    assert canary.exists()  # the trap is set
    canary.unlink()
    assert archlint("check").told == []
    assert archlint("baseline").code == 0
    assert not canary.exists(), canary.read_text(encoding="utf-8")


def sign(repo: Repo, file: Path) -> None:
    """Let the last commit bear something that looks like a signature."""
    head, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    lines = ("gpgsig -----BEGIN PGP SIGNATURE-----", " ", " x", " -----END PGP SIGNATURE-----")
    file.write_text("\n".join((head, *lines)) + f"\n\n{message}\n", encoding="utf-8")
    repo.git("update-ref", "HEAD", repo.git("hash-object", "-t", "commit", "-w", str(file)))
