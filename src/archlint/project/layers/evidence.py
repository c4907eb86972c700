"""What speaks for a layer, and what names say: data and the reading of paths."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, TypeAlias

from archlint.findings import Place
from archlint.records import Record

Kind: TypeAlias = Literal["configuration", "content", "suffix", "stem", "folder", "behaviour"]
"""`content` is what a file defines, whatever its name; `behaviour` what its functions do, where names are silent."""


class Evidence(Record, frozen=True):
    """One reason to count a module, or a definition, as part of a layer; `layer` is "" for a word without meaning."""

    layer: str
    kind: Kind
    sentence: str
    place: Place | None = None
    word: str = ""
    """The word of the path that says so."""


WORDS: dict[str, str] = {
    "alembic": "migration",
    "asgi": "composition",
    "bootstrap": "composition",
    "celery": "task",
    "celery_task": "task",
    "cli": "script",
    "composition": "composition",
    "composition_root": "composition",
    "config": "settings",
    "configs": "settings",
    "configuration": "settings",
    "constants": "",
    "container": "composition",
    "containers": "composition",
    "controller": "router",
    "controllers": "router",
    "cron": "task",
    "crons": "task",
    "crud": "repository",
    "cruds": "repository",
    "dao": "repository",
    "daos": "repository",
    "dependencies": "dependency",
    "dependency": "dependency",
    "depends": "dependency",
    "deps": "dependency",
    "dto": "schema",
    "dtos": "schema",
    "endpoint": "router",
    "endpoints": "router",
    "enums": "",
    "error": "",
    "errors": "",
    "exception": "",
    "exceptions": "",
    "interfaces": "port",
    "ioc": "composition",
    "lifespan": "composition",
    "middleware": "middleware",
    "middlewares": "middleware",
    "migration": "migration",
    "migrations": "migration",
    "model": "model",
    "models": "model",
    "orm": "model",
    "port": "port",
    "ports": "port",
    "protocols": "port",
    "responses": "schema",
    "repo": "repository",
    "repos": "repository",
    "repositories": "repository",
    "repository": "repository",
    "route": "router",
    "router": "router",
    "routers": "router",
    "routes": "router",
    "schema": "schema",
    "schemas": "schema",
    "script": "script",
    "scripts": "script",
    "service": "service",
    "services": "service",
    "settings": "settings",
    "tables": "model",
    "task": "task",
    "tasks": "task",
    "types": "",
    "usecase": "service",
    "usecases": "service",
    "use_case": "service",
    "use_cases": "service",
    "view": "router",
    "views": "router",
    "viewsets": "router",
    "vo": "schema",
    "wiring": "composition",
    "wsgi": "composition",
    "__main__": "composition",
}
"""Words of files and folders; "" is a word that belongs to no layer and hides the folders around it."""

SYNONYMS: dict[str, str] = {
    "api": "router",
    "application": "service",
    "data": "repository",
    "database": "database",
    "delivery": "router",
    "entities": "model",
    "http": "router",
    "persistence": "repository",
    "presentation": "router",
    "storage": "repository",
    "web": "router",
}
"""What else a configured layer may be called; as folders these words say too little."""

NOUNS: frozenset[str] = frozenset(
    {
        "config",
        "configuration",
        "container",
        "containers",
        "interfaces",
        "model",
        "models",
        "ports",
        "protocols",
        "repo",
        "repos",
        "repositories",
        "route",
        "routes",
        "script",
        "scripts",
        "service",
        "services",
        "settings",
        "tables",
        "task",
        "tasks",
        "view",
        "views",
    }
)
"""Words that also name things a service is about: inside a layer's folder they tell what a file is about."""

TOPICS: frozenset[str] = frozenset(
    {"composition", "dependency", "middleware", "model", "schema", "script", "settings", "task"}
)
"""Layers in whose folders a file's name tells what it is about."""

CLOSED: frozenset[str] = frozenset({"migration", "script"})
"""Layers whose folders hold nothing else, however deep."""

