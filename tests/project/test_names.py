"""Names are followed across files to what they mean."""

from __future__ import annotations

from archlint.extract import extract
from archlint.facts import Source
from archlint.project.inference.names import Names
from services import callees, project_of


def test_a_name_is_followed_through_a_reexport() -> None:
    project = project_of(
        {
            "app/__init__.py": "",
            "app/mail/__init__.py": "from .sender import send",
            "app/mail/sender.py": "def send(): ...",
            "app/main.py": """
                from app.mail import send as deliver
                def run():
                    deliver()
                """,
        }
    )
    assert callees(project, "app/main.py", "run") == ["app.mail.sender.send"]


def test_a_star_import_gives_what_all_exports_and_nothing_else() -> None:
    project = project_of(
        {
            "app/__init__.py": "",
            "app/api.py": """
                __all__ = ["shown"]
                def shown(): ...
                def hidden(): ...
                """,
            "app/main.py": """
                from app.api import *
                def run():
                    shown()
                    hidden()
                """,
        }
    )
    assert callees(project, "app/main.py", "run") == ["app.api.shown", ""]


def test_a_src_folder_is_no_part_of_the_name() -> None:
    project = project_of(
        {
            "src/app/__init__.py": "",
            "src/app/jobs.py": "def work(): ...",
            "src/app/main.py": """
                import app.jobs
                def run():
                    app.jobs.work()
                """,
        }
    )
    assert callees(project, "src/app/main.py", "run") == ["app.jobs.work"]


def test_modules_without_a_package_are_found_from_the_root() -> None:
    project = project_of(
        {
            "services/author.py": "class AuthorService:\n    def list(self): ...",
            "main.py": """
                from services.author import AuthorService
                def run():
                    AuthorService().list()
                """,
        }
    )
    assert callees(project, "main.py", "run") == ["services.author.AuthorService", "services.author.AuthorService.list"]


def test_a_module_named_like_a_library_does_not_hide_the_library() -> None:
    project = project_of(
        {
            "app/main.py": "from app.redis import connect",
            "app/redis.py": """
                import redis
                def connect():
                    redis.Redis()
                """,
        }
    )
    assert callees(project, "app/redis.py", "connect") == ["redis.Redis"]


def test_a_folder_named_like_a_library_does_not_hide_the_library() -> None:
    project = project_of(
        {
            "examples/fastapi/main.py": "x = 1",
            "examples/other/main.py": """
                from fastapi import FastAPI
                def make():
                    FastAPI()
                """,
        }
    )
    assert callees(project, "examples/other/main.py", "make") == ["fastapi.FastAPI"]


def test_relative_imports_climb() -> None:
    project = project_of(
        {
            "app/__init__.py": "",
            "app/core/__init__.py": "",
            "app/core/mail.py": "def send(): ...",
            "app/api/__init__.py": "",
            "app/api/users.py": """
                from ..core import mail
                from ..core.mail import send
                def run():
                    mail.send()
                    send()
                """,
        }
    )
    assert callees(project, "app/api/users.py", "run") == ["app.core.mail.send"] * 2


def test_two_roots_in_one_repository_do_not_mix() -> None:
    project = project_of(
        {
            "one/app/__init__.py": "",
            "one/app/jobs.py": "def work(): ...",
            "one/app/main.py": "from app.jobs import work\ndef run():\n    work()",
            "two/app/__init__.py": "",
            "two/app/jobs.py": "def toil(): ...",
            "two/app/main.py": "from app.jobs import toil\ndef run():\n    toil()",
        }
    )
    assert callees(project, "one/app/main.py", "run") == ["app.jobs.work"]
    assert callees(project, "two/app/main.py", "run") == ["app.jobs.toil"]


def test_the_first_import_that_is_known_wins_over_its_fallback() -> None:
    project = project_of(
        {
            "app/main.py": """
                try:
                    import orjson as json
                except ImportError:
                    import json
                def run():
                    json.loads("")
                """,
        }
    )
    assert callees(project, "app/main.py", "run") == ["orjson.loads"]


def test_import_cycles_end() -> None:
    project = project_of(
        {
            "a.py": "from b import *\nfrom b import x",
            "b.py": "from a import *\nfrom a import x\ndef run():\n    x()",
        }
    )
    assert callees(project, "b.py", "run") == [""]


def test_a_root_that_is_a_package_itself_is_imported_by_its_name_and_hides_no_library() -> None:
    project = project_of(
        {
            "__init__.py": "",
            "logging.py": "def configure(): ...",
            "jobs.py": """
                import logging
                from dispatch.logging import configure
                def run():
                    logging.getLogger()
                    configure()
                """,
        },
        package="dispatch",
    )
    assert callees(project, "jobs.py", "run") == ["logging.getLogger", "dispatch.logging.configure"]


def test_a_folder_without_init_in_a_root_that_is_a_package_is_part_of_it() -> None:
    files = {"__init__.py": "", "main.py": "from shop.cart import service", "cart/service.py": "x = 1"}
    sources = [Source(path, extract(text.encode(), max_size=1_000)) for path, text in files.items()]
    names = Names(sources, package="shop")
    assert names.modules["cart/service.py"].name == "shop.cart.service"
