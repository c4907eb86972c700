"""Compare the route table told from the source with what FastAPI serves.

    python -m benchmarks.routes compare CHECKOUTS ENVIRONMENTS [NAME ...]
    python -m benchmarks.routes count CHECKOUTS

CHECKOUTS holds the services of `benchmarks/services.toml` by their names. ENVIRONMENTS is a folder for virtual
environments, one a service of `applications.toml`, filled where they are missing: it installs what the services declare
and imports their code, so run it where you would run them. `count` runs nothing of theirs.
"""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import click
from benchmarks.routes import comparing, counting, derived, environments

from archlint.project import Project

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KINDS = ("only FastAPI", "only archlint", "model", "dependencies")


@click.group()
def main() -> None:
    """Measure how exact the route table is."""


@main.command()
@click.argument("checkouts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("only", nargs=-1)
@click.option("--details", is_flag=True, help="Print every difference.")
def compare(checkouts: Path, folder: Path, only: tuple[str, ...], details: bool) -> None:
    """Compare with the applications that can be imported."""
    for application in environments.applications():
        if only and application.name not in only:
            continue
        checkout = ROOT if application.name == "example_service" else checkouts / application.name
        root = ROOT / "example_service" if application.name == "example_service" else checkout
        try:
            version, theirs = imported(application, root, folder)
        except (subprocess.CalledProcessError, ValueError, OSError) as error:
            said = getattr(error, "stderr", None) or str(error)
            click.echo(f"| {application.name} | not imported: {said.strip().splitlines()[-1][:200]} |")
            continue
        told = derived.project(root / application.cwd if application.name != "prefect-server" else root)
        ours = list(derived.rows(told, application.made))
        alike, differences = comparing.compare(theirs, ours)
        kinds = [sum(each.what == kind for each in differences) for kind in KINDS]
        cells = (application.name, version, len(theirs), len(ours), alike, *kinds)
        click.echo("| " + " | ".join(str(each) for each in cells) + " |")
        for each in differences if details else ():
            click.echo(f"    {each.what}: {each.where}  FastAPI: {each.served}  archlint: {each.told}")


def imported(application: environments.Application, root: Path, folder: Path) -> tuple[str, list[derived.Row]]:
    """FastAPI's version, and what the application says of itself."""
    python = environments.prepare(application, root, folder)
    root = environments.copied(application, root, folder)
    path = os.pathsep.join(str(root / each) for each in application.path)
    env = {**os.environ, **application.env, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [str(python), str(HERE / "imported.py"), application.app],
        cwd=root / application.cwd,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout.strip().splitlines()[-1])
    rows = [
        derived.Row(each["method"], each["path"], each["model"], tuple(each["dependencies"]))
        for each in found["routes"]
    ]
    return str(found["fastapi"]), rows


@main.command()
@click.argument("checkouts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--details", is_flag=True, help="Print what only one of the methods sees.")
def count(checkouts: Path, details: bool) -> None:
    """Count declarations by a second method."""
    total = [0, 0, 0, 0]
    for said in tomllib.loads((HERE.parent / "services.toml").read_text(encoding="utf-8"))["service"]:
        root = (checkouts / said["name"] / said["root"]).resolve()
        told = derived.project(root)
        base = _base(root, told)
        paths = {path for path, each in told.modules.items() if not each.is_test and (base / path).is_relative_to(root)}
        ours = {(each.place.path, each.place.line) for each in told.routes if each.place.path in paths}
        texts = {path: (base / path).read_text(encoding="utf-8", errors="replace") for path in paths}
        theirs = {place for path, text in texts.items() for place in counting.places(path, text)}
        numbers = (len(ours), len(theirs), len(ours - theirs), len(theirs - ours))
        total = [one + other for one, other in zip(total, numbers, strict=True)]
        click.echo(f"| {said['name']} | " + " | ".join(str(each) for each in numbers) + " |")
        if details:
            for what, places in (("archlint", ours - theirs), ("second", theirs - ours)):
                for place in sorted(places):
                    click.echo(f"    only {what}: {place[0]}:{place[1]} {counting.line(base, place)}")
    click.echo("| all | " + " | ".join(str(each) for each in total) + " |")


def _base(root: Path, told: Project) -> Path:
    """The folder that the project's paths start from."""
    first = next(iter(told.modules), "")
    while first and not (root / first).is_file() and root != root.parent:
        root = root.parent
    return root


if __name__ == "__main__":
    main()
