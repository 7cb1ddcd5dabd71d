"""The command line, `muster COMMAND`. Each module of this package defines commands."""

import importlib
import sys
from types import ModuleType
from typing import Any

import click

from api.database.connection import DatabaseProblem
from api.embedded.problems import ClusterProblem
from api.settings import SettingsProblem

EPILOG = """
\b
Exit codes:
  0  success; for `serve`: stopped by Ctrl-C or SIGTERM
  1  failure, with the reasons on standard error
  2  invalid usage or invalid settings, with every problem listed

Settings are environment variables named MUSTER_*. `muster check-config` prints and tests them.
"""


# Command → its module, so that a command loads only what it needs.
COMMANDS = {
    "serve": "serve",
    "init-database": "database",
    "check-config": "database",
    "publish": "publish",
    "release-files": "release_files",
    "export": "export.command",
    "verify": "verify",
    "check": "check",
    "validate": "releases",
    "diff": "releases",
    "seal": "releases",
    "remove": "releases",
    "import": "releases",
    "openapi": "inspect",
    "explain": "inspect",
}


class Commands(click.Group):
    """Prints a message for problems that the user can fix. Anything else keeps its traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return commands_of(importlib.import_module(f"api.cli.{COMMANDS[cmd_name]}"))[cmd_name]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsProblem as problem:
            fail("\n".join(f"  {line}" for line in ["Invalid settings:", *problem.problems]).strip(), 2)
        except (ClusterProblem, DatabaseProblem) as problem:
            fail(str(problem), 1)


def fail(message: str, code: int) -> None:
    click.secho("muster: ", fg="red", err=True, nl=False)
    click.echo(message, err=True)
    sys.exit(code)


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Muster: how US law-enforcement agencies recruit, every number with its source."""


def commands_of(module: ModuleType) -> dict[str, click.Command]:
    return {thing.name or "": thing for thing in vars(module).values() if isinstance(thing, click.Command)}
