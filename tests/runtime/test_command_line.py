import importlib
import os
import pkgutil
import subprocess
import sys

import click
import pytest

import api.cli
from api.cli import COMMANDS, commands_of, main
from tests.runtime.conftest import ROOT


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_of_every_module_is_offered():
    modules = [module.name for module in pkgutil.walk_packages(api.cli.__path__, "api.cli.")]
    found = {
        name: module.removeprefix("api.cli.")
        for module in modules
        if module != "api.cli.__main__"
        for name in commands_of(importlib.import_module(module))
    }
    assert found == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_is_for(name):
    command = main.get_command(click.Context(main), name)
    assert command.name == name
    assert command.get_short_help_str()


def test_serving_loads_without_what_only_other_commands_need():
    loaded = "import sys; from api.cli import main; main.get_command(None, 'serve'); print(*sys.modules)"
    done = python("-c", loaded)
    assert "api.cli.serve" in done.stdout.split()
    assert "api.cli.inspect" not in done.stdout.split()
    assert "api.openapi" not in done.stdout.split()


def test_an_unknown_command_is_wrong_usage():
    done = python("-m", "api.cli", "sevre")
    assert done.returncode == 2
    assert "No such command" in done.stderr
