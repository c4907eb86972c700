"""A rule's page, ready to be read."""

from __future__ import annotations

import re

from archlint.catalogue import Rule

_TITLED = re.compile(r'^(```\w+) title="([^"]+)"$', re.MULTILINE)


def page(rule: Rule) -> str:
    """The page as Markdown, what its head says included."""
    opt_in = "" if rule.is_default else ", opt-in"
    about = [f"{rule.severity}{opt_in}", f"reads the {' and the '.join(rule.scope)}", f"since {rule.since}"]
    told = [
        f"# {rule.address}",
        rule.summary,
        f"*{'; '.join(about)}*",
        _TITLED.sub(r"`\2`:\n\n\1", rule.body.strip()),
        f"Source: {rule.source}",
    ]
    if rule.overlaps:
        told.append(f"Overlaps: {rule.overlaps}")
    return "\n\n".join(told) + "\n"
