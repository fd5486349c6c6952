from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from intake_files import written
from PIL import Image, ImageEnhance

from registry.intake import fingerprint
from registry.intake.decode import decode
from registry.intake.figures import shipped_figures

if TYPE_CHECKING:
    from pathlib import Path

    from registry.picture import Picture

FIGURES = shipped_figures()


def picture(image: Image.Image, **options) -> Picture:
    return decode(written(image.convert("RGB"), "JPEG", **({"quality": 92} | options)), long_side=2000)


def cropped(image: Image.Image, most: float, drawn: random.Random) -> Image.Image:
    left, right, top, bottom = (drawn.uniform(0, most) for _ in range(4))
    width, height = image.size
    return image.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def nearest(known: bytes, image: Image.Image, **options) -> int:
    bits = fingerprint.perceptual(picture(image, **options), FIGURES).bits
    return int(fingerprint.distances(np.frombuffer(known, dtype=np.uint8), bits).min())


def test_the_same_bytes_when_hashed_then_are_the_same_and_one_bit_changes_all():
    assert fingerprint.sha256(b"photo") == fingerprint.sha256(b"photo")
    assert fingerprint.sha256(b"photo") != fingerprint.sha256(b"phot\x6e")


def test_two_hashes_when_compared_then_differing_bits_are_counted():
    assert fingerprint.distance(bytes(32), bytes(32)) == 0
    assert fingerprint.distance(bytes(32), b"\xff" * 32) == 256
    assert fingerprint.distance(bytes(32), b"\x03" + bytes(31)) == 2


def test_our_hash_when_compared_with_the_librarys_own_at_full_size_then_is_nearly_the_same(astronaut):
    import pdqhash

    bits, _ = pdqhash.compute(astronaut)
    own = fingerprint.perceptual(picture(Image.fromarray(astronaut)), FIGURES).bits
    assert fingerprint.distance(np.packbits(bits.astype(np.uint8)).tobytes(), own) <= 12


@pytest.mark.parametrize("side", [60, 128, 300, 900, 2500])
def test_a_photo_resized_and_recompressed_when_hashed_then_is_the_same_photo(portrait, scene, side):
    for image in (portrait, scene):
        known = fingerprint.perceptual(picture(image), FIGURES).bits
        changed = image.resize((side, round(side * image.height / image.width)))
        assert nearest(known, changed, quality=40) <= FIGURES.fingerprint_near_duplicate


def test_a_photo_made_brighter_and_converted_when_hashed_then_is_the_same_photo(portrait):
    known = fingerprint.perceptual(picture(portrait), FIGURES).bits
    stream = BytesIO()
    ImageEnhance.Brightness(portrait).enhance(1.2).save(stream, "WEBP", quality=50)
    bits = fingerprint.perceptual(decode(stream.getvalue(), long_side=2000), FIGURES).bits
    assert fingerprint.distance(known, bits) <= FIGURES.fingerprint_near_duplicate


def test_a_photo_lightly_cropped_when_compared_with_the_crops_then_is_recognised(portrait, scene):
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")  # noqa: T201 - shown when it fails
    drawn = random.Random(seed)
    for image in (portrait, scene):
        known = fingerprint.many_crops(picture(image), FIGURES)
        assert len(known) == 257 * fingerprint.PDQ_BYTES
        found = [nearest(known, cropped(image, 0.09, drawn), quality=75) for _ in range(20)]
        assert sum(distance <= FIGURES.suppression_distance for distance in found) >= 18


def test_another_photo_when_compared_with_the_crops_then_is_far(portrait, scene):
    assert nearest(fingerprint.many_crops(picture(portrait), FIGURES), scene) > FIGURES.suppression_distance + 20


def test_the_first_of_the_crops_when_compared_then_is_the_whole_picture(portrait):
    whole = fingerprint.perceptual(picture(portrait), FIGURES).bits
    assert fingerprint.distance(fingerprint.many_crops(picture(portrait), FIGURES)[:32], whole) <= 8


def test_a_screenshot_with_bars_when_hashed_without_them_then_is_the_photo_again(portrait):
    known = fingerprint.perceptual(picture(portrait), FIGURES).bits
    screen = Image.new("RGB", (540, 1100), (18, 18, 18))
    screen.paste(portrait, (14, 300))
    bare = fingerprint.unframed(picture(screen, quality=60), FIGURES)
    assert bare is not None
    assert (
        fingerprint.distance(known, fingerprint.perceptual(bare, FIGURES).bits) <= FIGURES.fingerprint_found_by_upload
    )


def test_a_photo_without_bars_when_looked_at_then_there_is_nothing_to_take_off(portrait):
    assert fingerprint.unframed(picture(portrait), FIGURES) is None


@pytest.mark.parametrize("colour", ["white", "black", (128, 128, 128)])
def test_a_blank_picture_when_hashed_then_says_that_it_tells_nothing_apart(colour):
    blank = picture(Image.new("RGB", (300, 200), colour))
    assert not fingerprint.perceptual(blank, FIGURES).tells_apart(FIGURES)
    assert fingerprint.unframed(blank, FIGURES) is None


def test_a_photo_when_hashed_then_tells_apart(portrait):
    assert fingerprint.perceptual(picture(portrait), FIGURES).tells_apart(FIGURES)


def test_a_hash_when_shown_in_a_log_then_is_left_out():
    pdq = fingerprint.Pdq(bits=b"\x01" * 32, quality=90)
    assert "bits" not in repr(pdq)
    assert replace(pdq, quality=10).quality == 10


@pytest.mark.slow
def test_the_thresholds_when_measured_on_real_photos_then_are_what_the_figures_say(eval_photos: Path):
    """Thirty event photos: nine in ten copies cropped by up to 10 % are known, and no photo is taken for another."""
    drawn = random.Random(20261122)
    files = sorted((eval_photos / "focus" / "photos").glob("*.*"))
    images = [Image.open(file).convert("RGB") for file in drawn.sample(files, 30)]
    crops = [fingerprint.many_crops(picture(image), FIGURES) for image in images]
    whole = [fingerprint.perceptual(picture(image), FIGURES).bits for image in images]
    copies = [
        nearest(known, cropped(image, 0.10, drawn), quality=70) for known, image in zip(crops, images, strict=True)
    ]
    assert np.mean([distance <= FIGURES.suppression_distance for distance in copies]) >= 0.9
    others = [
        int(fingerprint.distances(np.frombuffer(known, dtype=np.uint8), bits).min())
        for i, known in enumerate(crops)
        for j, bits in enumerate(whole)
        if i != j
    ]
    assert min(others) > FIGURES.suppression_distance
    singles = [fingerprint.distance(a, b) for i, a in enumerate(whole) for b in whole[:i]]
    assert min(singles) > 2 * FIGURES.fingerprint_near_duplicate
    few = [fingerprint.few_crops(picture(image), FIGURES) for image in images]
    uploads = [nearest(known, cropped(image, 0.08, drawn)) for known, image in zip(few, images, strict=True)]
    assert np.mean([distance <= FIGURES.fingerprint_found_by_upload for distance in uploads]) >= 0.9
