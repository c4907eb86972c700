from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Class, Project
from archlint.project.inference.type_shapes import spelled_type


@check("typing/any-in-schema", on=Class)
def any_in_schema(cls: Class, project: Project) -> Findings:
    """A field of a public Pydantic model that holds `Any`; those of response models belong to any-in-boundary."""
    is_private = any(part.startswith("_") for part in cls.qualname.split("."))
    if is_private or not project.schemas.is_schema(cls) or project.boundaries.is_response_model(cls):
        return
    for field in project.schemas.fields(cls):
        part = None if field.annotation is None else project.type_shapes.any_part(field.annotation, cls)
        if field.annotation is None or part is None or project.schemas.may_say_nothing(cls, field.name):
            continue
        yield Finding(
            cls.module.place(field.annotation),
            f"field `{field.name}` of schema `{cls.name}` is `{spelled_type(field.annotation)}`{part.explained}: "
            "it is not validated; name the type, or `JsonValue` where any JSON will do",
            notes=part.notes,
            symbol=cls.symbol,
            target=field.name,
        )
