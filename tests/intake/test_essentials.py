"""Whatever is wrong with metadata never stops a photo."""

from __future__ import annotations

import random
import struct
import zlib

import numpy as np
import pytest
from intake_files import written
from PIL import Image, PngImagePlugin

from registry.intake import metadata
from registry.intake.decode import decode
from registry.intake.errors import Truncated
from registry.intake.essentials import essentials
from registry.intake.formats import sniff

ORIENTATION = 0x0112
JPEG_PARTS = (
    b"",
    b"Exif\0\0",
    b"ICC_PROFILE\0\x01\x01",
    b"Photoshop 3.0\x008BIM",
    b"MPF\0II*\0",
    b"Adobe\0",
    b"JFIF\0",
)
PNG_PARTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"pHYs", b"gAMA", b"cHRM", b"tIME", b"sRGB", b"tRNS")


def segment(number: int, body: bytes) -> bytes:
    return bytes([0xFF, 0xE0 + number]) + struct.pack(">H", len(body) + 2) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.fixture
def drawn():
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    return random.Random(seed)


def assert_taken(data: bytes, image: Image.Image) -> None:
    metadata.read(data, sniff(data))
    picture = decode(data, long_side=200)
    assert sorted((picture.width, picture.height)) == sorted(image.size)


def test_a_jpeg_with_any_rubbish_for_metadata_when_decoded_then_is_taken(scene, drawn):
    small = scene.resize((120, 80))
    plain = written(small, "JPEG")
    for _ in range(300):
        body = drawn.choice(JPEG_PARTS) + drawn.randbytes(drawn.choice([0, 1, 5, 40, 300]))
        assert_taken(plain[:2] + segment(drawn.choice([0, 1, 2, 13, 14]), body) + plain[2:], small)


def test_a_png_with_any_rubbish_for_metadata_when_decoded_then_is_taken(scene, drawn):
    small = scene.resize((120, 80))
    plain = written(small, "PNG")
    for _ in range(300):
        body = drawn.choice([b"", b"key\0", b"key\0\0"]) + drawn.randbytes(drawn.choice([0, 1, 5, 40, 300]))
        assert_taken(plain[:33] + chunk(drawn.choice(PNG_PARTS), body) + plain[33:], small)


def test_a_png_with_megabytes_of_text_when_decoded_then_is_taken(scene):
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "x" * 3_000_000, zip=True)
    assert_taken(written(scene, "PNG", pnginfo=info)[:], scene.resize((200, 133)))


def test_a_jpeg_with_a_broken_profile_when_decoded_then_is_still_turned_upright(quarters):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    plain = written(quarters.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)
    picture = decode(plain[:2] + segment(2, b"ICC_PROFILE\0") + plain[2:], long_side=96)
    assert (picture.width, picture.height) == quarters.size
    assert np.abs(picture.pixels[8, 8].astype(int) - (220, 30, 30)).max() < 16


def test_a_cmyk_jpeg_with_broken_metadata_when_decoded_then_keeps_its_colours():
    plain = written(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG")
    red = decode(plain[:2] + segment(2, b"ICC_PROFILE\0") + plain[2:], long_side=64).pixels[5, 5]
    assert red[0] > 200
    assert max(red[1], red[2]) < 60


def test_a_damaged_photo_when_tried_twice_then_is_refused_for_its_own_damage(scene):
    whole = written(scene, "JPEG")
    broken = whole[:2] + segment(2, b"ICC_PROFILE\0") + whole[2 : len(whole) // 2]
    with pytest.raises(Truncated) as refused:
        decode(broken, long_side=200)
    assert refused.value.data["missing"] == "end of scan"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0", b"rubbish", b"II*\0"]
)
def test_what_cannot_be_followed_when_reduced_then_is_left_alone(data):
    assert essentials(data) is None


def test_a_file_without_anything_to_take_away_when_reduced_then_is_left_alone(scene):
    assert essentials(written(scene, "PNG")) is None


def test_a_photo_when_reduced_then_has_the_same_pixels_and_fewer_bytes(scene):
    for kind in ("JPEG", "PNG"):
        full = written(scene, kind, icc_profile=b"profile" * 500)
        bare = essentials(full)
        assert bare is not None
        assert len(bare) < len(full) - 1000 or kind == "PNG"
        assert np.array_equal(decode(bare, long_side=451).pixels, decode(written(scene, kind), long_side=451).pixels)
