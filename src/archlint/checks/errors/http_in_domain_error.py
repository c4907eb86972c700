"""errors/http-in-domain-error."""

from __future__ import annotations

import re

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project

OF_OTHERS = re.compile(r"client|gateway|proxy|remote|upstream", re.IGNORECASE)
"""Words of errors that tell what another server answered."""


@check("errors/http-in-domain-error", on=Class)
def http_in_domain_error(cls: Class, project: Project) -> Findings:
    """An error class that services raise and that brings the response's status along: one finding a hierarchy."""
    statuses = project.errors.statuses
    carrier = next((each for each in statuses.carriers if each.error is cls), None)
    if carrier is None or OF_OTHERS.search(cls.name) or carrier is not statuses.carrier(cls):
        return
    raised = statuses.raised_below(carrier)
    handler = carrier.registered.handler
    if raised is None or handler is None:
        return
    said = statuses.said(cls, carrier.attribute)
    yield Finding(
        cls.place if said is None else cls.module.place(said.expr),
        f"`{cls.name}` carries `{carrier.attribute}`, which `{handler.name}` answers with, so code of the domain "
        "decides about HTTP; let the error say what is wrong, and give each class its status beside the handler",
        notes=(
            Note(carrier.place, f"`{handler.name}` answers with it"),
            Note(raised.place, f"`{raised.function.qualname}` raises it"),
        ),
        symbol=cls.symbol,
    )
