"""How often each rule is right on real services: sample findings to read, and make the table of what was read.

    python benchmarks/precision.py sample RULE CHECKOUTS > sample.txt
    python benchmarks/precision.py table

CHECKOUTS is a folder that holds the services of `services.toml` by their names, at their commits; nothing is fetched.
A service that is not there is left out, and said so.

A sample is the first twenty findings by fingerprint over all services, so nobody chooses. Each verdict is a line of
`benchmarks/precision/<rule>.jsonl`: {"rule", "repo", "place": "path:line", "verdict": "true"|"false", "reason"}; a
first line {"rule", "findings", "services"} tells out of how many.

A rule that speaks only where a service is configured has a folder `benchmarks/precision/<rule>/`: the settings that
each service was judged with, `<name>.toml`. Services without one are left out there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click

HERE = Path(__file__).parent
SAMPLE = 20
CONTEXT = 4


@dataclass(frozen=True)
class Service:
    """A checkout of a real service; `root` is the folder inside it that is judged."""

    repo: str
    name: str
    path: Path
    root: str


@dataclass(frozen=True)
class Sampled:
    fingerprint: str
    service: Service
    path: str
    line: int
    message: str


@click.group()
def main() -> None:
    """Measure how right the rules are."""


@main.command()
@click.argument("rule")
@click.argument("checkouts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--size", default=SAMPLE, show_default=True, help="How many findings to print.")
def sample(rule: str, checkouts: Path, size: int) -> None:
    """Print the findings of RULE that are to be read, each with its source."""
    listed = [each for each in services(checkouts) if not configured(rule) or settings(rule, each).is_file()]
    found = [each for service in listed for each in findings(rule, service)]
    met = {each.service.repo for each in found}
    print(json.dumps({"rule": rule, "findings": len(found), "services": len(met), "judged": len(listed)}))
    for each in sorted(found, key=lambda one: (one.fingerprint, one.service.repo))[:size]:
        print(f"\n=== {each.service.repo} {each.path}:{each.line}\n    {each.message}")
        source = (each.service.path / each.path).read_text(errors="replace").splitlines()
        for number in range(max(1, each.line - CONTEXT), min(len(source), each.line + CONTEXT) + 1):
            print(f"{'>' if number == each.line else ' '}{number:5} {source[number - 1]}")


def services(checkouts: Path) -> list[Service]:
    """The services that are there."""
    said = tomllib.loads((HERE / "services.toml").read_text(encoding="utf-8"))["service"]
    listed = [Service(each["repo"], each["name"], checkouts / each["name"], each["root"]) for each in said]
    for each in listed:
        if not each.path.is_dir():
            click.echo(f"{each.repo}: not at {each.path}, left out", err=True)
    return [each for each in listed if each.path.is_dir()]


def configured(rule: str) -> bool:
    """Whether a rule is tried with settings for each service."""
    return (HERE / "precision" / rule.rpartition("/")[2]).is_dir()


def settings(rule: str, service: Service) -> Path:
    """Where the settings stand that a service is judged with for a rule."""
    return HERE / "precision" / rule.rpartition("/")[2] / f"{service.name}.toml"


def findings(rule: str, service: Service) -> list[Sampled]:
    """All findings of one rule in a service."""
    command = [sys.executable, "-m", "archlint", "check", service.root, "--select", rule]
    command += ["--output-format", "json", "--exit-zero"]
    if configured(rule):
        command += ["--config", str(settings(rule, service))]
    ran = subprocess.run(command, cwd=service.path, capture_output=True, text=True, check=False)
    try:
        report = json.loads(ran.stdout)
    except ValueError:
        raise click.ClickException(f"{service.repo}: {ran.stderr[-800:]}") from None
    return [
        Sampled(each["fingerprint"], service, each["path"], each["line"], each["message"])
        for each in report["findings"]
    ]


@main.command()
def table() -> None:
    """Write precision.md from the verdicts."""
    rows = [row(file) for file in sorted((HERE / "precision").glob("*.jsonl"))]
    head = "| rule | findings | services | read | true | false | precision |\n|---|---:|---:|---:|---:|---:|---:|\n"
    intro = (
        "# Precision on real services\n\n"
        "Findings over public services at fixed commits, and what reading a sample of them in the source said. The\n"
        "sample is the first twenty by fingerprint. Verdicts with their reasons are in `precision/`.\n"
        "Made by `python benchmarks/precision.py table`.\n\n"
    )
    (HERE / "precision.md").write_text(intro + head + "\n".join(rows) + "\n", encoding="utf-8")


def row(file: Path) -> str:
    """One rule's line of the table."""
    head, *verdicts = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    right = sum(each["verdict"] == "true" for each in verdicts)
    precision = f"{right / len(verdicts):.2f}" if verdicts else "-"
    counts = (head["findings"], head["services"], len(verdicts), right, len(verdicts) - right, precision)
    return f"| {head['rule']} | " + " | ".join(str(count) for count in counts) + " |"


if __name__ == "__main__":
    main()
