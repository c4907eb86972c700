"""JSON as it is printed."""

from __future__ import annotations

import json


def dumped(document: object) -> str:
    """A document, indented, in ASCII; nothing in it is a command to the log of a CI server, which looks for the start
    of one wherever it stands in a line.
    """
    return json.dumps(document, indent=2).replace("##[", "#\\u0023[") + "\n"
