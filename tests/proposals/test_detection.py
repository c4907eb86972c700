"""The settings that are proposed leave every module in the layer that it was told to be in."""

from __future__ import annotations

import tomllib
from pathlib import Path

from archlint.config import Config, Settings
from archlint.config.validation import validate
from archlint.extract import extract
from archlint.facts import Source
from archlint.project import Project
from archlint.proposals.detection import RANKED, detected
from archlint.proposals.document import fragment
from services import project_of

EXAMPLE = Path(__file__).parents[2] / "example_service"


def sources(folder: Path) -> list[Source]:
    return [
        Source(path.relative_to(folder).as_posix(), extract(path.read_bytes(), max_size=1_000_000))
        for path in sorted(folder.rglob("*.py"))
    ]


def test_the_reference_service_keeps_its_layers_under_the_settings_told_from_it() -> None:
    before = Project(sources(EXAMPLE), Config())
    settings = tomllib.loads(fragment(detected(before)))["tool"]["archlint"]
    after = Project(sources(EXAMPLE), validate(Settings(), settings))
    assert {each["name"] for each in settings["layers"]} >= {"router", "service", "repository", "model"}
    for path, module in before.modules.items():
        told = before.layers.name_of(module)
        is_empty = not (module.facts.imports or module.all_functions or module.all_classes)
        if (told in RANKED or told == "composition") and not is_empty and not before.layers.only_behaves(module):
            assert after.layers.name_of(after.modules[path]) == told, path


ROUTER = """
    from fastapi import APIRouter

    router = APIRouter()
    """
FILES = {
    "app/api/users.py": ROUTER,
    "app/services/users.py": "class UserService:\n    def find(self) -> None: ...\n",
    "app/repositories/users.py": """
        from sqlalchemy import select
        from sqlalchemy.orm import Session


        class UserRepository:
            def __init__(self, session: Session) -> None:
                self.session = session

            def all(self) -> object:
                return self.session.execute(select(1))
        """,
    "app/odd.py": "x = 1\n",
}


def test_the_evidence_is_counted_and_what_has_no_layer_is_named() -> None:
    proposal = detected(project_of(FILES))
    router = proposal.layers[0]
    assert (router.name, router.match, router.modules) == ("router", ("app/api/**",), 1)
    assert dict(router.evidence) == {"it makes an APIRouter": 1}
    assert proposal.unplaced == ("app/odd.py",)


def test_services_that_routes_pass_are_left_open_and_that_is_told() -> None:
    passing = "from app.repositories.users import UserRepository\nfrom app.services.users import UserService\n"
    calls = "\n\n@router.get('/')\ndef read() -> None:\n    UserService().find()\n    UserRepository(None).all()\n"
    handled = f"from fastapi import APIRouter\n{passing}\nrouter = APIRouter()\n{calls}"
    service = (
        "from app.repositories.users import UserRepository\n\n\nclass UserService:\n    def find(self) -> object:\n"
    )
    service += "        return UserRepository(None).all()\n"
    project = project_of(FILES | {"app/services/users.py": service, "app/api/users.py": handled})
    proposal = detected(project)
    assert [each.closed for each in proposal.layers] == [(), (), ()]
    assert ["routes import repositories in app/api/users.py" in each for each in proposal.remarks] == [True]


def test_services_that_are_kept_are_closed() -> None:
    handled = "from fastapi import APIRouter\nfrom app.services.users import UserService\n\nrouter = APIRouter()\n\n\n"
    handled += "@router.get('/')\ndef read() -> object:\n    return UserService().find()\n"
    service = (
        "from app.repositories.users import UserRepository\n\n\nclass UserService:\n    def find(self) -> object:\n"
    )
    service += "        return UserRepository(None).all()\n"
    proposal = detected(project_of(FILES | {"app/services/users.py": service, "app/api/users.py": handled}))
    assert {each.name: each.closed for each in proposal.layers}["service"] == ("repository",)


LOGGING = {
    **FILES,
    "app/services/log.py": "class LogService:\n    def warn(self, text: str) -> None: ...\n",
    "app/repositories/base.py": """
        from app.services.log import LogService


        class BaseRepository:
            log = LogService()
        """,
}


def test_what_layers_below_may_import_today_is_proposed_as_shared() -> None:
    before = project_of(LOGGING)
    proposal = detected(before)
    assert proposal.shared == ("app/services/log.py",)
    settings = validate(Settings(), tomllib.loads(fragment(proposal))["tool"]["archlint"])
    after = project_of(LOGGING, settings)
    assert [module.path for module in after.modules.values() if after.order.upward(module)] == []


def test_files_of_packages_that_hold_nothing_need_no_pattern() -> None:
    proposal = detected(project_of({**FILES, "app/services/__init__.py": "", "app/services/deep/__init__.py": ""}))
    assert [each.match for each in proposal.layers if each.name == "service"] == [("app/services/**",)]
