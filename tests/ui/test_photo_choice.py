"""Choosing photos for a post by what they show."""

from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from registry.locale import Locale, translator
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)


@pytest.fixture
def photos(registry, photographer):
    """One photo more than a page of an event holds, in the order of the pages."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    noise = np.random.default_rng(20261130)
    for _ in range(PAGE_SIZE + 1):
        data = cv2.imencode(".png", noise.integers(0, 255, (96, 96, 3), np.uint8))[1].tobytes()
        registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.png", data=data)
    return registry.intake.photos(photographer.actor, event.id, page=0, size=PAGE_SIZE + 1)


def alt_texts(page):
    return [field.key for field in page.text_input if (field.key or "").startswith("alt-")]


def test_a_photo_when_ticked_then_stays_chosen_on_another_page_until_it_is_unticked(at_the_desk, photos):
    first, last = photos[0], photos[-1]
    page = at_the_desk.open("berichten")
    page.checkbox(key=f"post_photos-{first.id}").check().run()
    page.number_input(key="post_photos_page").set_value(2).run()
    page.checkbox(key=f"post_photos-{last.id}").check().run()
    assert not page.exception
    assert alt_texts(page) == [f"alt-{first.id}", f"alt-{last.id}"]
    assert plain(dutch("{n} chosen").format(n=2)) in "".join(words.value for words in page.markdown)
    page.number_input(key="post_photos_page").set_value(1).run()
    page.checkbox(key=f"post_photos-{first.id}").uncheck().run()
    assert alt_texts(page) == [f"alt-{last.id}"]


def test_a_photo_when_somebody_asked_to_remove_it_then_cannot_be_chosen(at_the_desk, registry, photos):
    from registry.removal.states import Way

    asked = photos[3]
    registry.removal.submit(
        way=Way.REFERENCE, contact="els@example.org", language=Locale.NL, link_or_reference=asked.reference
    )
    page = at_the_desk.open("berichten")
    keys = {box.key for box in page.checkbox}
    assert f"post_photos-{photos[2].id}" in keys
    assert f"post_photos-{asked.id}" not in keys
