from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding, Note
from archlint.project import Class, Project
from archlint.project.schemas import traffic


@check("schemas/nullable-update-of-required-column", on=Class)
def nullable_update_of_required_column(cls: Class, project: Project) -> Findings:
    """A field of a change that may be null, written to a column that may not."""
    if not cls.facts.fields or not project.schemas.is_model(cls):
        return
    for null in project.schemas.nulls.declared(cls):
        name, column = null.field.name, f"{null.write.row.name if null.write.row else ''}.{null.column.name}"
        sent = f"a null in `{traffic.shown(null.write.body.route)}`"
        if null.dump.keeps_unset and not null.field.takes_missing:
            sent += f", or leaving `{name}` out,"
        yield Finding(
            cls.module.place(null.field.said),
            f"`{cls.name}.{name}` may be null and `{column}` may not: {sent} passes validation and ends as an error "
            "of the database; use `MISSING` as default and take None out of its type, or refuse null in a validator",
            notes=(
                Note(null.column.place, f"`{column}` is NOT NULL"),
                *null.write.hops,
                Note(null.write.place, "and it is written here"),
            ),
            symbol=cls.symbol,
            target=name,
        )
