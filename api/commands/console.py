import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.problems import Refusal

# What is said to the person goes to standard error; standard output is for what a command makes.
console = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def refused(refusal: Refusal) -> NoReturn:
    """Every fault of a question in the words that HTTP has for it."""
    for fault in refusal.problem("").errors:
        near = f" Nearest: {fault.nearest}." if fault.nearest else ""
        click.echo(f"{fault.parameter}={fault.given}: expected {fault.expected}.{near}", err=True)
    near = f" Nearest: {found}." if (found := refusal.members.get("nearest")) else ""
    click.echo(f"{refusal.detail}{near}", err=True)
    sys.exit(2 if refusal.kind.status == 400 else 1)


class Bars:
    """A bar for each release; without a terminal a line when it begins."""

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
