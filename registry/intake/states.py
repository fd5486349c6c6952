"""How a photo lives, why a file is refused, and what became of each file of a batch. Pure."""

from enum import StrEnum

from registry.locale import N_


class PhotoFormat(StrEnum):
    """The file formats that are taken."""

    JPEG = "jpeg"
    """ISO/IEC 10918, what nearly every camera writes."""
    PNG = "png"
    """Portable Network Graphics."""
    WEBP = "webp"
    """WebP, lossy or lossless."""
    TIFF = "tiff"
    """TIFF 6.0, one page."""
    HEIF = "heif"
    """HEIC/HEIF (ISO/IEC 23008-12), what telephones write."""
    AVIF = "avif"
    """AV1 pictures."""


class PhotoState(StrEnum):
    """How far a photo is."""

    RECEIVING = "receiving"
    """Its row is there, its bytes may be on their way into the vault."""
    RECEIVED = "received"
    """Its bytes are in the vault."""
    ANALYSED = "analysed"
    """Its faces were found and its verdict given."""
    RESTRICTED = "restricted"
    """Somebody asked for its removal: not shown, not published, until it is decided."""
    ERASING = "erasing"
    """Its erasure was begun."""
    ERASED = "erased"
    """Destroyed; the row is a tombstone without personal data."""
    FAILED = "failed"
    """It could not be analysed; a person looks."""

    @property
    def label(self) -> str:
        """The state in words (a message id)."""
        return {
            PhotoState.RECEIVING: N_("coming in"),
            PhotoState.RECEIVED: N_("waits to be looked at"),
            PhotoState.ANALYSED: N_("looked at and judged"),
            PhotoState.RESTRICTED: N_("blocked by a request"),
            PhotoState.ERASING: N_("being destroyed"),
            PhotoState.ERASED: N_("destroyed"),
            PhotoState.FAILED: N_("could not be looked at"),
        }[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self is PhotoState.ERASED

    @property
    def may_be_shown(self) -> bool:
        """Whether pages show it without further question."""
        return self in {PhotoState.RECEIVED, PhotoState.ANALYSED, PhotoState.FAILED}

    @property
    def has_bytes(self) -> bool:
        """Whether its original can be expected in the vault."""
        return self not in {PhotoState.RECEIVING, PhotoState.ERASING, PhotoState.ERASED}


class RefusalReason(StrEnum):
    """Why a file was not taken."""

    EMPTY = "empty"
    """No bytes."""
    NOT_AN_IMAGE = "not_an_image"
    """No picture, whatever its name says."""
    UNSUPPORTED_FORMAT = "unsupported_format"
    """A picture in a format or variant that is not taken."""
    TRUNCATED = "truncated"
    """Incomplete or damaged."""
    TOO_LARGE = "too_large"
    """Too many bytes."""
    TOO_MANY_PIXELS = "too_many_pixels"
    """Too many pixels: a decompression bomb, or a scan."""
    TOO_SMALL = "too_small"
    """Too few pixels to show anybody."""
    ANIMATED = "animated"
    """Several pictures in one file."""


class EntryOutcome(StrEnum):
    """What became of one file of a batch."""

    RECEIVED = "received"
    """Taken, and stored."""
    ALREADY_HERE = "already_here"
    """The same bytes were here before; stored once."""
    REFUSED = "refused"
    """Not taken; the reason stands beside it."""
    SUPPRESSED = "suppressed"
    """Not taken: this photo was destroyed at someone's request."""
