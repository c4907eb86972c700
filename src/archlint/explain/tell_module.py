"""Modules and folders, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archlint.explain.blocks import Block, Entry, Head, Section, Sentence, at, listed, passing, relations
from archlint.explain.shape import DefinitionShape, EvidenceShape, FolderShape, ModuleShape
from archlint.report.summary import count


def tell(module: ModuleShape) -> Iterator[Block]:
    """All about one file."""
    yield Head(module["module"], module["path"])
    yield from _layer(module)
    if module["definitions"]:
        yield Section("Roles")
        yield from listed([_definition(each, f"{module['module']}.") for each in module["definitions"]])
    if module["may_import"]:
        yield Section("May import")
        for each in module["may_import"]:
            reason = f": {each['reason']}" if each["reason"] else ""
            yield Entry(each["layer"], ("yes" if each["allowed"] else "no") + reason)
    yield from relations("Imports", module["imports"])
    yield from relations("Imported by", module["imported_by"])
    if module["unresolved"]:
        yield Section("Could not be resolved, so rules are silent there")
        told = [Entry(at(each["place"]), f"{each['what']}: {each['sentence']}") for each in module["unresolved"]]
        yield from listed(told)
    yield from passing("Found here", module["findings"])


def _layer(module: ModuleShape) -> Iterator[Block]:
    layer = module["layer"]
    yield Section("Layer")
    if layer is None:
        yield Sentence("None: nothing unambiguous tells, so the layer rules are silent here.")
    else:
        role = "" if layer["role"] == layer["name"] else f", which plays the role of {layer['role']}"
        yield Sentence(f"{layer['name']}{role}")
        yield from (_evidence(each) for each in layer["evidence"])
    decided = [] if layer is None else layer["evidence"]
    others = [each for each in module["signals"] if each not in decided]
    if others:
        yield Section("Other signals")
        yield from (_evidence(each) for each in others)


def _definition(said: DefinitionShape, prefix: str) -> Entry:
    return Entry(said["symbol"].removeprefix(prefix), "  ".join([said["role"] or "no role", *said["routes"]]))


def _evidence(said: EvidenceShape) -> Entry:
    place = said["place"]
    where = "" if place is None else f"  ({at(place)})"
    return Entry(f"{said['kind']}", f"{said['layer'] or 'no layer'}: {said['sentence']}{where}")


def tell_folder(folder: FolderShape) -> Iterator[Block]:
    """The layers below a folder."""
    yield Head(folder["target"])
    counts = Counter(each["layer"] or "no layer" for each in folder["modules"])
    yield Section("Layers")
    yield from (Entry(layer, count(number, "module")) for layer, number in counts.most_common())
    yield Section("Modules")
    yield from (Entry(each["path"], f"{each['layer'] or 'no layer'}: {each['reason']}") for each in folder["modules"])
