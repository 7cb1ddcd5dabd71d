from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# What is said to the person goes to standard error; standard output is for what a command makes.
console = Console(stderr=True, highlight=False)


def say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


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
