import shutil
import subprocess
from dataclasses import replace
from uuid import uuid4

import pyexiv2
import pytest
from publication.world import GROUND, picture

from registry.charter.verdict import Outcome, Verdict
from registry.intake.decode import render
from registry.publication.errors import NotAJpeg
from registry.publication.metadata import Release, release_of, with_rights


@pytest.fixture
def copy():
    rendition = render(picture(), long_side=600, quality=85).data
    return with_rights(rendition, reference="F-7K2M-9QXD", rights='© Gemeente "A & B"', release=Release.NOT_APPLICABLE)


def read(data):
    image = pyexiv2.ImageData(data)
    tags = (image.read_exif(), image.read_iptc(), image.read_xmp())
    image.close()
    return tags


def test_another_reader_finds_rights_reference_and_release_and_nothing_else(copy):
    exif, iptc, xmp = read(copy)
    assert (exif, iptc) == ({}, {})
    assert xmp == {
        "Xmp.dc.identifier": "F-7K2M-9QXD",
        "Xmp.dc.rights": {'lang="x-default"': '© Gemeente "A & B"'},
        "Xmp.xmpRights.Marked": "True",
        "Xmp.plus.ModelReleaseStatus": "http://ns.useplus.org/ldf/vocab/MR-NAP",
    }


@pytest.mark.parametrize("secret", [b"Annelies", b"SERIAL-4711", b"Piet", b"GPS"])
def test_nothing_of_the_originals_metadata_goes_out(copy, secret):
    if secret != b"GPS":
        assert secret in picture()
    assert secret not in copy


def test_the_picture_still_opens_with_the_same_pixels(copy):
    plain = render(picture(), long_side=600, quality=85)
    assert render(copy, long_side=600, quality=85).width == plain.width
    assert len(copy) - len(plain.data) < 2000


@pytest.mark.peer
def test_exiftool_agrees(copy, tmp_path):
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    file = tmp_path / "copy.jpg"
    file.write_bytes(copy)
    shown = subprocess.run(
        ["exiftool", "-s", "-XMP:all", "-warning", str(file)], capture_output=True, text=True, check=True
    ).stdout
    assert "ModelReleaseStatus" in shown
    assert "Warning" not in shown


@pytest.mark.parametrize("data", [b"", b"\x89PNG"])
def test_what_is_no_jpeg_is_refused(data):
    with pytest.raises(NotAJpeg):
        with_rights(data, reference="F", rights="r", release=Release.NONE)


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        (Outcome.PUBLISHABLE, GROUND, Release.NOT_APPLICABLE),
        (Outcome.PUBLISHABLE, replace(GROUND, person_id=uuid4()), Release.LIMITED),
        (Outcome.BLOCKED, GROUND, Release.NONE),
    ],
)
def test_the_release_status_follows_the_verdict(outcome, reason, expected):
    verdict = Verdict(outcome=outcome, reasons=(reason,), needs=(), charter_version="test")
    assert release_of(verdict) is expected
