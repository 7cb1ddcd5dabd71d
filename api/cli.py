"""The command line: `muster COMMAND`; every command of every module in `api.commands` is one."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from typing import Any

import click

import api.commands
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


def commands() -> Iterator[click.Command]:
    for module in pkgutil.iter_modules(api.commands.__path__, "api.commands."):
        things = vars(importlib.import_module(module.name)).values()
        yield from (thing for thing in things if isinstance(thing, click.Command))


for command in commands():
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="muster")
