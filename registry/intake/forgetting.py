"""Forgetting: blank an erased photo's row, give up uploads that broke off."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.errors import PhotoUnknown
from registry.intake.records import BatchEntry, Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_PERSONAL: dict[str, Any] = {
    "file_name": None,
    "sha256": None,
    "pdq": None,
    "taken_at": None,
    "caption": None,
    "regions": [],
    "tells_where": False,
    "release": None,
    "resembles": None,
    "uploaded_by": None,
    "byte_size": 0,
}


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Blank all that a photo's rows tell of it; what stays is id, reference, event, sides, format and state ERASED.

    Done again, nothing changes. Raises PhotoUnknown.
    """
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise PhotoUnknown(photo=photo_id)
    for column, blank in _PERSONAL.items():
        setattr(photo, column, blank)
    photo.state = PhotoState.ERASED
    session.exec(sa.update(BatchEntry).where(col(BatchEntry.photo_id) == photo_id).values(file_name=None))
    session.exec(sa.update(Photo).where(col(Photo.resembles) == photo_id).values(resembles=None))
    session.flush()


def discard_unfinished(database: Database, vault: Vault, keyring: KeyRing, *, before: datetime, now: datetime) -> int:
    """Give up photos that began to come in before a moment and never arrived; return how many.

    Raises StoreUnavailable: the rest is given up next time.
    """
    late = select(Photo.id).where(Photo.state == PhotoState.RECEIVING, col(Photo.received_at) < before)
    with database.reading() as session:
        waiting = list(session.exec(late))
    return sum(_discard(database, vault, keyring, photo_id, now) for photo_id in waiting)


def _discard(database: Database, vault: Vault, keyring: KeyRing, photo_id: UUID, now: datetime) -> bool:
    """Give one up: its copies are removing before the first byte goes, so that a late upload cannot confirm them."""
    with database.transaction() as session:
        copies = _begin_removing(session, photo_id, now)
    for copy_id in copies:
        vault.remove(copy_id)
    keyring.destroy(photo_id)
    gone = [copy_id for copy_id in copies if not vault.present(copy_id)]
    if len(gone) < len(copies) or not copies:
        return False
    with database.transaction() as session:
        for copy_id in gone:
            ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=now)
        erase_rows(session, photo_id)
        audit.append(session, AuditEvent.PHOTO_DISCARDED, now=now, subject=photo_id)
    return True


def _begin_removing(session: Session, photo_id: UUID, now: datetime) -> list[UUID]:
    """Return the ids of the photo's copies, all removing; none when the photo arrived meanwhile."""
    photo = session.get_one(Photo, photo_id)
    if photo.state is not PhotoState.RECEIVING:
        return []
    copies = [copy for copy in ledger.of_photo(session, photo_id) if not _lies_elsewhere(session, copy)]
    try:
        return [
            ledger.move(session, copy.id, CopyState.REMOVING, now=now).id for copy in copies if not copy.state.is_gone
        ]
    except IllegalMove:
        return []


def _lies_elsewhere(session: Session, copy: Copy) -> bool:
    """Forget a planned original that the register was only to read where it lies: it put nothing there."""
    if copy.kind is not CopyKind.ORIGINAL or copy.locator is None:
        return False
    session.delete(copy)
    return True
