from __future__ import annotations

from datetime import UTC, datetime

import pytest
from intake_files import heic, written
from PIL import Image

from registry.intake import metadata
from registry.intake.formats import sniff
from registry.intake.regions import Frame, NamedRegion, RegionSource, named_regions, upright

HEAD = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:MP="http://ns.microsoft.com/photo/1.2/"
 xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#" xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#">
"""
TAIL = "</rdf:Description></rdf:RDF></x:xmpmeta>"
MWG = """<mwg-rs:Regions rdf:parseType="Resource">
<mwg-rs:AppliedToDimensions stDim:w="{w}" stDim:h="{h}" stDim:unit="pixel"/><mwg-rs:RegionList><rdf:Bag><rdf:li>
<rdf:Description mwg-rs:Name="An Peeters" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="0.5" stArea:y="0.4" stArea:w="0.1" stArea:h="0.2" stArea:unit="normalized"/>
</rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"""
IPTC = """<Iptc4xmpExt:ImageRegion><rdf:Bag><rdf:li rdf:parseType="Resource">
<Iptc4xmpExt:RegionBoundary rdf:parseType="Resource"><Iptc4xmpExt:rbUnit>{unit}</Iptc4xmpExt:rbUnit>
<Iptc4xmpExt:rbX>{x}</Iptc4xmpExt:rbX><Iptc4xmpExt:rbY>{y}</Iptc4xmpExt:rbY>
<Iptc4xmpExt:rbW>{w}</Iptc4xmpExt:rbW><Iptc4xmpExt:rbH>{h}</Iptc4xmpExt:rbH></Iptc4xmpExt:RegionBoundary>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Bo Claes</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
</rdf:li></rdf:Bag></Iptc4xmpExt:ImageRegion>"""
MICROSOFT = """<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>
<rdf:li MPReg:Rectangle="0.1, 0.2, 0.3, 0.4" MPReg:PersonDisplayName="Cis Dirks"/>
</rdf:Bag></MPRI:Regions></MP:RegionInfo>"""
SHOWN = """<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Dora, An</rdf:li><rdf:li>Els</rdf:li></rdf:Bag>
</Iptc4xmpExt:PersonInImage>"""


def photo(body: str = "", *, orientation: int | None = None, exif: Image.Exif | None = None) -> bytes:
    block = Image.Exif() if exif is None else exif
    if orientation:
        block[0x0112] = orientation
    return written(Image.new("RGB", (400, 300)), "JPEG", exif=block, xmp=(HEAD + body + TAIL).encode())


def read(data: bytes) -> metadata.PhotoMetadata:
    return metadata.read(data, sniff(data))


def place(region: NamedRegion) -> tuple[float, ...]:
    return region.x, region.y, region.width, region.height


def test_a_region_as_lightroom_writes_it_when_read_then_its_corner_is_told_not_its_centre():
    (region,) = read(photo(MWG.format(w=400, h=300))).regions
    assert region.name == "An Peeters"
    assert region.source is RegionSource.MWG
    assert place(region) == pytest.approx((0.45, 0.3, 0.1, 0.2))


def test_a_region_of_a_photo_stored_on_its_side_when_read_then_is_turned_with_it():
    (region,) = read(photo(MWG.format(w=400, h=300), orientation=6)).regions
    assert place(region) == pytest.approx((0.5, 0.45, 0.2, 0.1))


def test_a_region_made_for_the_upright_photo_when_read_then_is_left_as_it_is():
    (region,) = read(photo(MWG.format(w=300, h=400), orientation=6)).regions
    assert place(region) == pytest.approx((0.45, 0.3, 0.1, 0.2))


def test_a_region_made_before_the_photo_was_cropped_when_read_then_keeps_its_name_only():
    (region,) = read(photo(MWG.format(w=900, h=300))).regions
    assert region.name == "An Peeters"
    assert place(region) == (None,) * 4


@pytest.mark.parametrize(("unit", "values"), [("relative", (0.1, 0.2, 0.3, 0.4)), ("pixel", (40, 60, 120, 120))])
def test_an_iptc_region_when_read_then_is_told_in_shares(unit, values):
    x, y, w, h = values
    (region,) = read(photo(IPTC.format(unit=unit, x=x, y=y, w=w, h=h))).regions
    assert (region.name, region.source) == ("Bo Claes", RegionSource.IPTC)
    assert place(region) == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_a_windows_region_when_read_then_is_told():
    (region,) = read(photo(MICROSOFT)).regions
    assert (region.name, region.source) == ("Cis Dirks", RegionSource.MICROSOFT)
    assert place(region) == pytest.approx((0.1, 0.2, 0.3, 0.4))


def test_persons_shown_without_a_place_when_read_then_are_named_whole():
    regions = read(photo(SHOWN)).regions
    assert [r.name for r in regions] == ["Dora, An", "Els"]
    assert all(r.source is RegionSource.PERSON_IN_IMAGE and r.x is None for r in regions)


def test_the_same_name_in_two_notations_when_read_then_names_tells_it_once():
    twice = read(photo(MICROSOFT + MWG.format(w=400, h=300).replace("An Peeters", "Cis Dirks")))
    assert len(twice.regions) == 2
    assert twice.names == ("Cis Dirks",)


@pytest.mark.parametrize("body", [
    MWG.format(w="x", h="y"), MICROSOFT.replace("0.1, 0.2, 0.3, 0.4", "0.1, nan"), MICROSOFT.replace("0.4", "9e99"),
    IPTC.format(unit="relative", x="", y="", w="", h=""), IPTC.format(unit="pixel", x=-5000, y=0, w=1, h=1),
])  # fmt: skip
def test_a_region_with_nonsense_for_a_place_when_read_then_keeps_its_name(body):
    assert len(read(photo(body)).regions) == 1


def test_very_many_regions_when_read_then_are_bounded():
    item = '<rdf:li MPReg:PersonDisplayName="P" MPReg:Rectangle="0.1, 0.2, 0.3, 0.4"/>'
    body = MICROSOFT.replace("</rdf:Bag>", item * 700 + "</rdf:Bag>")
    assert len(read(photo(body)).regions) == 200


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rectangle_when_turned_upright_then_covers_what_it_covered(orientation):
    import numpy as np

    from registry.intake.decode import _UPRIGHT

    stored = np.zeros((200, 300), dtype=np.uint8)
    stored[20:80, 30:120] = 255  # x 0.1, y 0.1, width 0.3, height 0.3
    image = Image.fromarray(stored)
    turned = np.asarray(image.transpose(_UPRIGHT[orientation]) if orientation > 1 else image)
    x, y, w, h = upright((0.1, 0.1, 0.3, 0.3), orientation)
    height, width = turned.shape
    inside = turned[round(y * height) : round((y + h) * height), round(x * width) : round((x + w) * width)]
    assert inside.min() == 255
    assert int((turned == 255).sum()) == inside.size


def test_flattened_lists_with_more_than_nine_items_when_read_then_keep_their_order():
    xmp = {f"Xmp.MP.RegionInfo/MPRI:Regions[{n}]/MPReg:PersonDisplayName": f"P{n}" for n in range(12, 0, -1)}
    names = [r.name for r in named_regions(xmp, Frame(width=4, height=3, orientation=1))]
    assert names == [f"P{n}" for n in range(1, 13)]


def test_a_time_with_an_offset_when_read_then_is_that_moment():
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: "2026:05:01 10:00:00", 0x9011: "+05:30"})
    assert read(photo(exif=exif)).taken_at == datetime(2026, 5, 1, 4, 30, tzinfo=UTC)


def test_a_time_without_an_offset_when_read_then_is_taken_as_brussels_time():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:01 10:00:00"
    assert read(photo(exif=exif)).taken_at == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "2026:13:01 10:00:00", "1970:01:01 00:00:00", "yesterday", "    :  :     "]
)
def test_a_time_that_cannot_be_when_read_then_is_left_out(text):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = text
    assert read(photo(exif=exif)).taken_at is None


def test_a_position_when_read_then_only_that_it_is_there_is_told():
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 7.0, 3.0)})
    assert read(photo(exif=exif)).tells_where
    assert not read(photo()).tells_where


def test_caption_and_release_when_read_then_are_told():
    body = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Het feest\x0b</rdf:li></rdf:Alt></dc:description>'
        '<plus:ModelReleaseStatus rdf:resource="http://ns.useplus.org/ldf/vocab/MR-LMR"/>'
    ).replace("\x0b", "")
    read_back = read(photo(body))
    assert (read_back.caption, read_back.release) == ("Het feest", "MR-LMR")


def test_a_caption_without_end_when_read_then_is_cut_and_has_no_control_characters():
    exif = Image.Exif()
    exif[0x010E] = "a\x00\x07b" + "c" * 9000
    caption = read(photo(exif=exif)).caption or ""
    assert len(caption) <= 2000
    assert all(c.isprintable() for c in caption)


def test_a_caption_in_latin_1_when_read_then_is_told():
    exif = Image.Exif()
    exif[0x010E] = b"Caf\xe9 op de markt"
    assert read(photo(exif=exif)).caption == "Café op de markt"


@pytest.mark.parametrize("xmp", [b"<x:xmpmeta", b"\xff\xfe\x00", b"<a>" * 5000, b""])
def test_damaged_xmp_when_read_then_the_photo_is_still_read(xmp):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:01 10:00:00"
    data = written(Image.new("RGB", (400, 300)), "JPEG", exif=exif, xmp=xmp)
    assert read(data).taken_at is not None
    assert read(data).regions == ()


def test_metadata_that_is_no_metadata_when_read_then_is_empty():
    data = written(Image.new("RGB", (400, 300)), "PNG")
    assert metadata.read(b"rubbish", sniff(data)) == metadata.PhotoMetadata()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "HEIF"])
def test_metadata_of_other_formats_when_read_then_is_told(kind):
    exif = Image.Exif()
    exif[0x0132] = "2026:05:01 10:00:00"
    image = Image.new("RGB", (400, 300))
    data = heic(image, exif=exif.tobytes()) if kind == "HEIF" else written(image, kind, exif=exif)
    assert read(data).taken_at == datetime(2026, 5, 1, 8, 0, tzinfo=UTC)


def test_metadata_when_shown_in_a_log_then_names_nobody():
    told = read(photo(MWG.format(w=400, h=300) + SHOWN))
    assert told.names
    assert "Peeters" not in repr(told)
