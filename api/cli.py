"""The command line: `muster COMMAND`; the modules of `api.commands` hold them."""

import importlib
import sys
from types import ModuleType
from typing import Any

import click

from api.connection import DatabaseProblem
from api.embedded.problems import ClusterProblem
from api.settings import SettingsProblem

EPILOG = """
\b
Exit codes:
  0  done; `serve`: stopped by Ctrl-C or SIGTERM
  1  refused or failed, with the reasons on standard error
  2  wrong usage, or wrong settings (all of them are named)

Settings are environment variables MUSTER_*: `muster check-config` prints and tries them.
"""


# Where each command stands, so that one loads without what only the others need.
COMMANDS = {
    "serve": "serving",
    "init-database": "databasing",
    "check-config": "databasing",
    "publish": "publishing",
    "release-files": "bundling",
    "export": "exporting",
    "verify": "verifying",
    "validate": "releasing",
    "diff": "releasing",
    "seal": "releasing",
    "remove": "releasing",
    "import": "releasing",
    "openapi": "inspecting",
    "explain": "inspecting",
}


class Commands(click.Group):
    """Problems that a person can mend are told in a sentence; anything else keeps its traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return commands_of(importlib.import_module(f"api.commands.{COMMANDS[cmd_name]}"))[cmd_name]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsProblem as problem:
            fail("\n".join(f"  {line}" for line in ["Wrong settings:", *problem.problems]).strip(), 2)
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


if __name__ == "__main__":
    main(prog_name="muster")
