"""What may be written in the copy ledger; every function works in the caller's transaction.

Promise: a copy is planned, and that is committed, before its bytes are put. A crash leaves a row without bytes, never
bytes without a row.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from registry.copies.errors import CopyUnknown, IllegalMove, OwnerMissing
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState, may_move
from registry.database import new_id


def content_mac(secret: bytes, data: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) by which a copy's bytes are recognised without keeping them."""
    return hmac.new(secret, data, sha256).hexdigest()


def plan(
    session: Session,
    *,
    copy_id: UUID | None = None,
    photo_id: UUID | None = None,
    person_id: UUID | None = None,
    kind: CopyKind,
    place: str,
    now: datetime,
    locator: str | None = None,
    width: int | None = None,
    height: int | None = None,
    content_mac: str | None = None,
    size: int | None = None,
) -> Copy:
    """Add a planned copy; commit before putting its bytes. Raises OwnerMissing without a photo or person.

    `copy_id` is an id that was given out before, so that its owner finds after a crash what became of the copy.
    """
    if photo_id is None and person_id is None:
        raise OwnerMissing(kind=kind.value)
    copy = Copy(
        id=copy_id or new_id(),
        photo_id=photo_id,
        person_id=person_id,
        kind=kind,
        place=place,
        locator=locator,
        width=width,
        height=height,
        content_mac=content_mac,
        size=size,
        state=CopyState.PLANNED,
        planned_at=now,
        state_at=now,
    )
    session.add(copy)
    session.flush()
    return copy


def confirm(
    session: Session, copy_id: UUID, *, now: datetime, locator: str | None = None, urls: Iterable[str] = ()
) -> Copy:
    """Note that a planned copy's bytes were put, and where; confirming twice does no harm.

    Raises CopyUnknown, or IllegalMove when its removal has begun meanwhile: the caller must take the bytes away.
    """
    copy = get(session, copy_id)
    if copy.state not in (CopyState.PLANNED, CopyState.PRESENT):
        raise IllegalMove(copy=copy_id, old=copy.state.value, new=CopyState.PRESENT.value)
    copy.locator = copy.locator if locator is None else locator
    copy.urls = list(urls) or copy.urls
    return move(session, copy_id, CopyState.PRESENT, now=now)


def move(
    session: Session,
    copy_id: UUID,
    state: CopyState,
    *,
    now: datetime,
    look: str | None = None,
    note: str | None = None,
) -> Copy:
    """Bring a copy to `state`; `look` is the answer code of a look just taken, `note` a reason code.

    Raises CopyUnknown or IllegalMove.
    """
    copy = get(session, copy_id)
    if not may_move(copy.state, state):
        raise IllegalMove(copy=copy_id, old=copy.state.value, new=state.value)
    if copy.state is not state:
        copy.state, copy.state_at = state, now
    if look is not None:
        copy.look, copy.looked_at = look, now
    copy.note = copy.note if note is None else note
    session.add(copy)
    session.flush()
    return copy


def get(session: Session, copy_id: UUID) -> Copy:
    """Return the copy with this id. Raises CopyUnknown."""
    copy = session.get(Copy, copy_id)
    if copy is None:
        raise CopyUnknown(copy=copy_id)
    return copy


def of_photo(session: Session, photo_id: UUID) -> list[Copy]:
    """Return every copy of a photo, also those that are gone, in the order they were planned."""
    return _ordered(session, col(Copy.photo_id) == photo_id)


def of_person(session: Session, person_id: UUID) -> list[Copy]:
    """Return every copy that belongs to a person (templates, evidence), in the order they were planned."""
    return _ordered(session, col(Copy.person_id) == person_id)


def unfinished(session: Session) -> list[Copy]:
    """Return the copies that were planned and never confirmed: their bytes may or may not be there."""
    return _ordered(session, col(Copy.state) == CopyState.PLANNED)


def _ordered(session: Session, condition: object) -> list[Copy]:
    query = select(Copy).where(condition).order_by(col(Copy.planned_at), col(Copy.id))  # type: ignore[arg-type]
    return list(session.exec(query))
