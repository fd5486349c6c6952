from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import pytest
from intake_files import heic, written
from PIL import Image, TiffImagePlugin

from registry.intake.completeness import coded_as_flat
from registry.intake.decode import decode
from registry.intake.errors import (
    Animated,
    EmptyFile,
    IntakeRefusal,
    NotAnImage,
    TooManyPixels,
    TooSmall,
    Truncated,
    UnsupportedFormat,
)
from registry.intake.formats import sniff
from registry.intake.states import PhotoFormat
from registry.locale import Locale, translator

SIX = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF")


def made(image: Image.Image, kind: str) -> bytes:
    return heic(image) if kind == "HEIF" else written(image, kind)


@pytest.mark.parametrize("kind", SIX)
def test_a_whole_file_of_each_format_when_sniffed_then_tells_format_and_size(scene, kind):
    header = sniff(made(scene, kind))
    assert header.format is PhotoFormat(kind.lower())
    assert (header.width, header.height) == scene.size


@pytest.mark.parametrize("kind", SIX)
def test_a_file_cut_anywhere_when_decoded_then_is_refused_as_incomplete(scene, kind):
    data = made(scene, kind)
    cuts = [0.02, 0.3, 0.6, 0.9, 0.99] if kind == "HEIF" else np.linspace(0.01, 0.999, 40)
    for share in cuts:
        with pytest.raises(Truncated):
            decode(data[: int(len(data) * share)], long_side=400)


def test_a_progressive_jpeg_cut_anywhere_when_decoded_then_is_refused(scene):
    data = written(scene, "JPEG", progressive=True)
    for share in np.linspace(0.01, 0.999, 40):
        with pytest.raises(Truncated):
            decode(data[: int(len(data) * share)], long_side=400)


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "jpeg"])
def test_a_compressed_tiff_cut_anywhere_when_decoded_then_is_refused(scene, compression):
    data = written(scene, "TIFF", compression=compression)
    for share in np.linspace(0.01, 0.98, 20):
        with pytest.raises(Truncated):
            decode(data[: int(len(data) * share)], long_side=400)


@pytest.mark.parametrize("restarts", [0, 4])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
def test_a_jpeg_cut_and_given_an_end_mark_when_decoded_then_is_refused(portrait, share, restarts):
    data = written(portrait, "JPEG", quality=90, restart_marker_rows=restarts)
    with pytest.raises(Truncated):
        decode(data[: int(len(data) * share)] + b"\xff\xd9", long_side=400)


@pytest.mark.parametrize("grey", [127, 128, 129])
@pytest.mark.parametrize("restarts", [0, 1])
def test_a_whole_jpeg_with_a_flat_grey_ground_when_decoded_then_is_taken(portrait, grey, restarts):
    picture = Image.new("RGB", (512, 900), (grey, grey, grey))
    picture.paste(portrait, (0, 0))
    assert decode(written(picture, "JPEG", restart_marker_rows=restarts), long_side=900).height == 900


def test_a_scan_end_when_its_code_does_not_repeat_then_is_not_taken_for_flat():
    drawn = random.Random(5)
    assert not coded_as_flat(bytes(drawn.randrange(255) for _ in range(200)))
    assert coded_as_flat(bytes([1, 2, 3]) * 60)


def test_a_jpeg_with_a_video_behind_it_when_sniffed_then_is_taken(scene):
    assert sniff(written(scene, "JPEG") + b"\x00\x00\x00\x18ftypmp42" + bytes(500)).format is PhotoFormat.JPEG


