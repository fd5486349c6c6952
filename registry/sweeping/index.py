"""Many perceptual hashes, searched exactly: four columns of 64 bits, XOR and a count of bits, block by block. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from registry.intake.fingerprint import PDQ_BYTES

_WORDS = PDQ_BYTES // 8
_BLOCK = 65_536  # rows whose distances stay in the processor's cache


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """The photo that looks most like something, and in how many of 256 bits the two differ."""

    photo_id: UUID
    distance: int


class PrintIndex:
    """The hashes of photos, any number for each, in memory: 32 bytes a hash and 4 for whose it is."""

    def __init__(self, prints: Iterable[tuple[UUID, bytes]]) -> None:
        """Take photos with their hashes, 32 bytes each, one after the other."""
        pairs = [(photo_id, hashes) for photo_id, hashes in prints if hashes]
        self._photos: Sequence[UUID] = [photo_id for photo_id, _ in pairs]
        counts = [len(hashes) // PDQ_BYTES for _, hashes in pairs]
        self._owners: NDArray[np.uint32] = np.repeat(np.arange(len(pairs), dtype=np.uint32), counts)
        rows = np.frombuffer(b"".join(hashes for _, hashes in pairs), dtype=np.uint64).reshape(-1, _WORDS)
        self._columns = [np.ascontiguousarray(rows[:, word]) for word in range(_WORDS)]

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def nbytes(self) -> int:
        """How many bytes of memory the hashes and their owners take."""
        return self._owners.nbytes + sum(column.nbytes for column in self._columns)

    def nearest(self, hashes: bytes) -> Near | None:
        """Return the photo nearest to any of `hashes` (32 bytes each); None where there is nothing to compare."""
        probes = np.frombuffer(hashes, dtype=np.uint64).reshape(-1, _WORDS)
        best = min((self._best(probe) for probe in probes), default=None)
        if best is None or not len(self):
            return None
        distance, row = best
        return Near(photo_id=self._photos[self._owners[row]], distance=distance)

    def _best(self, probe: NDArray[np.uint64]) -> tuple[int, int]:
        """Return the least distance to a probe and the row it is found in."""
        best = (8 * PDQ_BYTES + 1, 0)
        for begin in range(0, len(self), _BLOCK):
            differing = self._differing(probe, slice(begin, begin + _BLOCK))
            row = int(differing.argmin())
            best = min(best, (int(differing[row]), begin + row))
        return best

    def _differing(self, probe: NDArray[np.uint64], rows: slice) -> NDArray[np.uint16]:
        total: NDArray[np.uint16] = np.bitwise_count(self._columns[0][rows] ^ probe[0]).astype(np.uint16)
        for word in range(1, _WORDS):
            total += np.bitwise_count(self._columns[word][rows] ^ probe[word])
        return total
