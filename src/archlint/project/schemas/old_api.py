"""What Pydantic 1 offered and Pydantic 2 only tolerates, used on models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archlint import facts
from archlint.findings import Place
from archlint.project.code.modules import Class, Function, Module
from archlint.project.execution.calls import Call
from archlint.project.memory import remembered
from archlint.records import Record

if TYPE_CHECKING:
    from archlint.project.project import Project

METHODS: dict[str, str] = {
    "construct": "model_construct",
    "copy": "model_copy",
    "dict": "model_dump",
    "from_orm": "model_validate",
    "json": "model_dump_json",
    "parse_file": "model_validate_json",
    "parse_obj": "model_validate",
    "parse_raw": "model_validate_json",
    "schema": "model_json_schema",
    "schema_json": "model_json_schema",
    "update_forward_refs": "model_rebuild",
}
"""The methods of a model, and what takes their place."""
KEYS: dict[str, str] = {
    "allow_mutation": "frozen",
    "allow_population_by_field_name": "populate_by_name",
    "anystr_lower": "str_to_lower",
    "anystr_strip_whitespace": "str_strip_whitespace",
    "anystr_upper": "str_to_upper",
    "keep_untouched": "ignored_types",
    "max_anystr_length": "str_max_length",
    "min_anystr_length": "str_min_length",
    "orm_mode": "from_attributes",
    "schema_extra": "json_schema_extra",
    "validate_all": "validate_default",
}
"""The settings of a model that Pydantic 2 ignores under their old names."""
DECORATORS: dict[str, str] = {"v1 field": "field_validator", "v1 root": "model_validator"}
_OWNERS = frozenset(
    {
        "pydantic.BaseModel",
        "pydantic.main.BaseModel",
        "pydantic.generics.GenericModel",
        "pydantic_settings.BaseSettings",
        "sqlmodel.SQLModel",
        "sqlmodel.main.SQLModel",
    }
)
_NEW = frozenset(
    {
        *("AfterValidator", "BeforeValidator", "ConfigDict", "PlainSerializer", "RootModel", "TypeAdapter"),
        *("computed_field", "field_serializer", "field_validator", "model_serializer", "model_validator"),
    }
)
"""Names that only Pydantic 2 has."""


class OldUse(Record, frozen=True, eq=False):
    """A use of something old; `call` or `config` is what it is, where it is a method or a `class Config`."""

    what: str
    instead: str
    place: Place
    within: Function | Class | None
    call: Call | None = None
    config: Class | None = None


class OldApi:
    """Finds the uses in a project of Pydantic 2; in any other there are none."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @remembered
    def is_new(self) -> bool:
        """Whether the project runs with Pydantic 2: by its lock or declaration, or by names that it imports."""
        said = self._project.requirements.at_least("pydantic", "2")
        return self._imports_new if said is None else said

    @remembered
    def _imports_new(self) -> bool:
        return any(
            said.module in ("pydantic_core", "pydantic_settings") or (said.module == "pydantic" and said.name in _NEW)
            for module in self._project.modules.values()
            for said in module.facts.imports
        )

    def within(self, module: Module) -> Iterator[OldUse]:
        """The uses in a file: methods, decorators, settings."""
        if not self.is_new:
            return
        yield from self._methods(module)
        for function in module.mentioning(METHODS.keys()):
            yield from self._methods(function)
        for validator in self._project.schemas.validators.of(module):
            if (instead := DECORATORS.get(validator.kind)) is not None:
                word = "validator" if validator.kind == "v1 field" else "root_validator"
                yield OldUse(f"@{word}", f"@{instead}", module.place(validator.said), validator.function)
        for cls in module.all_classes:
            if self._is_model(cls):
                yield from self._settings(cls)

    def _methods(self, scope: Function | Module) -> Iterator[OldUse]:
        for call in self._project.calls_in(scope):
            owner, _, name = call.callee.rpartition(".")
            if owner in _OWNERS and name in METHODS:
                within = scope if isinstance(scope, Function) else None
                yield OldUse(f".{name}()", f".{METHODS[name]}()", call.place, within, call=call)

    def _settings(self, cls: Class) -> Iterator[OldUse]:
        inner = cls.module.classes.get(f"{cls.qualname}.Config")
        if inner is not None:
            yield OldUse("class Config", "model_config", inner.place, cls, config=inner)
        field = cls.field("model_config")
        if field is None or not isinstance(field.value, facts.Call):
            return
        for keyword in field.value.keywords:
            if keyword.name in KEYS:
                yield OldUse(keyword.name, KEYS[keyword.name], cls.module.place(keyword), cls)

    def _is_model(self, cls: Class) -> bool:
        return any(isinstance(each, str) and each in _OWNERS for each in self._project.mro(cls))
