"""Many perceptual hashes in memory, searched by brute force in two passes. Pure.

The bits of a PDQ are signs of 16 x 16 cosine coefficients. The first pass compares a quarter of them, those that are
even in both directions: they keep their signs when a picture is mirrored or turned upside down, so that one pass
screens for four attitudes at once (but for what PDQ's sampling shifts). The second compares all bits of what is left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from registry.intake.fingerprint import PDQ_BYTES
from registry.sweeping.attitudes import Attitude, probes_of

_WORDS = PDQ_BYTES // 8
_BLOCK = 65_536  # rows whose words stay in the processor's cache
_GRID = np.arange(256).reshape(16, 16)
# Coefficients are counted from 1: an even index here is an odd frequency. Which is which does not matter.
_ORDER = np.concatenate([_GRID[row::2, column::2].ravel() for row in (0, 1) for column in (0, 1)])

Words = NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A photo that looks like something: in how many of 256 bits the two differ, in which crop of it, turned how."""

    photo_id: UUID
    distance: int
    crop: int
    attitude: Attitude


class PrintIndex:
    """The hashes of photos, any number for each, in memory: 32 bytes a hash and 4 for whose it is."""

    def __init__(self, prints: Iterable[tuple[UUID, bytes]]) -> None:
        """Take photos with their hashes, 32 bytes each, one after the other."""
        pairs = [(photo_id, hashes) for photo_id, hashes in prints if hashes]
        self._photos: Sequence[UUID] = [photo_id for photo_id, _ in pairs]
        counts = [len(hashes) // PDQ_BYTES for _, hashes in pairs]
        self._first = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        self._owners: NDArray[np.uint32] = np.repeat(np.arange(len(pairs), dtype=np.uint32), counts)
        rows = _arranged(b"".join(hashes for _, hashes in pairs))
        self._columns = [np.ascontiguousarray(rows[:, word]) for word in range(_WORDS)]

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def nbytes(self) -> int:
        """How many bytes of memory the hashes and their owners take."""
        return self._owners.nbytes + sum(column.nbytes for column in self._columns)

    def near(self, hashes: bytes, *, within: int, screen: int, most: int) -> list[Near]:
        """Return the photos at most `within` bits from a picture in any attitude, nearest first, at most `most`.

        `hashes` are those of `attitudes.hashes_of`; `screen` is in how many of the first 64 bits a copy may differ.
        """
        best: dict[int, tuple[int, int, Attitude]] = {}
        for probes in probes_of(hashes):
            arranged = [(_arranged(bits)[0], attitude) for bits, attitude in probes]
            rows = self._screened(arranged[0][0], screen)
            for words, attitude in arranged:
                for row, distance in self._within(words, rows, within):
                    owner = int(self._owners[row])
                    best[owner] = min(best.get(owner, (distance, row, attitude)), (distance, row, attitude))
        ordered = sorted((found, owner) for owner, found in best.items())[:most]
        return [self._near(owner, *found) for found, owner in ordered]

    def _near(self, owner: int, distance: int, row: int, attitude: Attitude) -> Near:
        crop = row - int(self._first[owner])
        return Near(photo_id=self._photos[owner], distance=distance, crop=crop, attitude=attitude)

    def _screened(self, words: Words, screen: int) -> NDArray[np.int64]:
        """Return the rows whose first word differs from a probe's in at most `screen` bits."""
        left = []
        for begin in range(0, len(self), _BLOCK):
            differing = np.bitwise_count(self._columns[0][begin : begin + _BLOCK] ^ words[0])
            left.append(np.flatnonzero(differing <= screen) + begin)
        return np.concatenate(left) if left else np.empty(0, dtype=np.int64)

    def _within(self, words: Words, rows: NDArray[np.int64], within: int) -> list[tuple[int, int]]:
        """Return (row, distance) of those of `rows` that differ from a probe in at most `within` bits."""
        total = np.zeros(len(rows), dtype=np.uint16)
        for word in range(_WORDS):
            total += np.bitwise_count(self._columns[word][rows] ^ words[word])
        close = np.flatnonzero(total <= within)
        return [(int(rows[at]), int(total[at])) for at in close]


def _arranged(hashes: bytes) -> Words:
    """Return hashes as (n, 4) words, bits grouped by the parity of their row and column."""
    plain = np.frombuffer(hashes, dtype=np.uint8).reshape(-1, PDQ_BYTES)
    grouped = np.empty_like(plain)
    for begin in range(0, len(plain), _BLOCK):
        bits = np.unpackbits(plain[begin : begin + _BLOCK], axis=1)
        grouped[begin : begin + _BLOCK] = np.packbits(bits[:, _ORDER], axis=1)
    return grouped.view(np.uint64)