FILE_ONLY: frozenset[str] = frozenset({"asgi", "wsgi", "lifespan", "__main__", "container"})
FOLDER_ONLY: frozenset[str] = frozenset({"task", "orm", "model", "view", "route", "alembic", "celery", "responses"})
SUFFIXES: frozenset[str] = frozenset(
    {
        "controller",
        "crud",
        "dao",
        "dependencies",
        "deps",
        "dto",
        "endpoint",
        "endpoints",
        "middleware",
        "model",
        "models",
        "port",
        "repo",
        "repository",
        "router",
        "routers",
        "routes",
        "schema",
        "schemas",
        "service",
        "settings",
        "tasks",
        "usecase",
        "use_case",
        "views",
        "vo",
    }
)
PREFIXES: dict[str, str] = {"crud": "repository"}
CLASS_NAMES: dict[str, re.Pattern[str]] = {
    "repository": re.compile(
        r".(?:CRUD|Crud|DAO|Dao|Repo|Repository)(?:ABC|Adapter|Base|Impl|Interface|Port|Protocol)?$|^CRUD."
    ),
    "router": re.compile(r".Controller$"),
    "service": re.compile(r".(?:Service|UseCase|Interactor)(?:Impl)?$"),
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def by_name(path: str, ignored: frozenset[str] = frozenset()) -> Evidence | None:
    """What a file's name and its folders say; the innermost that says anything. `ignored` are folders by path."""
    *folders, name = path.split("/")
    for folder in folders:
        if (layer := WORDS.get(folder.lower(), "")) in CLOSED:
            return Evidence(layer, "folder", f"it stands in the folder `{folder}`", word=folder)
    stem = _CAMEL.sub("_", name.removesuffix(".py")).lower()
    inside = _by_folder(folders, ignored)
    if stem == "__init__":  # a package's own module is what its folder says
        return inside
    said = _by_suffix(stem, name) or _by_stem(stem, name) or _by_stem(stem.strip("_"), name)
    if said is None:
        return inside
    if inside is None or not inside.layer or not said.layer:
        return said
    noun = said.word in NOUNS
    about = said.kind == "stem" and _directly(folders, ignored) and (noun or inside.layer in TOPICS)
    return inside if about or (noun and inside.layer in ("model", "schema")) else said


def _by_suffix(stem: str, name: str) -> Evidence | None:
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if stem.endswith(f"_{suffix}"):
            return Evidence(WORDS[suffix], "suffix", f"its name ends in `_{suffix}`: `{name}`", word=suffix)
    for prefix, layer in PREFIXES.items():
        if stem.startswith(f"{prefix}_"):
            return Evidence(layer, "suffix", f"its name begins with `{prefix}_`: `{name}`")
    return None


def _by_stem(stem: str, name: str) -> Evidence | None:
    if stem not in WORDS or stem in FOLDER_ONLY:
        return None
    layer = WORDS[stem]
    sentence = f"its name is `{name}`" + ("" if layer else ", which belongs to no layer")
    return Evidence(layer, "stem", sentence, word=stem)


def _by_folder(folders: list[str], ignored: frozenset[str]) -> Evidence | None:
    for depth in range(len(folders), 0, -1):
        if (layer := _folder_word(folders[:depth], ignored)) is not None:
            sentence = f"it stands in the folder `{folders[depth - 1]}`" + (
                "" if layer else ", which belongs to no layer"
            )
            return Evidence(layer, "folder", sentence, word=folders[depth - 1].lower())
    return None


def _directly(folders: list[str], ignored: frozenset[str]) -> bool:
    return bool(folders) and _folder_word(folders, ignored) is not None


def _folder_word(folders: list[str], ignored: frozenset[str]) -> str | None:
    word = folders[-1].lower().replace("-", "_")
    if word not in WORDS or word in FILE_ONLY or "/".join(folders) in ignored:
        return None
    return WORDS[word]


def of_stem(path: str) -> str:
    """The layer that a file's name alone says; "" for none."""
    stem = _CAMEL.sub("_", path.rpartition("/")[2].removesuffix(".py")).lower()
    said = _by_suffix(stem, "") or _by_stem(stem, "")
    return "" if said is None else said.layer


@cache
def of_class_name(name: str) -> str:
    """The layer that a class's name says; "" for none."""
    return next((layer for layer, pattern in CLASS_NAMES.items() if pattern.search(name)), "")


@cache
def meaning(layer: str) -> str:
    """The standard name of a layer that a configuration calls something else; the name itself where it is unknown."""
    word = layer.lower().replace("-", "_").replace(" ", "_")
    return WORDS.get(word) or SYNONYMS.get(word, layer)
