"""The settings, typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, TypeAlias

from archlint.files import EXCLUDED

if TYPE_CHECKING:
    from pydantic import ConfigDict, GetCoreSchemaHandler
    from pydantic_core import CoreSchema

SinkKind: TypeAlias = Literal[
    "broker",
    "cpu",
    "database",
    "file",
    "http",
    "input",
    "mail",
    "process",
    "sdk",
    "session",
    "sleep",
    "socket",
    "thread",
]
"""What a blocking call waits for; "session" is a database through a synchronous SQLAlchemy session."""


def key_of(name: str) -> str:
    """What a setting is called in a file."""
    return name.replace("_", "-")


class _Settings:
    """What pydantic is told, without its being imported."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = {
        "extra": "forbid",
        "alias_generator": key_of,
        "populate_by_name": True,
    }


class _BelowTheProject:
    """Says of a file that it must be in the project."""

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self.checked, handler(source))

    @staticmethod
    def checked(path: str) -> str:
        parts = path.replace("\\", "/").split("/")
        if not path.strip() or "\0" in path or ".." in parts or "" in parts or ":" in parts[0]:
            raise ValueError("`baseline` must be a file below the project's folder, such as `archlint-baseline.jsonl`")
        return path


@dataclass(frozen=True, slots=True)
class LayerSettings(_Settings):
    """One layer, with the files that belong to it."""

    name: str
    match: tuple[str, ...]
    closed: bool | tuple[str, ...] = False
    """Whether imports may not pass this layer: at all, or to the layers named."""


@dataclass(frozen=True, slots=True)
class SinkSettings(_Settings):
    """A blocking call of the user's own."""

    name: str
    """The dotted name, e.g. "acme.client.fetch"; a class's name with ".*" means all its methods."""
    kind: SinkKind = "sdk"
    twin: str | None = None
    """What to await instead."""


@dataclass(frozen=True, slots=True)
class Options(_Settings):
    """Choices where the source documents disagree."""

    response_model: Literal["decorator", "annotation", "either"] = "either"
    transaction_owner: Literal["infer", "unit-of-work", "dependency", "service"] = "infer"
    type_checking_imports: bool = False
    """Whether imports for annotations only count for the layer rules."""
    seeding_scripts: bool = True
    """Whether scripts that fill or migrate the database may do so without a service."""
    tiny_app_routes: int = 10
    """A project with fewer routes needs no service layer."""
    route_decisions: int = 5
    """From how many branches, loops and services beyond two on a handler does the work of a service."""
    flat_module_routes: int = 20
    """From how many routes on a module is too flat."""
    json_columns: bool = False
    """Whether fields of schemas that carry a free-form JSON column count for the typing rules."""
    swallowed_exceptions: Literal["silent", "strict"] = "silent"
    """Whether a broad except clause may leave it at a log: "strict" lets none."""
    authentication_of: Literal["router", "application"] = "router"
    """Whose other routes a route that changes data has to authenticate like."""
    docs_routes_on_app: bool = False
    """Whether routes that lead to the API's documentation may stand on the application itself."""


@dataclass(frozen=True, slots=True)
class Config(_Settings):
    """`[tool.archlint]`."""

    src: tuple[str, ...] = ()
    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    layers: tuple[LayerSettings, ...] = ()
    shared: tuple[str, ...] = ()
    composition_root: tuple[str, ...] = ()
    exclude: tuple[str, ...] = EXCLUDED
    extend_exclude: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    severity: dict[str, Literal["error", "warning", "info"]] = field(default_factory=dict)
    sinks: tuple[SinkSettings, ...] = ()
    baseline: Annotated[str, _BelowTheProject()] = "archlint-baseline.jsonl"
    """The file of the findings that the project lives with for now, from the project's folder."""
    never_suppress: tuple[str, ...] = ()
    """Rules that no comment may silence."""
    max_file_size: int = 8_000_000
    """Bytes; larger files are reported, not read."""
    options: Options = field(default_factory=Options)

    def __post_init__(self) -> None:
        names = [layer.name for layer in self.layers]
        for layer in self.layers:
            if names.count(layer.name) > 1:
                raise ValueError(f"the layer `{layer.name}` stands twice in `layers`")
            if not layer.match:
                raise ValueError(f"the layer `{layer.name}` has an empty `match`")
            for other in layer.closed if isinstance(layer.closed, tuple) else ():
                if other not in names:
                    raise ValueError(f"the layer `{layer.name}` is closed to `{other}`, which is no layer in `layers`")
