"""What a published copy tells of itself: whose it is, its reference, its release status; nothing about anyone in it.

A rendition comes without metadata (no GPS, names, regions, serial numbers). This adds one XMP packet (ISO 16684-1) to
the JPEG, as an APP1 segment right behind the header. Release status: PLUS, `Model Release Status` vocabulary.
"""

from enum import StrEnum
from xml.sax.saxutils import escape

from registry.charter.verdict import Effect, Verdict
from registry.publication.errors import NotAJpeg

_HEADER = b"http://ns.adobe.com/xap/1.0/\x00"
_START, _APP0, _APP1 = b"\xff\xd8", b"\xff\xe0", b"\xff\xe1"
_LARGEST = 65_533  # a segment's length is two bytes that count themselves
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmpRights:Marked="True" dc:identifier="{reference}" plus:ModelReleaseStatus="{release}">
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class Release(StrEnum):
    """Whether the people in a picture agreed, as PLUS says it."""

    NONE = "MR-NON"
    """Nobody agreed."""
    NOT_APPLICABLE = "MR-NAP"
    """Nobody is singled out: nobody needs to agree."""
    LIMITED = "MR-LMR"
    """Those singled out agreed, to some uses."""

    @property
    def uri(self) -> str:
        """The status as XMP stores it."""
        return f"http://ns.useplus.org/ldf/vocab/{self.value}"


def release_of(verdict: Verdict) -> Release:
    """Return the status a verdict amounts to: limited where it rests on a person's yes."""
    clearing = [reason for reason in verdict.reasons if reason.effect is Effect.CLEARS]
    if not verdict.outcome.may_go_out or not clearing:
        return Release.NONE
    return Release.LIMITED if any(reason.person_id for reason in clearing) else Release.NOT_APPLICABLE


def with_rights(jpeg: bytes, *, reference: str, rights: str, release: Release) -> bytes:
    """Return the JPEG with its packet. Raises NotAJpeg for anything but a JPEG."""
    if not jpeg.startswith(_START):
        raise NotAJpeg
    packet = _PACKET.format(
        reference=_attribute(reference), rights=escape(rights), release=_attribute(release.uri)
    ).encode()
    segment = _HEADER + packet
    if len(segment) > _LARGEST:
        raise NotAJpeg
    at = _behind_header(jpeg)
    return jpeg[:at] + _APP1 + (len(segment) + 2).to_bytes(2) + segment + jpeg[at:]


def _behind_header(jpeg: bytes) -> int:
    if jpeg[2:4] != _APP0:
        return 2
    return 4 + int.from_bytes(jpeg[4:6])


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
