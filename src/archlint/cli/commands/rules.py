"""`archlint rules`: every promise in a line."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from archlint import catalogue
from archlint.catalogue import Rule, UnknownRuleError
from archlint.cli import options
from archlint.cli.terminal import ColourChoice, wants_colour, write
from archlint.report import Sheet
from archlint.report.ascii_json import dumped
from archlint.report.text import Line, paint


@click.command(
    "rules",
    epilog=options.examples("archlint rules layers typing", "archlint rules --output-format json"),
    short_help="List the rules.",
)
@click.argument("words", metavar="[RULE|FAMILY]...", nargs=-1)
@options.listing_format
@options.colour
def command(words: tuple[str, ...], output_format: str, color: ColourChoice) -> int:
    """List the rules: all of them, or those of some families.

    A rule marked with `-` is opt-in: it is judged only when selected.
    """
    rules = _asked(words)
    if output_format == "json":
        write(dumped([_as_json(each) for each in rules]))
        return 0
    write(paint(_table(rules), Sheet({}, catalogue.folder(), colour=wants_colour(color, sys.stdout))))
    return 0


def _asked(words: tuple[str, ...]) -> list[Rule]:
    try:
        addresses = {address for word in words or ("all",) for address in catalogue.expand(word)}
    except UnknownRuleError as error:
        raise click.ClickException(str(error)) from error
    return [rule for address, rule in catalogue.rules().items() if address in addresses]


def _table(rules: list[Rule]) -> Iterable[Line]:
    width = max((len(each.address) for each in rules), default=0)
    for each in rules:
        mark = " " if each.is_default else "-"
        padding = " " * (width - len(each.address) + 2)
        yield (
            (f"{mark} ", ""),
            (each.address, "rule"),
            (padding, ""),
            (f"{each.severity:<7}", each.severity),
            (f"  {each.summary}", ""),
        )


def _as_json(rule: Rule) -> dict[str, str | bool | list[str] | None]:
    return {
        "rule": rule.address,
        "family": rule.family,
        "name": rule.name,
        "summary": rule.summary,
        "severity": rule.severity,
        "default": rule.is_default,
        "scope": list(rule.scope),
        "fix": rule.fix,
        "since": rule.since,
        "source": rule.source,
        "overlaps": rule.overlaps,
    }
