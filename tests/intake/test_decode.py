from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from intake_files import heic, written
from PIL import Image, ImageCms

from registry.intake.decode import decode, render

ORIENTATION = 0x0112
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(pixels: np.ndarray) -> list[tuple[int, ...]]:
    height, width = pixels.shape[:2]
    return [tuple(int(v) for v in pixels[y, x]) for y in (8, height - 8) for x in (8, width - 8)]


def near(one, other, most=12) -> bool:
    return all(abs(int(a) - int(b)) <= most for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True))


def stored(image: Image.Image, orientation: int) -> tuple[Image.Image, Image.Exif]:
    """The picture as a camera held that way stores it, with the EXIF that says so."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turn = TURNS[orientation]
    return (image if turn is None else image.transpose(turn)), exif


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_photo_stored_any_way_round_when_decoded_then_is_upright(quarters, kind, orientation):
    turned, exif = stored(quarters, orientation)
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    block = exif.tobytes() if kind == "HEIF" else exif
    data = written(turned, kind, exif=block, **({} if kind in {"PNG", "TIFF"} else {"quality": 95}))
    picture = decode(data, long_side=200)
    assert (picture.width, picture.height) == quarters.size
    assert (picture.original_width, picture.original_height) == quarters.size
    assert near(corners(picture.pixels), corners(np.asarray(quarters)), most=16)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_when_decoded_then_is_left_aside(quarters, value):
    exif = Image.Exif()
    exif[ORIENTATION] = value
    picture = decode(written(quarters, "JPEG", exif=exif), long_side=200)
    assert (picture.width, picture.height) == quarters.size


def test_damaged_exif_when_decoded_then_the_photo_is_taken(quarters):
    data = written(quarters, "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f")
    assert decode(data, long_side=200).width == quarters.width


def profile_of(red, green, blue, gamma: float) -> bytes:
    """A matrix profile (ICC.1:2010) with these primaries, PCS-adapted XYZ, and one gamma, made by hand."""

    def s15(value: float) -> bytes:
        return round(value * 65536).to_bytes(4, "big", signed=True)

    def xyz(values) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(s15(v) for v in values)

    curve = b"curv\0\0\0\0\0\0\0\x01" + int(gamma * 256).to_bytes(2, "big") + b"\0\0"
    text = b"desc\0\0\0\0\0\0\0\x05Wide\0" + bytes(78 + 3)
    tags = {
        b"desc": text, b"cprt": b"text\0\0\0\0none\0\0\0\0", b"wtpt": xyz((0.9642, 1.0, 0.8249)),
        b"rXYZ": xyz(red), b"gXYZ": xyz(green), b"bXYZ": xyz(blue), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }  # fmt: skip
    table, body = b"", b""
    at = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += name + (at + len(body)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        body += padded
    size = at + len(body)
    head = size.to_bytes(4, "big") + b"none\x02\x10\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += b"".join(s15(v) for v in (0.9642, 1.0, 0.8249))
    return head.ljust(128, b"\0") + len(tags).to_bytes(4, "big") + table + body


ADOBE_RGB = profile_of((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.2)
DISPLAY_P3 = profile_of((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407), 2.2)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_adobe_rgb_when_decoded_then_is_srgb(kind):
    # sRGB (200, 100, 60) is about (177, 101, 65) in Adobe RGB (colour science: matrix, then gamma 563/256).
    image = Image.new("RGB", (64, 64), (177, 101, 65))
    if kind == "HEIF":
        image.info["icc_profile"] = ADOBE_RGB
        data = heic(image, quality=95)
    else:
        data = written(image, kind, icc_profile=ADOBE_RGB, **({"quality": 98} if kind != "TIFF" else {}))
    shown = decode(data, long_side=64).pixels[32, 32]
    assert near([shown], [(200, 100, 60)], most=6)


def test_display_p3_red_when_decoded_then_is_as_red_as_srgb_can_be():
    data = written(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG", icc_profile=DISPLAY_P3)
    assert near([decode(data, long_side=64).pixels[5, 5]], [(255, 0, 0)], most=4)
    muted = written(Image.new("RGB", (64, 64), (180, 90, 90)), "PNG", icc_profile=DISPLAY_P3)
    hue_kept = decode(muted, long_side=64).pixels[5, 5]
    assert int(hue_kept[0]) > 184, "a P3 red is redder than the same numbers in sRGB"


@pytest.mark.parametrize("profile", [b"rubbish", bytes(200), ADOBE_RGB[:140]])
def test_a_damaged_profile_when_decoded_then_the_photo_is_taken_as_srgb(profile):
    data = written(Image.new("RGB", (64, 64), (10, 200, 30)), "PNG", icc_profile=profile)
    assert near([decode(data, long_side=64).pixels[5, 5]], [(10, 200, 30)], most=0)


def test_a_profile_for_other_pixels_when_decoded_then_is_left_aside():
    data = written(Image.new("L", (64, 64), 120), "PNG", icc_profile=ADOBE_RGB)
    assert near([decode(data, long_side=64).pixels[5, 5]], [(120, 120, 120)], most=0)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_when_decoded_then_has_its_colours(kind):
    data = written(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), kind)
    red = decode(data, long_side=64).pixels[5, 5]
    assert red[0] > 200
    assert max(red[1], red[2]) < 60


def test_a_cmyk_jpeg_without_adobes_mark_when_decoded_then_is_not_inverted():
    data = written(Image.new("CMYK", (64, 64), (255, 0, 0, 255)), "JPEG")
    at = data.index(b"\xff\xee")
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    plain = data[:at] + data[at + 2 + length :]
    assert b"Adobe" not in plain
    # Pillow wrote inverted values; read without the mark, cyan and black become their opposites: magenta and yellow.
    red = decode(plain, long_side=64).pixels[5, 5]
    assert red[0] > 200
    assert max(red[1], red[2]) < 60


def test_cmyk_with_a_profile_of_another_space_when_decoded_then_is_taken():
    data = written(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG", icc_profile=ADOBE_RGB)
    assert decode(data, long_side=64).pixels[5, 5][0] > 200


def test_lab_tiff_when_decoded_then_has_its_colours():
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(Image.new("RGB", (64, 64), (200, 60, 40)), srgb, lab, outputMode="LAB")
    assert near([decode(written(image, "TIFF"), long_side=64).pixels[5, 5]], [(200, 60, 40)], most=6)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_when_decoded_then_keeps_its_tones(kind):
    ramp = np.linspace(0, 65535, 64, dtype=np.uint16)[None, :].repeat(64, axis=0)
    shown = decode(written(Image.fromarray(ramp), kind), long_side=64).pixels[32, :, 0].astype(int)
    assert shown[0] == 0
    assert shown[-1] == 255
    assert np.abs(shown - np.linspace(0, 255, 64)).max() <= 1.5


def test_sixteen_bit_colour_png_when_decoded_then_keeps_its_tones():
    import cv2

    pixels = np.zeros((64, 64, 3), dtype=np.uint16)
    pixels[:] = (10 * 257, 100 * 257, 250 * 257)  # OpenCV writes blue, green, red
    _, data = cv2.imencode(".png", pixels)
    assert near([decode(data.tobytes(), long_side=64).pixels[5, 5]], [(250, 100, 10)], most=1)


def test_sixteen_bit_colour_tiff_when_decoded_then_keeps_its_tones():
    import cv2

    pixels = np.zeros((64, 64, 3), dtype=np.uint16)
    pixels[:] = (10 * 257, 100 * 257, 250 * 257)
    _, data = cv2.imencode(".tiff", pixels)
    assert near([decode(data.tobytes(), long_side=64).pixels[5, 5]], [(250, 100, 10)], most=1)


@pytest.mark.parametrize("top", [1.0, 255.0, 65535.0])
def test_a_float_tiff_when_decoded_then_its_brightest_is_white(top):
    ramp = np.linspace(0, top, 64, dtype=np.float32)[None, :].repeat(64, axis=0)
    shown = decode(written(Image.fromarray(ramp), "TIFF"), long_side=64).pixels[32, :, 0]
    assert (shown[0], shown[-1]) == (0, 255)


@pytest.mark.parametrize("mode", ["L", "1", "P"])
def test_grey_black_and_white_and_palette_when_decoded_then_are_rgb(scene, mode):
    data = written(scene.convert(mode), "PNG")
    picture = decode(data, long_side=451)
    assert picture.pixels.shape == (300, 451, 3)
    expected = np.asarray(scene.convert(mode).convert("RGB")).astype(int)
    assert np.abs(picture.pixels.astype(int) - expected).mean() < 1


def test_a_grey_jpeg_when_decoded_then_is_rgb(scene):
    assert decode(written(scene.convert("L"), "JPEG"), long_side=200).pixels.shape == (133, 200, 3)


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"), ("RGBA", "TIFF"), ("PA", "PNG")]
)
def test_what_is_transparent_when_decoded_then_is_white(mode, kind):
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 32, 64))
    data = written(image.convert("RGBA" if mode == "PA" else mode), kind)
    if mode == "PA":
        data = written(image.quantize(4), kind)
    pixels = decode(data, long_side=64).pixels
    assert near([pixels[32, 60]], [(255, 255, 255)], most=3)
    assert near([pixels[32, 5]], [(0, 0, 0)], most=3)


def test_a_colour_named_transparent_when_decoded_then_is_white():
    image = Image.new("RGB", (64, 64), (1, 2, 3))
    pixels = decode(written(image, "PNG", transparency=(1, 2, 3)), long_side=64).pixels
    assert near([pixels[5, 5]], [(255, 255, 255)], most=0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("long_side", [32, 100, 450, 451, 5000])
def test_a_photo_when_decoded_then_is_no_larger_than_asked_and_never_enlarged(scene, kind, long_side):
    picture = decode(written(scene, kind), long_side=long_side)
    assert max(picture.width, picture.height) == min(long_side, 451)
    assert (picture.original_width, picture.original_height) == (451, 300)
    assert picture.scale == pytest.approx(picture.width / 451)


def test_a_24_megapixel_jpeg_when_decoded_small_then_takes_far_less_memory_than_its_pixels(tmp_path):
    photo = tmp_path / "large.jpg"
    Image.effect_noise((600, 400), 60).convert("RGB").resize((6000, 4000)).save(photo, "JPEG", quality=80)
    code = (
        "import re, sys; from pathlib import Path; from registry.intake.decode import decode;"
        "peak = lambda: int(re.findall(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[0]);"
        "data = Path(sys.argv[1]).read_bytes(); decode(Path(sys.argv[2]).read_bytes(), long_side=100);"
        "before = peak(); decode(data, long_side=2000); print(peak() - before)"
    )
    small = tmp_path / "small.jpg"
    Image.new("RGB", (200, 200)).save(small)
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", code, str(photo), str(small)], capture_output=True, check=True, text=True
    )
    grown_mb = int(done.stdout) / 1024
    assert grown_mb < 60, "24 MP of RGB would be 72 MB; 3000 × 2000 px is 18"


def test_a_rendition_when_made_then_holds_pixels_and_nothing_else(portrait):
    exif = Image.Exif()
    exif[0x010E] = "a caption with a name"
    exif.get_ifd(0x8825)[1] = "N"
    data = written(portrait, "JPEG", exif=exif, icc_profile=ADOBE_RGB, comment=b"secret", xmp=b"<x:xmpmeta/>")
    made = render(data + b"trailing video", long_side=200, quality=82)
    assert (made.width, made.height) == (200, 200)
    assert made.data.endswith(b"\xff\xd9")
    shown = Image.open(BytesIO(made.data))
    assert shown.format == "JPEG"
    assert set(shown.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Exif", b"caption", b"secret", b"xmpmeta", b"ICC_PROFILE", b"video"):
        assert secret in data + b"trailing video"
        assert secret not in made.data


def test_a_rendition_of_a_turned_photo_when_made_then_is_upright_in_its_pixels(quarters):
    turned, exif = stored(quarters, 6)
    made = render(written(turned, "JPEG", exif=exif, quality=95), long_side=96, quality=90)
    assert (made.width, made.height) == (96, 64)
    assert near(corners(np.asarray(Image.open(BytesIO(made.data)))), corners(np.asarray(quarters)), most=16)


def test_many_photos_when_decoded_then_no_file_stays_open(scene):
    before = len(list_open_files())
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        data = written(scene, kind)
        for _ in range(5):
            decode(data, long_side=100)
    assert len(list_open_files()) <= before


def list_open_files() -> list[Path]:
    return list(Path("/proc/self/fd").iterdir())
