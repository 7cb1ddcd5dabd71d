"""The rows of a file told as they come from the database, for who waits for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from api.description import Description
from api.making import Order
from api.shapes import Plain, Put

More: TypeAlias = Callable[[int], object]
Shape: TypeAlias = Callable[[Description, Put, Path | None], Plain]


class Watched(Plain):
    """A shape whose lines are told: at least as many as its rows, for a text may hold line ends too."""

    def __init__(self, inner: Plain, more: More) -> None:
        super().__init__(inner.about, inner.put, inner.folder)
        self.inner, self.more = inner, more

    @property
    def scratch(self) -> int:
        return self.inner.scratch

    def feed(self, data: bytes) -> None:
        self.more(data.count(b"\n"))
        self.inner.feed(data)

    def end(self) -> None:
        self.inner.end()

    def close(self) -> None:
        self.inner.close()


def adding(total: int, tell: Callable[[int, int], object]) -> More:
    """Tells how far it has come, and of how much; never beyond it."""
    done = 0

    def more(count: int) -> None:
        nonlocal done
        done = min(done + count, total)
        tell(done, total)

    return more


def watched(order: Order, more: More) -> Order:
    """The same order, whose rows are told."""

    def shape(about: Description, put: Put, folder: Path | None = None) -> Plain:
        return Watched(order.form.shape(about, put, folder), more)

    return shaped(order, shape)


def shaped(order: Order, shape: Shape) -> Order:
    """The same rows in another shape."""
    return structs.replace(order, form=structs.replace(order.form, shape=shape))
