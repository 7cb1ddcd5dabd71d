"""The command line: `muster COMMAND`, one module of `api.commands` for each group of them."""

import importlib
import sys
from typing import Any

import click

from api.connection import DatabaseProblem
from api.embedded.problems import ClusterProblem
from api.settings import SettingsProblem

MODULES = ("serving", "databasing", "releasing", "inspecting")

EPILOG = """
\b
Exit codes:
  0  done; `serve`: stopped by Ctrl-C or SIGTERM
  1  refused or failed, with the reasons on standard error
  2  wrong usage, or wrong settings (all of them are named)

Settings are environment variables MUSTER_*: `muster check-config` prints and tries them.
"""


class Commands(click.Group):
    """Problems that a person can mend are told in a sentence; anything else keeps its traceback."""

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


def commands_of(module: str) -> list[click.Command]:
    return [
        each for each in vars(importlib.import_module(module)).values() if isinstance(each, click.Command)
    ]


for name in MODULES:
    for command in commands_of(f"api.commands.{name}"):
        main.add_command(command)

if __name__ == "__main__":
    main(prog_name="muster")
