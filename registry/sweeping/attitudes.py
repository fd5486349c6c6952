"""The eight attitudes a flat picture can be shown in: as it is, mirrored, turned, upside down. Pure.

The hash of a picture with its sides exchanged is its own hash with rows and columns exchanged. Mirror images are
hashed by themselves: PDQ samples a picture half a pixel off its middle, which a changed sign would not repeat.
"""

from collections.abc import Callable, Iterator
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from registry.intake.fingerprint import PDQ_BYTES

_SIDE = 16  # PDQ's coefficients, in each direction
_ALIKE = ((0, 3), (1, 2))  # attitudes half a turn apart: their even coefficients are nearly the same
_OWN_HASHES = 4

Pixels = NDArray[np.uint8]


class Attitude(IntFlag):
    """What was done to a picture to see it as we have it; the exchange of sides comes last."""

    PLAIN = 0
    """Nothing."""
    MIRRORED = 1
    """Left and right were exchanged."""
    FLIPPED = 2
    """Top and bottom were exchanged."""
    TRANSPOSED = 4
    """Rows and columns were exchanged."""

    def applied(self, pixels: Pixels) -> Pixels:
        """Return pixels (height, width, ...) seen in this attitude."""
        seen = pixels[:, ::-1] if Attitude.MIRRORED in self else pixels
        seen = seen[::-1] if Attitude.FLIPPED in self else seen
        return np.ascontiguousarray(seen.swapaxes(0, 1) if Attitude.TRANSPOSED in self else seen)


def hashes_of(pixels: Pixels, perceptual: Callable[[Pixels], bytes]) -> bytes:
    """Return the hashes of a picture by which it is found in any attitude, 32 bytes each."""
    return b"".join(perceptual(Attitude(number).applied(pixels)) for number in range(_OWN_HASHES))


def probes_of(hashes: bytes) -> Iterator[list[tuple[bytes, Attitude]]]:
    """Give what to search for, from the hashes of one or more pictures: groups whose first screens for the others.

    Rows of an earlier version have two hashes only, as it is and mirrored: those are searched for.
    """
    each = [hashes[begin : begin + PDQ_BYTES] for begin in range(0, len(hashes), PDQ_BYTES)]
    for begin in range(0, len(each), _OWN_HASHES):
        own = each[begin : begin + _OWN_HASHES]
        for alike in _ALIKE:
            there = [(own[number], Attitude(number)) for number in alike if number < len(own)]
            if not there:
                continue
            yield there
            yield [(_transposed(bits), attitude | Attitude.TRANSPOSED) for bits, attitude in there]


def _transposed(bits: bytes) -> bytes:
    grid = np.unpackbits(np.frombuffer(bits, dtype=np.uint8)).reshape(_SIDE, _SIDE)
    return np.packbits(grid.T).tobytes()
