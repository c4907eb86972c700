from __future__ import annotations

from archlint.checks import Findings, check
from archlint.findings import Finding
from archlint.project import Module, Project


@check("settings/environ-outside-settings", on=Module)
def environ_outside_settings(module: Module, project: Project) -> Findings:
    """A read of the environment by a module that does not hold the settings."""
    if project.settings.may_read_environment(module):
        return
    for read in project.environment.reads(module):
        what = f"`{read.variable}`" if read.variable else "the environment"
        message = (
            f"`{read.how}` reads {what} outside the settings, which list, type and check all variables in one place; "
            "declare it in the settings class and hand it on"
        )
        if read.loads:
            message = (
                f"`{read.how}` loads a file into the environment outside the settings: what it sets depends on who "
                "imports first; name the file as `env_file` of the settings class"
            )
        scope = read.scope
        symbol = scope.name if isinstance(scope, Module) else scope.symbol
        yield Finding(read.place, message, symbol=symbol, target=read.variable or read.how)
