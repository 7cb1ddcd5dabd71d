"""Terminal output: messages, problems and progress bars."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.problems import ProblemError

# Messages go to standard error. Standard output is for results.
console = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def exit_with_problem(error: ProblemError) -> NoReturn:
    """Print every problem of a query in the words of the HTTP response. Exits with 2 for a 400, else 1."""
    for fault in error.members.get("errors", ()):
        near = f" Nearest: {fault.nearest}." if fault.nearest else ""
        click.echo(f"{fault.parameter}={fault.given}: expected {fault.expected}.{near}", err=True)
    near = f" Nearest: {nearest}." if (nearest := error.members.get("nearest")) else ""
    click.echo(f"{error.detail}{near}", err=True)
    sys.exit(2 if error.kind.status == 400 else 1)


class Bars:
    """A progress bar for each task. Without a terminal, prints a line when a task begins."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tasks: dict[str, int] = {}

    def report(self, name: str, done: int, total: int) -> None:
        if name not in self.tasks:
            self.tasks[name] = int(self.progress.add_task(name, total=total))
            if not console.is_terminal:
                say(f"  {name}")
        self.progress.update(self.tasks[name], completed=done, total=total)  # type: ignore[arg-type]


@contextmanager
def bars() -> Iterator[Bars]:
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bars(progress)
