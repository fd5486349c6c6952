"""Signed picture links: what they carry, and what they refuse."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.api.errors import LinkExpired, LinkForged
from registry.api.links import LINK_LIFE, LINK_STEP, PictureKind, PictureLink, expiry, read, sign

NOW = datetime(2026, 6, 1, 10, 2, 30, tzinfo=UTC)
SECRET = bytes(range(32))
PHOTO = UUID(int=1)
FACE = UUID(int=2)
USER = UUID(int=3)


def link_to(kind=PictureKind.CROP, face=FACE, expires=NOW + timedelta(minutes=5)):
    return PictureLink(kind=kind, photo_id=PHOTO, face_id=face, user_id=USER, expires=expires)


@pytest.mark.parametrize("kind", list(PictureKind))
def test_a_link_when_read_in_time_then_says_what_was_signed(kind):
    link = link_to(kind=kind, face=FACE if kind is PictureKind.CROP else None)
    assert read(sign(link, SECRET), SECRET, now=NOW) == link


def test_a_link_when_its_time_is_over_then_is_refused():
    word = sign(link_to(expires=NOW), SECRET)
    with pytest.raises(LinkExpired):
        read(word, SECRET, now=NOW)


def test_a_link_when_signed_with_another_secret_then_is_refused():
    with pytest.raises(LinkForged):
        read(sign(link_to(), b"x" * 32), SECRET, now=NOW)


def test_a_link_when_one_letter_is_changed_anywhere_then_never_says_anything_else():
    word = sign(link_to(), SECRET)
    for at, letter in enumerate(word):
        other = "A" if letter != "A" else "B"
        with suppress(LinkForged):  # base64 leaves a few bits unused: only there may a change go unseen
            assert read(word[:at] + other + word[at + 1 :], SECRET, now=NOW) == link_to()


@given(st.text(max_size=200))
def test_a_link_when_it_is_any_text_then_is_refused_and_nothing_else_happens(word):
    with pytest.raises(LinkForged):
        read(word, SECRET, now=NOW)


@given(st.integers(min_value=0, max_value=2_000_000_000))
def test_the_end_of_a_link_when_made_at_any_second_then_lies_within_its_life_and_after_half_of_it(seconds):
    now = datetime.fromtimestamp(seconds, UTC)
    assert LINK_LIFE - LINK_STEP < expiry(now) - now <= LINK_LIFE


def test_the_end_of_a_link_when_made_seconds_apart_then_is_the_same_so_that_pages_do_not_flicker():
    assert expiry(NOW) == expiry(NOW + timedelta(seconds=20))
