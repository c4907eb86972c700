"""A proposal in the words of pyproject.toml, among what is there already."""

from __future__ import annotations

from collections.abc import MutableMapping

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, InlineTable

from archlint.proposals.settings import Proposal

_LONGEST = 100


class TakenError(ValueError):
    """The settings that would be written are there already."""


def written(text: str, proposal: Proposal, *, replace: bool = False) -> str:
    """A pyproject.toml with the proposal in `[tool.archlint]`; everything else stays as it is written.

    Raises TakenError where the project has settings and `replace` does not say that theirs may go; ValueError for a
    text that is no TOML.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise ValueError(str(error)) from None
    table = _table(document)
    is_new = not len(table)
    if not is_new and not replace:
        raise TakenError("`[tool.archlint]` has settings already")
    for key in ("layers", "shared", "composition-root"):
        if key in table:
            del table[key]
    if proposal.layers:
        table["layers"] = _layers(proposal)
    if proposal.shared:
        table["shared"] = _strings(proposal.shared)
    if proposal.composition_root:
        table["composition-root"] = _strings(proposal.composition_root)
    whole = tomlkit.dumps(document)
    return _set_apart(whole) if is_new else whole


def _set_apart(text: str) -> str:
    """The text with an empty line after the new settings, where another table begins right behind them."""
    before, header, after = text.partition("[tool.archlint]\n")
    settings, bracket, rest = after.partition("\n[")
    return f"{before}{header}{settings}\n{bracket}{rest}" if bracket and not settings.endswith("\n") else text


def fragment(proposal: Proposal) -> str:
    """The proposal alone."""
    return written("", proposal)


def _table(document: TOMLDocument) -> MutableMapping[str, object]:
    """`[tool.archlint]`, made at the end where it is not there."""
    if "tool" not in document:
        document["tool"] = tomlkit.table(is_super_table=True)
    tool = document["tool"]
    if not isinstance(tool, MutableMapping):
        raise ValueError("`tool` is no table")
    if "archlint" not in tool:
        tool["archlint"] = tomlkit.table()
    found = tool["archlint"]
    if not isinstance(found, MutableMapping):
        raise ValueError("`tool.archlint` is no table")
    return found


def _layers(proposal: Proposal) -> Array:
    array = tomlkit.array()
    array.comment("top to bottom; imports go down any distance, but not past a closed layer")
    for layer in proposal.layers:
        row: InlineTable = tomlkit.inline_table()
        row["name"] = layer.name
        row["match"] = _strings(layer.match, "    ")
        if layer.closed:
            row["closed"] = _strings(layer.closed, "    ")
        array.append(row)
    return array.multiline(True)


def _strings(words: tuple[str, ...], indent: str = "") -> Array:
    """An array on one line, or, where that gets long, a line for each; `indent` is what stands before its key."""
    array = tomlkit.array()
    if sum(map(len, words)) <= _LONGEST:
        array.extend(words)
        return array
    for word in words:
        array.add_line(word, indent=f"{indent}    ")
    array.add_line(indent=indent)
    return array
