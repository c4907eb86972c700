from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Module, Project
from archlint.project.layers.order import Chain


@check("layers/upward-import", on=Module)
def upward_import(module: Module, project: Project) -> Findings:
    """An import that leads from a layer to one above it, directly or through modules of no layer."""
    seen: set[tuple[int, str]] = set()
    for chain in project.order.upward(module):
        finding = told(chain, "")
        if (finding.place.line, finding.target) not in seen:
            seen.add((finding.place.line, finding.target))
            yield finding
    for detour in project.order.detours.get(module, []):
        plural = "s" if detour.others > 1 else ""
        yield told(detour.chain, f" ({detour.others} other module{plural} reach it so)" if detour.others else "")


def told(chain: Chain, beside: str) -> Finding:
    first, last = chain.edges[0], chain.edges[-1]
    module, above = first.module, last.target.name if last.target is not None else last.dotted
    through = "".join(f" through `{edge.target.name}`" for edge in chain.edges[:-1] if edge.target is not None)
    return Finding(
        first.place,
        f"`{module.name}` is a {chain.layer} module and imports `{above}`{through}{beside}, a {chain.above} module "
        "above it, so it can no longer be used or tested without that; move what both need below, or hand it in",
        notes=tuple(
            Note(edge.place, f"`{edge.module.name}` imports `{edge.bound}` from `{edge.target.name}`")
            for edge in (chain.edges if len(chain.edges) > 1 else ())
            if edge.target is not None
        ),
        symbol=module.name,
        target=above,
    )
