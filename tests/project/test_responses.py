"""What functions answer with."""

from __future__ import annotations

import pytest

from services import function, project_of

HEAD = """
from acme import other, render_page
from fastapi import HTTPException, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

class Own(Response): ...
def untyped(x):
    if x:
        return HTMLResponse("")
    return RedirectResponse("/")
def typed() -> Response | Own: ...
def values(): return {}
def fail() -> None: raise HTTPException(404)
"""

ANSWERS = {
    "return Response()": "response",
    "return Own()": "response",
    "return untyped(1)": "response",
    "return typed()": "response",
    "return values()": "value",
    "return {}": "value",
    "return": "value",
    "pass": "value",
    "raise HTTPException(404)": "never",
    "fail()": "never",
    "if x: return Response()": "value",
    "if x: return Response()\n    else: fail()": "response",
    "if x: return Response()\n    return {}": "value",
    "while True:\n        if x: return Response()": "response",
    "while True:\n        if x: break\n    ": "value",
    "try:\n        return Response()\n    except ValueError:\n        return Own()": "response",
    "try:\n        return Response()\n    except ValueError:\n        pass": "value",
    "match x:\n        case 1: return Response()\n        case _: return Own()": "response",
    "match x:\n        case 1: return Response()": "value",
    "with x: return Response()": "response",
    "answer = Response()\n    return answer": "response",
    "answer = Response() if x else None\n    return answer": "value",
    "return Response() if x else Own()": "response",
    "return other(x)": "value",
    "return render_page(x)": "unknown",
    "response = other(x)\n    return response": "unknown",
    "response = {}\n    return response": "value",
}


@pytest.mark.parametrize(("body", "answer"), ANSWERS.items(), ids=[each.replace("\n", ";") for each in ANSWERS])
def test_an_answer_is_what_every_path_gives(body: str, answer: str) -> None:
    project = project_of({"api.py": f"{HEAD}\ndef handler(x):\n    {body}\n"})
    assert project.web.responses.of(function(project, "api.py", "handler")) == answer


def test_a_method_that_only_raises_may_be_overridden() -> None:
    project = project_of(
        {
            "api.py": """
            class Node:
                def close(self): raise NotImplementedError

            def handler(node: Node):
                return node.close()

            def quiet(node: Node):
                node.close()
            """
        }
    )
    assert project.web.responses.of(function(project, "api.py", "handler")) == "value"
    assert project.web.responses.of(function(project, "api.py", "quiet")) == "value"


def test_aliases_and_names_that_mean_themselves_end() -> None:
    project = project_of(
        {
            "api.py": """
            from typing import Union
            from fastapi import APIRouter
            JSON = Union[dict[str, "JSON"], list["JSON"], str]
            router = APIRouter()

            @router.get("/", response_model=JSON)
            def handler(x) -> "JSON":
                value = x
                for _ in x:
                    value = value or value or value
                    x = value if x else value
                return value
            """
        }
    )
    (route,) = project.routes
    assert route.response_model is not None
    assert not project.web.answer_models.untyped(route.response_model, route.module, any_counts=True)
    assert route.handler is not None
    assert route.handler.facts.returns is not None
    assert project.web.responses.annotated(route.handler.facts.returns, route.module) == "value"
    assert project.web.responses.of(route.handler) == "value"
