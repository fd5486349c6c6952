"""A town with memory channels, whose website others copy photos into."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image, ImageOps
from publication.town import OFFICER, agree, does_sweeps_at_once, found_town


@pytest.fixture
def town(settings, clock):
    registry = found_town(settings.home, clock)
    registry.erasure._carrying_out._deeds._channels.update(registry.channels)
    does_sweeps_at_once(registry)
    yield registry
    registry.close()


@pytest.fixture
def website(town):
    return town.channels["website"]


@pytest.fixture
def event_id(town):
    return town.intake.create_event(
        OFFICER, name="Jaarmarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    ).id


@pytest.fixture
def take_in(town, event_id):
    """Take a photo in, analysed and judged."""

    def taken(data):
        outcome = town.intake.receive(OFFICER, event_id=event_id, file_name="IMG.jpg", data=data)
        town.review.assess(outcome.photo_id, outcome.picture)
        return outcome.photo_id

    return taken


@pytest.fixture
def agreed(town):
    """Let everybody in the photos agree, so that copies of them may stand."""
    return lambda: agree(town)


def changed(data: bytes, *, side=None, crop=0.0, mirror=False, turns=0, square=None, logo=False, quality=80) -> bytes:
    """Return what somebody else made of a photo."""
    image = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = image.size
    image = image.crop(
        (round(width * crop), round(height * crop), round(width * (1 - crop)), round(height * (1 - crop)))
    )
    if mirror:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    image = image.rotate(90 * turns, expand=True)
    if square:
        image = ImageOps.fit(image, (square, square))
    if logo:
        wide, tall = image.width // 5, image.height // 8
        image.paste((255, 255, 255), (image.width - wide, image.height - tall, image.width, image.height))
    if side:
        image.thumbnail((side, side))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()
