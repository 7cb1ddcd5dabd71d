"""The keys of a table, eight bytes each however long they are: whether one is there twice, or not at all."""

from array import array
from collections.abc import Hashable, Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


class Keys:
    """Keys by their hash of 64 bits: of five million, two differ and share one once in a million times."""

    def __init__(self) -> None:
        self.hashes = array("q")
        self.sorted: Any = None

    def add(self, keys: Iterable[Hashable]) -> None:
        self.hashes.extend(map(hash, keys))

    def found(self) -> Any:
        """All of them in order, as an Arrow array."""
        if self.sorted is None or len(self.sorted) != len(self.hashes):
            held = pa.Array.from_buffers(
                pa.int64(), len(self.hashes), [None, pa.py_buffer(self.hashes.tobytes())]
            )
            self.sorted = held.take(pc.array_sort_indices(held))
        return self.sorted

    def repeated(self) -> set[int]:
        """The hashes that stand there more than once."""
        found = self.found()
        if len(found) < 2:
            return set()
        before, after = found[:-1], found[1:]
        return set(before.filter(pc.equal(before, after)).to_pylist())

    def missing(self, keys: Iterable[Hashable]) -> list[Hashable]:
        """Those that are not there, in their order."""
        asked = list(keys)
        there = pc.is_in(pa.array([hash(key) for key in asked], pa.int64()), value_set=self.found())
        return [key for key, known in zip(asked, there.to_pylist(), strict=True) if not known]
