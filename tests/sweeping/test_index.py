"""The index finds what a plain loop finds."""

from __future__ import annotations

from uuid import UUID

import numpy as np

from registry.intake.fingerprint import distance
from registry.sweeping.index import PrintIndex

SEED = 20261122


def hashes(draw, number):
    return draw.integers(0, 256, size=32 * number, dtype=np.uint8).tobytes()


def test_the_nearest_photo_is_the_one_a_plain_loop_finds():
    draw = np.random.default_rng(SEED)
    photos = [(UUID(int=n), hashes(draw, 1 + n % 3)) for n in range(200)]
    index = PrintIndex(photos)
    for _ in range(20):
        probe = hashes(draw, 2)
        plain = min(
            (distance(many, probe[begin : begin + 32]), photo_id.int) for photo_id, many in photos for begin in (0, 32)
        )
        found = index.nearest(probe)
        assert found.distance == plain[0], f"seed {SEED}"


def test_a_photo_without_hashes_is_never_found_and_an_empty_index_finds_nothing():
    probe = bytes(32)
    assert PrintIndex([(UUID(int=1), b"")]).nearest(probe) is None
    assert PrintIndex([(UUID(int=1), b""), (UUID(int=2), bytes(32))]).nearest(probe).photo_id == UUID(int=2)
    assert PrintIndex([(UUID(int=2), bytes(32))]).nearest(b"") is None


def test_the_last_hash_of_a_large_index_is_compared_too():
    draw = np.random.default_rng(SEED)
    wanted = hashes(draw, 1)
    index = PrintIndex([(UUID(int=1), hashes(draw, 70_000)), (UUID(int=2), wanted)])
    assert index.nearest(wanted) is not None
    assert index.nearest(wanted).photo_id == UUID(int=2)
    assert index.nbytes == 70_001 * 36
