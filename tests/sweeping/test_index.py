"""The index finds what a plain loop finds, in any attitude."""

from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest

from registry.intake import fingerprint
from registry.intake.figures import shipped_figures as intake_figures
from registry.picture import Picture
from registry.sweeping.attitudes import Attitude, hashes_of
from registry.sweeping.index import PrintIndex

SEED = 20261122
EVERYTHING = {"within": 256, "screen": 64}


def hashes(draw, number):
    return draw.integers(0, 256, size=32 * number, dtype=np.uint8).tobytes()


def nearest(index, probe):
    found = index.near(probe, **EVERYTHING, most=1)
    return found[0] if found else None


def test_the_nearest_photo_as_it_is_and_mirrored_is_the_one_a_plain_loop_finds():
    draw = np.random.default_rng(SEED)
    photos = [(UUID(int=n), hashes(draw, 1 + n % 3)) for n in range(200)]
    index = PrintIndex(photos)
    for _ in range(20):
        probe = hashes(draw, 2)
        plain = min(
            (fingerprint.distance(many, probe[begin : begin + 32]), photo_id.int)
            for photo_id, many in photos
            for begin in (0, 32)
        )
        upright = [one for one in index.near(probe, **EVERYTHING, most=200) if Attitude.TRANSPOSED not in one.attitude]
        assert upright[0].distance >= plain[0], f"seed {SEED}"
        assert nearest(index, probe).distance <= plain[0], f"seed {SEED}"


def test_the_photos_come_nearest_first_and_only_those_near_enough():
    draw = np.random.default_rng(SEED)
    own = hashes(draw, 1)
    few, more = bytes([own[0] ^ 0b111]) + own[1:], bytes([own[0] ^ 0xFF]) + bytes([own[1] ^ 0xFF]) + own[2:]
    index = PrintIndex([(UUID(int=1), more), (UUID(int=2), few), (UUID(int=3), hashes(draw, 1))])
    found = index.near(own, within=16, screen=64, most=3)
    assert [(one.photo_id.int, one.distance) for one in found] == [(2, 3), (1, 16)]
    assert [one.photo_id.int for one in index.near(own, within=16, screen=64, most=1)] == [2]


def test_what_differs_too_much_in_the_bits_compared_first_is_passed_over():
    own = bytes(32)
    other = bytes([0b10101010, 0b10101010]) + bytes(30)  # row 0, every second column: all among the first 64 bits
    index = PrintIndex([(UUID(int=1), other)])
    assert index.near(own, within=16, screen=8, most=1) != []
    assert index.near(own, within=16, screen=7, most=1) == []


def test_a_photo_without_hashes_is_never_found_and_an_empty_index_finds_nothing():
    probe = bytes(32)
    assert nearest(PrintIndex([(UUID(int=1), b"")]), probe) is None
    assert nearest(PrintIndex([(UUID(int=1), b""), (UUID(int=2), bytes(32))]), probe).photo_id == UUID(int=2)
    assert nearest(PrintIndex([(UUID(int=2), bytes(32))]), b"") is None


def test_the_last_hash_of_a_large_index_is_compared_too_and_named_by_its_place():
    draw = np.random.default_rng(SEED)
    wanted = hashes(draw, 1)
    index = PrintIndex([(UUID(int=1), hashes(draw, 70_000)), (UUID(int=2), hashes(draw, 2) + wanted)])
    found = nearest(index, wanted)
    assert (found.photo_id, found.crop, found.distance) == (UUID(int=2), 2, 0)
    assert index.nbytes == 70_003 * 36


@pytest.mark.parametrize("number", range(8))
def test_a_picture_is_found_in_each_of_its_eight_attitudes(number):
    draw = np.random.default_rng(SEED)
    ours = np.kron(draw.integers(0, 256, size=(12, 16, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    index = PrintIndex([(UUID(int=1), bits(ours))])
    theirs = next(seen for seen in attitudes_of(ours) if np.array_equal(Attitude(number).applied(seen), ours))
    found = index.near(hashes_of(theirs, bits), within=8, screen=20, most=1)
    assert [one.attitude for one in found] == [Attitude(number)]


def attitudes_of(pixels):
    """Give a picture in all its eight attitudes."""
    turned = [np.rot90(pixels, turns) for turns in range(4)]
    return [*turned, *(one[:, ::-1] for one in turned)]


def bits(pixels):
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape[:2]
    picture = Picture(pixels=whole, scale=1.0, original_width=width, original_height=height)
    return fingerprint.perceptual(picture, intake_figures()).bits
