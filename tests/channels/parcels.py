"""Parcels and placements for the channels' tests."""

import hashlib
import hmac
import io
from uuid import uuid4

import numpy as np
from PIL import Image

from registry.channels.base import Parcel, Placement
from registry.channels.outcomes import Published


def jpeg(seed, size=(320, 240)):
    """Return the bytes of a small photo of nothing, another one for every seed."""
    stream = io.BytesIO()
    noise = np.random.default_rng(seed).integers(0, 255, (size[1] // 16, size[0] // 16, 3), dtype=np.uint8)
    Image.fromarray(noise).resize(size).save(stream, "JPEG", quality=70)
    return stream.getvalue()


PHOTO, OTHER = jpeg(1), jpeg(2)


def content_mac(data: bytes) -> str:
    return hmac.new(b"test key", data, hashlib.sha256).hexdigest()


def parcel(data=PHOTO, copy_id=None, name="F-7K2M-9QXD-1400.jpg"):
    return Parcel(copy_id=copy_id or uuid4(), name=name, data=data)


def put(channel, data=PHOTO) -> Placement:
    sent = parcel(data)
    outcome = channel.publish(sent)
    assert isinstance(outcome, Published)
    return Placement(
        copy_id=sent.copy_id, locator=outcome.locator, urls=outcome.urls, content_mac=content_mac(sent.data)
    )
