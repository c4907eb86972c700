"""`archlint`: finds the command, and turns whatever ends it into an exit code."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from archlint.catalogue import nearest, suggestion
from archlint.cli import commands, options
from archlint.cli.terminal import mute_stdout, say, write
from archlint.report.escape import visible

INCOMPLETE = 2
"""Usage, configuration, or an analysis that is not complete."""


class Commands(click.Group):
    """The modules of `archlint.cli.commands`, imported when asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        found = Path(next(iter(commands.__path__))).glob("[a-z]*.py")
        return sorted(each.stem.replace("_", "-") for each in found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = self.list_commands(ctx)
        if cmd_name not in known:
            raise click.UsageError(f"no command is called `{cmd_name}`{suggestion(nearest(cmd_name, known))}", ctx)
        command = import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"the module of the command {cmd_name} holds no command")
        return command


def _version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from archlint.report.version import installed  # reads the installed packages, which takes its time

        write(f"archlint {installed()}\n")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=options.examples("archlint check", "archlint explain route-on-app"),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version and exit."
)
def archlint() -> None:
    """The architecture linter for FastAPI services.

    Reads a whole service without running it and tells where it leaves its own architecture.
    """


def main(argv: list[str]) -> int:
    """Run a command line; 0 nothing found, 1 findings, 2 usage, configuration or an incomplete analysis."""
    try:
        result: object = archlint.main(args=argv, prog_name="archlint", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return INCOMPLETE
    except click.ClickException as error:
        return _refuse(error)
    except click.Abort:
        say("archlint: interrupted; the analysis is not complete")
        return INCOMPLETE
    except BrokenPipeError:
        mute_stdout()
        return INCOMPLETE
    except Exception:
        import traceback

        say(traceback.format_exc().rstrip())
        say("archlint: internal error, so nothing can be said about this code; please report it")
        return INCOMPLETE
    return result if isinstance(result, int) else 0


def _refuse(error: click.ClickException) -> int:
    """Say what was wrong with the command line or the configuration, and what to do."""
    message = visible(error.format_message().replace("\n", " "))
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" (see `{context.command_path} --help`)" if context else ""
    say(f"archlint: {message}{hint}")
    return INCOMPLETE