def test_a_jpeg_with_a_thumbnail_in_its_exif_when_cut_then_the_thumbnails_end_is_not_taken_for_its_own(scene):
    small = written(scene.resize((90, 60)), "JPEG")
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00" + small
    whole = written(scene, "JPEG", exif=exif)
    assert sniff(whole).width == scene.width
    with pytest.raises(Truncated):
        sniff(whole[: len(whole) // 2])


def test_no_bytes_when_sniffed_then_are_refused_as_empty():
    with pytest.raises(EmptyFile):
        sniff(b"")


def test_a_zip_renamed_to_jpg_when_sniffed_then_is_no_picture():
    stream = BytesIO()
    with ZipFile(stream, "w") as packed:
        packed.writestr("holiday.jpg", b"\xff\xd8\xff")
    with pytest.raises(NotAnImage):
        sniff(stream.getvalue())


@pytest.mark.parametrize("data", [b"x", b"hello world", b"%PDF-1.7\n", b"\x00" * 5000, b"\x00\x00\x00\x18ftypmp42mp42"])
def test_other_files_when_sniffed_then_are_no_pictures(data):
    with pytest.raises(NotAnImage):
        sniff(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"GIF89a" + bytes(50), "GIF"),
        (b"BM" + bytes(50), "BMP"),
        (b"8BPS" + bytes(50), "Photoshop"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(50), "Canon RAW"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "Canon RAW"),
        (b"FUJIFILMCCD-RAW " + bytes(50), "Fujifilm RAW"),
        (b"<?xml version='1.0'?><svg xmlns='x'/>", "SVG"),
        (b"\xff\x0a" + bytes(50), "JPEG XL"),
    ],
)
def test_pictures_of_other_kinds_when_sniffed_then_are_refused_by_name(data, kind):
    with pytest.raises(UnsupportedFormat) as refused:
        sniff(data)
    assert refused.value.data["kind"] == kind


def test_a_raw_file_that_begins_with_its_thumbnail_when_sniffed_then_the_thumbnail_is_not_taken_for_the_photo(scene):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    with pytest.raises(UnsupportedFormat) as refused:
        sniff(written(scene.resize((160, 120)), "TIFF", tiffinfo=tags))
    assert refused.value.data["kind"] == "RAW"


def test_a_tiff_of_two_pages_when_sniffed_then_is_refused_as_several_pictures(scene):
    with pytest.raises(Animated):
        sniff(written(scene, "TIFF", save_all=True, append_images=[scene.rotate(180)]))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_moving_picture_when_sniffed_then_is_refused(scene, kind):
    small = scene.resize((90, 60))
    with pytest.raises(Animated):
        sniff(written(small, kind, save_all=True, append_images=[small.rotate(180)], duration=100))


def test_a_heic_sequence_when_sniffed_then_is_refused(scene):
    data = heic(scene)
    with pytest.raises(Animated):
        sniff(data[:8] + b"msf1" + data[12:])


def test_a_png_header_of_60000_by_60000_when_sniffed_then_is_refused_before_decoding():
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    with pytest.raises(TooManyPixels) as refused:
        sniff(bomb)
    assert refused.value.data["limit_megapixels"] == 64


def test_a_jpeg_header_of_60000_by_60000_when_sniffed_then_is_refused(scene):
    data = bytearray(written(scene, "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    with pytest.raises(TooManyPixels):
        sniff(bytes(data))


@pytest.mark.parametrize("size", [(1, 1), (31, 500), (500, 31)])
def test_a_picture_with_too_short_a_side_when_sniffed_then_is_refused(size):
    with pytest.raises(TooSmall):
        sniff(written(Image.new("RGB", size), "PNG"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_damaged_file_when_decoded_then_is_taken_or_refused_and_nothing_else_happens(scene, kind, capfd):
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    drawn, data, refused = random.Random(seed), written(scene.resize((120, 90)), kind), []
    for _ in range(80):
        damaged = bytearray(data)
        for _ in range(drawn.choice([1, 1, 3, 20])):
            damaged[drawn.randrange(len(damaged))] = drawn.randrange(256)
        try:
            assert decode(bytes(damaged), long_side=100).pixels.ndim == 3
        except IntakeRefusal as refusal:
            refused.append(refusal.for_people(translator(Locale.EN)))
    assert all(text.endswith(".") for text in refused)


def test_a_heic_whose_header_kills_the_decoder_when_sniffed_then_is_refused_and_we_live(scene):
    data = heic(scene, exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00")
    at = data.index(b"Exif\x00", data.index(b"infe"))
    with pytest.raises(Truncated):
        sniff(data[:at] + b"\xfe" + data[at + 1 :])


def test_a_heic_that_is_no_heic_inside_when_sniffed_then_is_refused():
    with pytest.raises(Truncated):
        sniff(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00\x00\x00\x10mdat" + bytes(8))


def test_every_refusal_when_shown_to_people_then_says_what_to_do_without_a_placeholder_left():
    for refusal in (
        EmptyFile(),
        NotAnImage(),
        UnsupportedFormat(kind="GIF"),
        Truncated(format="jpeg"),
        TooManyPixels(limit_megapixels=64),
        TooSmall(least_side=32),
        Animated(format="png"),
    ):
        text = refusal.for_people(translator(Locale.EN))
        assert text.endswith(".")
        assert "{" not in text
