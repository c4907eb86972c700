"""Settings as written → settings, typed. Only what has settings imports this: pydantic takes long to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from archlint.config.errors import ConfigError, did_you_mean
from archlint.config.loading import Settings
from archlint.config.model import Config, LayerSettings, Options, SinkSettings, key_of
from archlint.findings import Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MODELS: Mapping[str, type[DataclassInstance]] = {"layers": LayerSettings, "sinks": SinkSettings, "options": Options}
_WORDS = {"tuple_type": "a list", "dict_type": "a table", "dataclass_type": "a table", "string_type": "a string"}
_ADAPTER = TypeAdapter(Config)


def validate(settings: Settings, values: Mapping[str, object]) -> Config:
    """The settings, checked; `values` are those of the file with those of the command line. Raises ConfigError."""
    try:
        return _ADAPTER.validate_python(dict(values))
    except ValidationError as error:
        raise ConfigError(*(_problem(settings, each) for each in error.errors(include_url=False))) from None


def written(config: Config) -> dict[str, object]:
    """Every setting by its key, as JSON has it; those of `options` are "options.key"."""
    values = cast("dict[str, object]", _ADAPTER.dump_python(config, mode="json", by_alias=True))
    options = cast("dict[str, object]", values.pop("options"))
    return values | {f"options.{key}": value for key, value in options.items()}


def schema() -> dict[str, object]:
    """The JSON Schema of `[tool.archlint]`."""
    return _ADAPTER.json_schema(by_alias=True)


def _problem(settings: Settings, error: ErrorDetails) -> Problem:
    """One complaint of pydantic in the words of the settings."""
    keys = [str(part) for part in error["loc"] if isinstance(part, str)]
    name = ".".join(keys)
    if error["type"] == "unexpected_keyword_argument":
        model = _MODELS.get(keys[0], Config) if len(keys) > 1 else Config
        hint = did_you_mean(keys[-1], [key_of(each.name) for each in fields(model)])
        return settings.problem(keys, f"unknown key `{name}`{hint}", keys[-1])
    given = error["input"]
    shown = f", not `{given}`" if isinstance(given, str | int | float | bool) else ""
    if error["type"] == "literal_error":
        expected = cast("str", error["ctx"]["expected"]).replace("'", "`") if "ctx" in error else ""
        return settings.problem(keys, f"`{name}` must be {expected}{shown}", given if isinstance(given, str) else "")
    if error["type"] == "missing":
        return settings.problem(keys[:-1], f"`{name}` is missing")
    if error["type"] == "value_error":
        return settings.problem(keys, error["msg"].removeprefix("Value error, "))
    expected = error["msg"].removeprefix("Input should be ")
    return settings.problem(keys, f"`{name}` must be {_WORDS.get(error['type'], expected)}{shown}")
