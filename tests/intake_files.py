"""Pictures written as files, for every test that sends some in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def written(image: Image.Image, kind: str, **options) -> bytes:
    """The picture as a file of this kind, as Pillow writes it."""
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def heic(image: Image.Image, **options) -> bytes:
    """The picture as HEIC, written by the development-only encoder."""
    from pillow_heif import from_pillow

    stream = BytesIO()
    from_pillow(image).save(stream, **options)
    return stream.getvalue()
