"""What a sweep writes: copies into the ledger, questions for a person, and what each item looked like."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.base import Listed
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.sweeping.comparing import Match
from registry.sweeping.records import SweepQuestion, SweptItem
from registry.sweeping.states import Answer

SWEPT = "swept-"
"""What the note of a copy that was found begins with; the bits in which it differs follow."""

KEYED = "hmac:"
"""What stands before the keyed fingerprint of a locator that is not kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """An item that was listed, with what was found of it now; `content_mac` is None when it was not read now.

    `hashes` are its looks, 32 bytes each; sides are px; `compared` says that it was compared with every photo.
    """

    item: Listed
    locator_mac: str
    hashes: bytes = field(repr=False)
    match: Match | None
    compared: bool
    content_mac: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None


def add_copy(session: Session, place: str, seen: Seen, match: Match, kind: CopyKind, now: datetime) -> Copy | None:
    """Put an item into the ledger as a copy that is there; None when it stands there already, or is being removed.

    The note is the code `swept-` with the bits in which it differs.
    """
    if any(copy.photo_id == match.photo_id for copy in standing(session, place, [seen.item.locator])):
        return None
    copy = ledger.plan(
        session,
        photo_id=match.photo_id,
        kind=kind,
        place=place,
        now=now,
        locator=seen.item.locator,
        width=seen.width or None,
        height=seen.height or None,
        content_mac=seen.content_mac,
        size=seen.size,
    )
    copy = ledger.confirm(session, copy.id, now=now, urls=seen.item.urls)
    ledger.move(session, copy.id, copy.state, now=now, note=f"{SWEPT}{match.distance}")
    audit.append(session, AuditEvent.COPY_FOUND, now=now, subject=match.photo_id, copy=copy.id, distance=match.distance)
    return copy


def ask(session: Session, place: str, seen: Seen, match: Match, now: datetime) -> bool:
    """Ask a person whether an item is a copy, unless that was asked; return whether it was asked now."""
    known = select(SweepQuestion).where(
        SweepQuestion.place == place,
        SweepQuestion.locator == seen.item.locator,
        SweepQuestion.photo_id == match.photo_id,
    )
    if session.exec(known).first() is not None:
        return False
    session.add(
        SweepQuestion(
            place=place,
            locator=seen.item.locator,
            urls=list(seen.item.urls),
            size=seen.item.size,
            photo_id=match.photo_id,
            distance=match.distance,
            answer=Answer.OPEN,
            asked_at=now,
        )
    )
    return True


def keep(session: Session, place: str, seen: Seen, *, sweep_id: UUID, compared_at: datetime) -> None:
    """Write down how an item looked, so that it is not read again while it does not change."""
    query = select(SweptItem).where(SweptItem.place == place, SweptItem.locator_mac == seen.locator_mac)
    row = session.exec(query).first() or SweptItem(place=place, locator_mac=seen.locator_mac)
    row.size, row.changed_at, row.hashes = seen.item.size, seen.item.changed_at, seen.hashes
    row.photo_id, row.seen_in = seen.match.photo_id if seen.match else None, sweep_id
    row.compared_at = compared_at if seen.compared else None
    session.add(row)


def standing(session: Session, place: str, locators: list[str]) -> list[Copy]:
    """Return the copies that may be at these locators of a place."""
    query = select(Copy).where(col(Copy.place) == place, col(Copy.locator).in_(locators))
    return [copy for copy in session.exec(query) if copy.state.may_exist]
