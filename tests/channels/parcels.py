"""Parcels and placements for the channels' tests."""

import hashlib
import hmac
from uuid import uuid4

from registry.channels.base import Parcel, Placement
from registry.channels.outcomes import Published

PHOTO = b"\xff\xd8 the mayor at the fair \xff\xd9"
OTHER = b"\xff\xd8 an empty square \xff\xd9"


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
