"""Draw docs/assets/check.svg: what `archlint check` prints about a small service, as rich makes it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tempfile
import termios
from contextlib import suppress
from io import StringIO
from pathlib import Path
from textwrap import dedent

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs/assets/check.svg"
WIDTH = 92
COMMAND = ("archlint", "check")
SERVICE = {
    "app/main.py": """
        from fastapi import FastAPI

        from app.api import patients

        app = FastAPI()
        app.include_router(patients.router, prefix="/api/v1")


        @app.get("/version")
        async def version() -> str:
            return "1.4.2"
        """,
    "app/api/patients.py": """
        from fastapi import APIRouter

        from app.mail import notify
        from app.schemas import PatientCreate, PatientResponse

        router = APIRouter(prefix="/patients")


        @router.post("", status_code=201)
        async def create_patient(data: PatientCreate) -> PatientResponse:
            patient = PatientResponse(id=1, name=data.name)
            notify(patient)
            return patient
        """,
    "app/schemas.py": """
        from pydantic import BaseModel


        class PatientCreate(BaseModel):
            name: str


        class PatientResponse(BaseModel):
            id: int
            name: str
        """,
    "app/mail.py": """
        from app.schemas import PatientResponse
        from app.smtp import send_mail


        def notify(patient: PatientResponse) -> None:
            send_mail("office@example.org", f"{patient.name} is registered")
        """,
    "app/smtp.py": """
        import requests


        def send_mail(to: str, text: str) -> None:
            requests.post("https://mail.example.org/send", json={"to": to, "text": text}, timeout=5)
        """,
}


def printed() -> str:
    """What archlint says about the service, which has findings."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in SERVICE.items():
            (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / path).write_text(dedent(text).lstrip(), encoding="utf-8")
        return on_terminal([sys.executable, "-m", *COMMAND, "--no-cache"], folder)


def on_terminal(command: list[str], folder: str) -> str:
    """What a command prints on a terminal; raises RuntimeError when it does not exit with 1, for findings."""
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", "COLORTERM": ""}
    near, far = pty.openpty()
    termios.tcsetwinsize(far, (50, WIDTH))
    with subprocess.Popen(command, cwd=folder, env=os.environ | environment, stdout=far) as process:
        os.close(far)
        chunks = []
        with suppress(OSError):  # that is how a terminal tells that nobody writes to it any more
            while chunk := os.read(near, 65536):
                chunks.append(chunk)
    os.close(near)
    text = b"".join(chunks).decode().replace("\r\n", "\n")
    if process.returncode != 1:
        raise RuntimeError(f"the service should have findings and nothing else: {text}")
    return text


def draw() -> str:
    """The picture; without the fonts that rich would have fetched from elsewhere."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="256")
    console.print(Text(f"$ {' '.join(COMMAND)}", style="bold"))
    console.print(Text.from_ansi(printed()), soft_wrap=True)
    svg = console.export_svg(title=" ".join(COMMAND), unique_id="archlint")
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # some programs drop the spaces at the start of a line
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
