"""The keys of a table as 64-bit hashes, to find duplicate and missing keys in little memory."""

from array import array
from collections.abc import Hashable, Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


class Keys:
    """The hashes of keys. Five million keys have a collision with a probability of about one in a million."""

    def __init__(self) -> None:
        self.hashes = array("q")
        self.sorted: Any = None

    def add(self, keys: Iterable[Hashable]) -> None:
        self.hashes.extend(map(hash, keys))

    def sorted_hashes(self) -> Any:
        """Sort the hashes into an Arrow array."""
        if self.sorted is None or len(self.sorted) != len(self.hashes):
            hashes = pa.Array.from_buffers(
                pa.int64(), len(self.hashes), [None, pa.py_buffer(self.hashes.tobytes())]
            )
            self.sorted = hashes.take(pc.array_sort_indices(hashes))
        return self.sorted

    def repeated(self) -> set[int]:
        """Find the hashes that appear more than once."""
        sorted_hashes = self.sorted_hashes()
        if len(sorted_hashes) < 2:
            return set()
        before, after = sorted_hashes[:-1], sorted_hashes[1:]
        return set(before.filter(pc.equal(before, after)).to_pylist())

    def missing(self, keys: Iterable[Hashable]) -> list[Hashable]:
        """Find those of `keys` that the table does not have, in order."""
        references = list(keys)
        is_known = pc.is_in(
            pa.array([hash(key) for key in references], pa.int64()), value_set=self.sorted_hashes()
        )
        return [key for key, known in zip(references, is_known.to_pylist(), strict=True) if not known]
