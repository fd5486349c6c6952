"""The sealed form: what it hides, and every way of changing it that must be noticed."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry.vault import envelope
from registry.vault.envelope import CHUNK_BYTES, HEADER_BYTES, MAGIC, TAG_BYTES, open_, seal
from registry.vault.errors import EnvelopeBroken

KEY = bytes(range(32))
AAD = b"blob 1 key 1"
SMALL = 64


@pytest.fixture
def small_chunks(monkeypatch):
    """Chunks of 64 bytes, so that many chunks are cheap."""
    monkeypatch.setattr(envelope, "CHUNK_BYTES", SMALL)


def broken_chunk(sealed, *, key=KEY, aad=AAD):
    with pytest.raises(EnvelopeBroken) as caught:
        open_(key, aad, sealed)
    return caught.value.data["chunk"]


@given(data=st.binary(max_size=300), aad=st.binary(max_size=40))
@example(data=b"", aad=b"")
def test_open_of_a_sealed_value_gives_the_value_back(data, aad):
    assert open_(KEY, aad, seal(KEY, aad, data)) == data


@pytest.mark.parametrize("size", [0, 1, SMALL - 1, SMALL, SMALL + 1, 2 * SMALL, 5 * SMALL + 7])
def test_open_at_chunk_borders_gives_the_value_back(small_chunks, size):
    data = os.urandom(size)
    chunks = max(1, -(-size // SMALL))
    sealed = seal(KEY, AAD, data)
    assert open_(KEY, AAD, sealed) == data
    assert len(sealed) == HEADER_BYTES + size + chunks * TAG_BYTES


def test_open_of_two_real_chunks_gives_the_value_back():
    data = os.urandom(CHUNK_BYTES + 5)
    assert open_(KEY, AAD, seal(KEY, AAD, data)) == data


def test_seal_of_the_same_value_twice_shares_nothing_but_the_magic():
    one, two = seal(KEY, AAD, b"x" * 1000), seal(KEY, AAD, b"x" * 1000)
    assert one[: len(MAGIC)] == two[: len(MAGIC)]
    assert sum(a == b for a, b in zip(one[len(MAGIC) :], two[len(MAGIC) :], strict=True)) < 40


def test_every_flipped_bit_is_detected_and_its_chunk_named(small_chunks):
    sealed = seal(KEY, AAD, os.urandom(SMALL + 9))
    for position in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[position] ^= 1 << bit
            expected = "header" if position < len(MAGIC) else max(0, position - HEADER_BYTES) // (SMALL + TAG_BYTES)
            assert broken_chunk(bytes(changed)) == expected, position


def test_every_shortened_envelope_is_detected(small_chunks):
    sealed = seal(KEY, AAD, os.urandom(2 * SMALL))
    for length in range(len(sealed)):
        broken_chunk(sealed[:length])


def test_bytes_added_at_the_end_are_detected(small_chunks):
    broken_chunk(seal(KEY, AAD, os.urandom(SMALL)) + b"\0")
    broken_chunk(seal(KEY, AAD, b"") + bytes(TAG_BYTES))


def test_swapped_dropped_and_repeated_chunks_are_detected(small_chunks):
    sealed = seal(KEY, AAD, os.urandom(3 * SMALL))
    head, step = sealed[:HEADER_BYTES], SMALL + TAG_BYTES
    a, b, c = (sealed[HEADER_BYTES + i * step :][:step] for i in range(3))
    assert broken_chunk(head + b + a + c) == 0
    assert broken_chunk(head + a + c) == 1
    assert broken_chunk(head + a + a + b + c) == 1
    assert broken_chunk(head + a + b) == 1


def test_another_key_or_another_place_does_not_open_it():
    sealed = seal(KEY, AAD, b"data")
    assert broken_chunk(sealed, key=bytes(32)) == 0
    assert broken_chunk(sealed, aad=b"blob 2 key 1") == 0


@given(noise=st.binary(max_size=200))
def test_open_of_noise_refuses_and_never_fails_otherwise(noise):
    broken_chunk(noise)
    broken_chunk(MAGIC + noise)
