"""Signed links to pictures: who may look, at what, until when. Pure.

A link says photo, kind of picture, the user it was made for and when it ends; the signature is HMAC-SHA256. It is
never enough by itself: the route also wants that user's session, and the service that user's right.
"""

import base64
import binascii
import enum
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from registry.api.errors import LinkExpired, LinkForged

LINK_LIFE = timedelta(minutes=10)
LINK_STEP = timedelta(minutes=5)


class PictureKind(enum.StrEnum):
    """What a link shows."""

    THUMBNAIL = "t"
    """The small rendition of a grid."""
    LARGE = "l"
    """A rendition large enough to judge by."""
    CROP = "c"
    """One face of the photo, cut out on the fly."""
    PREVIEW = "p"
    """What mending by a recipe would give, drawn on the fly."""
    MENDED = "m"
    """The mended copy that goes out of the photo."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureLink:
    """What one signed link allows: `face_id` only for CROP, `recipe` (a word without colons) only for PREVIEW."""

    kind: PictureKind
    photo_id: UUID
    face_id: UUID | None = None
    recipe: str = ""
    user_id: UUID
    expires: datetime


def expiry(now: datetime) -> datetime:
    """Return when a link made at `now` ends: within LINK_LIFE, and the same for LINK_STEP so that a rerun reuses it."""
    step = int(LINK_STEP.total_seconds())
    start = int(now.timestamp()) // step * step
    return datetime.fromtimestamp(start, UTC) + LINK_LIFE


def sign(link: PictureLink, secret: bytes) -> str:
    """Return the link as one URL-safe word."""
    body = _body(link)
    return f"{_encode(body)}.{_encode(_mac(body, secret))}"


def read(word: str, secret: bytes, *, now: datetime) -> PictureLink:
    """Return the link a word carries.

    Raises LinkForged when the signature is not ours, LinkExpired when its time is over.
    """
    body = _verified(word, secret)
    kind, photo, face, user, ends, recipe = body.decode("ascii").split(":")
    expires = datetime.fromtimestamp(int(ends), UTC)
    if expires <= now:
        raise LinkExpired
    return PictureLink(
        kind=PictureKind(kind),
        photo_id=UUID(photo),
        face_id=UUID(face) if face else None,
        recipe=recipe,
        user_id=UUID(user),
        expires=expires,
    )


def _body(link: PictureLink) -> bytes:
    face = link.face_id.hex if link.face_id else ""
    ends = int(link.expires.timestamp())
    return f"{link.kind.value}:{link.photo_id.hex}:{face}:{link.user_id.hex}:{ends}:{link.recipe}".encode("ascii")


def _mac(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()


def _verified(word: str, secret: bytes) -> bytes:
    body_word, _, mac_word = word.partition(".")
    try:
        body, mac = _decode(body_word), _decode(mac_word)
    except (binascii.Error, ValueError) as broken:
        raise LinkForged from broken
    if not hmac.compare_digest(mac, _mac(body, secret)):
        raise LinkForged
    return body


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _decode(word: str) -> bytes:
    return base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
