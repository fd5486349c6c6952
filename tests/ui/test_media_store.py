"""Photos never enter Streamlit's own media store: an erased photo cannot linger in the web process's memory."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest
from web_visitors import PATIENCE

SHOWING_PHOTOS = ("fotos", "nakijken")


@pytest.fixture
def stored(monkeypatch):
    """What is put into Streamlit's media store from now on (the real one, watched)."""
    kept = []
    add = MediaFileManager.add

    def watched(self, path_or_data, *arguments, **options):
        kept.append(path_or_data)
        return add(self, path_or_data, *arguments, **options)

    monkeypatch.setattr(MediaFileManager, "add", watched)
    return kept


@pytest.fixture
def photo(registry, photographer, astronaut):
    """A portrait that waits for the officer, in an event."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG")
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=stream.getvalue())
    registry.review.assess(received.photo_id, received.picture)
    return received.photo_id


def test_streamlits_own_picture_when_shown_then_is_seen_by_this_watch(stored):
    def script():
        import numpy as np
        import streamlit as st

        st.image(np.zeros((8, 8, 3), dtype=np.uint8))

    assert not AppTest.from_function(script, default_timeout=PATIENCE).run().exception
    assert len(stored) == 1


@pytest.mark.parametrize("path", SHOWING_PHOTOS)
def test_a_page_when_it_shows_photos_then_puts_none_in_streamlits_store(stored, photo, at_the_desk, path):
    shown = at_the_desk.open(path)
    assert not shown.exception
    assert any("<img" in html.proto.body for html in shown.get("html"))
    assert stored == []
