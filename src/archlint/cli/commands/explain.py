"""`archlint explain`: the page of a rule."""

from __future__ import annotations

import sys

import click

from archlint import catalogue
from archlint.catalogue import UnknownRuleError
from archlint.cli import options
from archlint.cli.terminal import ColourChoice, wants_colour, width_of, write
from archlint.explain import page


@click.command(
    "explain",
    epilog=options.examples("archlint explain route-on-app", "archlint explain concurrency/blocking-call"),
    short_help="Explain a rule.",
)
@click.argument("rule")
@options.colour
def command(rule: str, color: ColourChoice) -> int:
    """Explain a rule: why it is one, what breaks it, what keeps it, and what it does not see."""
    try:
        text = page(catalogue.find(rule))
    except UnknownRuleError as error:
        raise click.ClickException(f"{error} (`archlint rules` lists all)") from error
    if wants_colour(color, sys.stdout):
        from archlint.explain.markdown import coloured  # rich is for terminals only

        text = coloured(text, width_of(sys.stdout))
    write(text)
    return 0
