"""Writes the service: some core modules, and domains of eight entities each until there are enough files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from string import Template

from benchmarks.speed.generated.entities import ENTITIES, Entity, entity

HERE = Path(__file__).parent
KINDS = {
    "model": "models",
    "schemas": "schemas",
    "repository": "repositories",
    "service": "services",
    "router": "routers",
}
"""The templates of an entity, in an order in which each needs only those before it, and the package each is in."""
_DOMAINS = ("billing", "booking", "catalog", "claims", "clinic", "fleet", "gaming", "grants", "harbor", "hiring")


def generate(folder: Path, files: int) -> None:
    """Write a service of so many Python files into an empty folder; at least 30."""
    sources = dict(islice(_sources(), files - 1))
    domains = sorted({path.split("/")[1] for path in sources if path.endswith("/api.py")})
    sources["app/main.py"] = _main(domains)
    for path, source in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(source, encoding="utf-8")
    (folder / "pyproject.toml").write_text('[project]\nname = "app"\nversion = "0"\n', encoding="utf-8")


def _sources() -> Iterator[tuple[str, str]]:
    """Paths and texts without end."""
    yield "app/__init__.py", ""
    yield "app/core/__init__.py", ""
    yield "tests/__init__.py", ""
    for core in sorted((HERE / "core").glob("*.txt")):
        yield f"app/core/{core.stem}.py", core.read_text(encoding="utf-8")
    for number in count():
        yield from _domain(number)


def _domain(number: int) -> Iterator[tuple[str, str]]:
    """The files of one domain, such that each imports only what came before it."""
    members = [entity(number * ENTITIES + each, domain_of(number)) for each in range(ENTITIES)]
    domain = members[0].domain
    for package in ("", *(f"/{each}" for each in KINDS.values())):
        yield f"app/{domain}{package}/__init__.py", ""
    yield f"tests/{domain}/__init__.py", ""
    yield f"app/{domain}/errors.py", _filled("errors", members[0].words)
    for member in members:
        for kind in ("model", "schemas", "repository", "service"):
            yield f"app/{domain}/{KINDS[kind]}/{member.name}.py", _filled(kind, member.words)
    yield f"app/{domain}/dependencies.py", _dependencies(members)
    for member in members:
        yield f"app/{domain}/routers/{member.name}.py", _filled("router", member.words)
    yield f"app/{domain}/api.py", _api(members)
    for member in members:
        yield f"tests/{domain}/test_{member.name}.py", _filled("test", member.words)


def domain_of(number: int) -> str:
    """The name of a domain."""
    turn, place = divmod(number, len(_DOMAINS))
    return _DOMAINS[place] + (f"_{turn + 1}" if turn else "")


def _dependencies(members: list[Entity]) -> str:
    imports, providers = [], []
    for member in members:
        base = f"app.{member.domain}"
        imports.append(f"from {base}.repositories.{member.name} import {member.title}Repository\n")
        imports.append(f"from {base}.services.{member.name} import {member.title}Service\n")
        providers.append(
            f"\n\ndef {member.name}_service(session: Session, events: Events, partner: Partner)"
            f" -> {member.title}Service:\n"
            f'    """The use cases of {member.words["words"]}s."""\n'
            f"    repository = {member.title}Repository(session)\n"
        )
        others = (f"{each}_service(session, events, partner)" for each in member.others)
        parts = ["repository", "events", "partner", *others]
        providers.append(f"    return {member.title}Service({', '.join(parts)})\n")
    return _filled(
        "dependencies", {**members[0].words, "imports": "".join(sorted(imports)), "providers": "".join(providers)}
    )


def _api(members: list[Entity]) -> str:
    imports = "".join(f"from app.{each.domain}.routers import {each.name}\n" for each in members)
    includes = "".join(f"router.include_router({each.name}.router)\n" for each in members)
    return _filled("api", {**members[0].words, "imports": imports, "includes": includes})


def _main(domains: list[str]) -> str:
    imports = "".join(f"from app.{each} import api as {each}_api\n" for each in domains)
    includes = "".join(f'    app.include_router({each}_api.router, prefix="/api")\n' for each in domains)
    return _filled("main", {"imports": imports, "includes": includes.rstrip("\n")})


def _filled(template: str, words: dict[str, str]) -> str:
    text = (HERE / "templates" / f"{template}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(words).rstrip("\n") + "\n"
