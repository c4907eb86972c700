"""Handlers that show the documentation FastAPI makes, or lead there."""

from __future__ import annotations

from archlint import facts
from archlint.project.code.expressions import argument
from archlint.project.code.modules import Function
from archlint.project.inference.inference import Inference
from archlint.project.inference.texts import Texts

_MAKERS = frozenset(
    {
        "fastapi.openapi.docs.get_redoc_html",
        "fastapi.openapi.docs.get_swagger_ui_html",
        "fastapi.openapi.utils.get_openapi",
    }
)
_ENDS = ("/docs", "/redoc", "/openapi.json")


def leads_to_docs(handler: Function, inference: Inference, texts: Texts) -> bool:
    """Whether a handler makes a page of the documentation, or redirects to one."""
    for event in inference.flow(handler).calls():
        name = inference.name_of(event.expr.func, handler)
        if name in _MAKERS or (name.endswith(".RedirectResponse") and _goes_to_docs(event.expr, handler, texts)):
            return True
    return False


def _goes_to_docs(call: facts.Call, handler: Function, texts: Texts) -> bool:
    url = argument(call, "url", 0)
    target = None if url is None else texts.of(url, handler)
    return target is not None and target.rstrip("/").endswith(_ENDS)
