"""The audit log: append in the caller's transaction, verify the whole chain.

The database has one writer at a time, so the next number and the last hash are stable until the commit; an entry
appears if and only if what it tells of was committed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.proof.chain import GENESIS, Sealed, plain_detail
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry

_AT_A_TIME = 1000


class Acting(Protocol):
    """Whoever acts under an account, or the system."""

    @property
    def user_id(self) -> UUID | None:
        """The account's id; None for the system."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A link of the chain noted elsewhere (in a certificate, say): entry `seq` had this `hash`."""

    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Intact:
    """Every entry is as it was written; there are `count`."""

    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """Entry `seq` is the first that is missing, changed, or not linked to the one before it."""

    seq: int


def append(
    session: Session,
    event: AuditEvent,
    *,
    now: datetime,
    actor: Acting | UUID | None = None,
    subject: UUID | None = None,
    **detail: object,
) -> AuditEntry:
    """Add an entry; `detail` holds figures, identifiers and codes only.

    Raises DetailRefused for a value that could be personal data.
    """
    head = anchor(session)
    actor_id = actor if actor is None or isinstance(actor, UUID) else actor.user_id
    sealed = Sealed(
        seq=head.seq + 1,
        at=now,
        event=event.value,
        actor=actor_id,
        subject=subject,
        detail=plain_detail(detail),
        previous=head.hash,
    )
    entry = AuditEntry(
        seq=sealed.seq,
        at=now,
        event=event,
        actor_id=actor_id,
        subject_id=subject,
        detail=dict(sealed.detail),
        previous_hash=sealed.previous,
        hash=sealed.hash,
    )
    session.add(entry)
    session.flush()
    return entry


def anchor(session: Session) -> Anchor:
    """Return the chain's last link (seq 0 and GENESIS for an empty log), to be noted elsewhere."""
    last = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq).desc()).limit(1)).first()
    return Anchor(seq=last.seq, hash=last.hash) if last else Anchor(seq=0, hash=GENESIS)


def of_subject(session: Session, subject: UUID) -> list[AuditEntry]:
    """Return the entries about one subject, oldest first."""
    query = select(AuditEntry).where(col(AuditEntry.subject_id) == subject).order_by(col(AuditEntry.seq))
    return list(session.exec(query))


def verify(session: Session, anchors: Iterable[Anchor] = ()) -> Intact | Broken:
    """Check every entry and link; with `anchors` also that the log still holds what was noted elsewhere.

    Without an anchor, entries cut off at the end cannot be missed: certificates carry one for that.
    """
    noted = {each.seq: each.hash for each in anchors if each.seq > 0}
    previous, count = GENESIS, 0
    stranger = _first_unknown_event(session)
    for entry in _entries(session, before=stranger):
        expected = count + 1
        if entry.seq != expected:
            return Broken(seq=expected)
        if not _is_linked(entry, previous) or noted.pop(expected, entry.hash) != entry.hash:
            return Broken(seq=expected)
        previous, count = entry.hash, expected
    return Broken(seq=count + 1) if noted or stranger is not None else Intact(count=count)


def _first_unknown_event(session: Session) -> int | None:
    """Return the first entry whose event no version of the registry wrote: it was altered, and cannot even be read."""
    known = [event.value for event in AuditEvent]
    event = sa.cast(col(AuditEntry.event), sa.String)
    return session.exec(select(sa.func.min(AuditEntry.seq)).where(event.not_in(known))).one()


def _entries(session: Session, before: int | None = None) -> Iterator[AuditEntry]:
    by_number = select(AuditEntry).order_by(col(AuditEntry.seq)).limit(_AT_A_TIME)
    if before is not None:
        by_number = by_number.where(col(AuditEntry.seq) < before)
    found = session.exec(by_number).all()
    while found:
        yield from found
        found = session.exec(by_number.where(col(AuditEntry.seq) > found[-1].seq)).all()


def _is_linked(entry: AuditEntry, previous: str) -> bool:
    sealed = Sealed(
        seq=entry.seq,
        at=entry.at,
        event=entry.event.value,
        actor=entry.actor_id,
        subject=entry.subject_id,
        detail=entry.detail,
        previous=previous,
    )
    return entry.previous_hash == previous and entry.hash == sealed.hash
