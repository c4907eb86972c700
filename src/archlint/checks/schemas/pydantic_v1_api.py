from __future__ import annotations

from archlint import facts
from archlint.checks import Findings, check
from archlint.findings import Edit, Finding, Fix, Safety, Span
from archlint.project import Class, Module, Project
from archlint.project.execution.calls import Call
from archlint.project.schemas.old_api import KEYS, METHODS, OldUse

ALIKE = {
    "construct": None,
    "dict": {"by_alias", "exclude", "exclude_defaults", "exclude_none", "exclude_unset", "include"},
    "json": {"by_alias", "exclude", "exclude_defaults", "exclude_none", "exclude_unset", "include"},
    "parse_obj": set[str](),
    "schema": {"by_alias", "ref_template"},
}
"""The methods that only have another name now, with the keywords that mean the same; None for any."""
GONE = frozenset(
    {
        *("copy_on_model_validation", "error_msg_templates", "fields", "getter_dict", "json_dumps", "json_loads"),
        *("smart_union", "underscore_attrs_are_private"),
    }
)
"""The settings that nothing takes the place of."""


@check("schemas/pydantic-v1-api", on=Module)
def pydantic_v1_api(module: Module, project: Project) -> Findings:
    """Methods, decorators and settings of Pydantic 1 on a model, in a project of Pydantic 2."""
    for use in project.schemas.old_api.within(module):
        yield Finding(
            use.place,
            f"`{use.what}` is of Pydantic 1: Pydantic 2 {_does(use)}; use `{use.instead}`",
            fix=_repaired(use, module, project),
            symbol=module.name if use.within is None else use.within.symbol,
            target=use.what,
        )


def _does(use: OldUse) -> str:
    if use.what in KEYS:
        return "ignores the key, so the model does not do what it says"
    if use.config is not None and (old := [each.name for each in use.config.facts.fields if each.name in KEYS]):
        return f"tolerates the class until version 3, and ignores `{old[0]}` in it"
    return "tolerates it with a warning until version 3"


def _repaired(use: OldUse, module: Module, project: Project) -> Fix | None:
    if use.call is not None:
        return _renamed(use.call, module)
    if use.config is not None and isinstance(use.within, Class):
        return _model_config(use.config, use.within, project)
    return None


def _renamed(call: Call, module: Module) -> Fix | None:
    """The method by its new name, where that is all that changed."""
    func = call.expr.func
    if not isinstance(func, facts.Attribute) or func.attr not in ALIKE:
        return None
    alike = ALIKE[func.attr]
    if alike is not None and any(each.name not in alike for each in call.expr.keywords):
        return None
    if call.expr.args and func.attr in ("dict", "json", "schema"):
        return None
    edit = Edit(module.path, Span(func.end - len(func.attr), func.end), METHODS[func.attr], func.attr)
    return Fix(Safety.SAFE, f"call `{METHODS[func.attr]}`", (edit,))


def _model_config(config: Class, cls: Class, project: Project) -> Fix | None:
    """A `class Config` of plain settings that kept their names, as `model_config`."""
    lines, module = project.repairs.lines(cls.module), cls.module
    body = [each for each in config.facts.body if isinstance(each, facts.Assign)]
    if not body or len(body) != len(config.facts.body) or config.facts.bases or config.facts.decorators:
        return None
    settings = any(str(each).endswith("BaseSettings") for each in project.mro(cls))
    known = project.repairs.importing.member(
        *(("pydantic_settings", "SettingsConfigDict") if settings else ("pydantic", "ConfigDict")), module
    )
    header = facts.Name(config.facts.header_start, config.facts.header_end - config.facts.header_start, "")
    if known is None or lines.of(header)[1] >= lines.of(body[0])[0] or cls.field("model_config") is not None:
        return None
    edits = [*known.edits, Edit(module.path, Span(header.start, header.end), f"model_config = {known.name}(")]
    for stmt in body:
        match stmt:
            case facts.Assign(targets=(facts.Name(id=name) as target,), value=value, annotation=None, op="=") if value:
                if name in KEYS or name in GONE or not lines.are_own(stmt):
                    return None
                edits.append(Edit(module.path, Span(target.start, value.start), f"{name}="))
                edits.append(Edit(module.path, Span(stmt.end, stmt.end), ","))
            case _:
                return None
    edits.append(lines.below(body[-1].end, f"{' ' * lines.column(header)})\n"))
    return Fix(Safety.SAFE, f"make `Config` of `{cls.name}` its `model_config`", tuple(edits))
