"""Which photos a citizen means: by a reference or web address, or by a copy."""

import re
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database
from registry.intake.records import Photo

_REFERENCE = re.compile(r"\bF-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.IGNORECASE)
_PLAIN_RUN = re.compile(r"[0-9A-Za-z]+")
_GONE = tuple(state for state in CopyState if state.is_gone)


class Photos(Protocol):
    """The stage that can find photos."""

    def find_by_reference(self, text: str) -> Photo | None:
        """Return the photo with this reference, however it was typed."""
        ...

    def find_by_upload(self, data: bytes) -> Sequence[tuple[UUID, int]]:
        """Return the photos a copy was made from, with a distance, nearest first; nothing is kept."""
        ...


def meant(photos: Photos, database: Database, *, words: str, upload: bytes | None) -> list[UUID]:
    """Return the photos a request points at, each once; none is an answer too.

    Raises what decoding the upload raises.
    """
    found = [photo_id for photo_id, _ in photos.find_by_upload(upload)] if upload else []
    for text in (words, *_REFERENCE.findall(words)):
        photo = photos.find_by_reference(text)
        found += [photo.id] if photo else []
    with database.reading() as session:
        found += by_address(session, words)
    return list(dict.fromkeys(found))


def by_address(session: Session, words: str) -> list[UUID]:
    """Return the photos with a published copy at this web address; its scheme and query do not matter."""
    wanted = _place(words)
    if wanted is None:
        return []
    # The ledger may hold the address percent-encoded: a plain run of its last part reads the same either way.
    plain = max(_PLAIN_RUN.findall(wanted.rpartition("/")[2]), key=len, default="")
    likely = select(Copy).where(
        col(Copy.photo_id).is_not(None),
        col(Copy.state).not_in(_GONE),
        sa.cast(Copy.urls, sa.Text).contains(plain),
    )
    found = (copy for copy in session.exec(likely) if wanted in map(_place, copy.urls))
    return [copy.photo_id for copy in found if copy.photo_id]


def _place(address: str) -> str | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if not parts.netloc or not parts.path.strip("/"):
        return None
    return parts.netloc.casefold() + unquote(parts.path).rstrip("/")
