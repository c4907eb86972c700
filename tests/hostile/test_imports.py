"""Nothing of a service is imported, whatever its modules are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.processes import archlint

CANARY = "from pathlib import Path\nPath(__file__).with_name('{name}.imported').touch()\nraise SystemExit('sung')\n"
SHADOWING = ("argparse", "click", "decimal", "json", "libcst", "locale", "msgspec", "pydantic", "tomllib", "zlib")


@pytest.mark.parametrize("safe", ["", "1"])
def test_a_module_that_shadows_a_library_is_not_run(safe: str, service: Path, env: dict[str, str]) -> None:
    for name in SHADOWING:
        (service / f"{name}.py").write_text(CANARY.format(name=name))
    ran = archlint(service, {**env, "PYTHONSAFEPATH": safe}, "check", "app", "--select", "blocking-call")
    assert list(service.glob("*.imported")) == []
    assert (ran.code, ran.out.count("blocking-call")) == (1, 1), ran.err
