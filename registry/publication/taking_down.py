"""Taking a published copy down: removed, looked for, noted; what a place does not answer is tried again later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.base import Channel, Placement
from registry.channels.outcomes import Absent, AlreadyGone, Removed
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent

_SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_ERASURES_OWN = (PhotoState.ERASING, PhotoState.ERASED)


class Why(StrEnum):
    """Why a published copy comes down."""

    VERDICT = "verdict"
    """It may no longer stand."""
    OFFICER = "officer"
    """Somebody with the right to publish took it down."""
    REPLACED = "replaced"
    """Another version of the photo takes its place."""
    BROKEN_OFF = "broken-off"
    """Its publication was never finished."""


class TakingDown:
    """Takes published copies down; `lease` is how long a publication may be under way."""

    def __init__(self, *, database: Database, clock: Clock, channels: Mapping[str, Channel], lease: timedelta) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels
        self._lease = lease

    def take_down(self, copy_id: UUID, why: Why) -> CopyState:
        """Take one copy down as far as that goes now; return its state. Repeating it is harmless.

        Raises the ledger's CopyUnknown.
        """
        with self._database.transaction() as session:
            copy = self._begin(session, copy_id, why)
        return copy.state if copy.state.is_gone else self._finish(copy)

    def undo(self, copy_id: UUID, why: Why) -> CopyState:
        """Take away bytes that were just put, also where the ledger has called that copy gone meanwhile."""
        with self._database.transaction() as session:
            copy = self._begin(session, copy_id, why)
        return self._finish(copy)

    def unsettled(self) -> list[UUID]:
        """Return copies left halfway whose next try is due; a photo under erasure is the erasure's concern."""
        now = self._clock.now()
        with self._database.reading() as session:
            copies = session.exec(
                select(Copy)
                .join(Photo, col(Photo.id) == col(Copy.photo_id))
                .where(
                    col(Copy.kind) == CopyKind.PUBLISHED,
                    col(Copy.state).in_((CopyState.PLANNED, CopyState.REMOVING)),
                    col(Photo.state).not_in(_ERASURES_OWN),
                )
            )
            return [copy.id for copy in copies if self._is_due(copy, now)]

    def _finish(self, copy: Copy) -> CopyState:
        code = self._remove_and_look(copy)
        with self._database.transaction() as session:
            return self._record(session, copy.id, code)

    def _is_due(self, copy: Copy, now: datetime) -> bool:
        if copy.state is CopyState.PLANNED:
            return now >= copy.planned_at + self._lease
        wait = min(max((now - copy.state_at) / 2, _SHORTEST_WAIT), _LONGEST_WAIT)
        return copy.looked_at is None or now >= copy.looked_at + wait

    def _begin(self, session: Session, copy_id: UUID, why: Why) -> Copy:
        copy = ledger.get(session, copy_id)
        if copy.state.is_gone or copy.state is CopyState.REMOVING:
            return copy
        now = self._clock.now()
        audit.append(session, AuditEvent.COPY_WITHDRAWN, now=now, subject=copy.photo_id, copy=copy_id, why=why.value)
        return ledger.move(session, copy_id, CopyState.REMOVING, now=now)

    def _remove_and_look(self, copy: Copy) -> str:
        """Return "absent" when a look after the removal found nothing, or the code of what stands in the way."""
        channel = self._channels.get(copy.place)
        if channel is None:
            return "no-such-channel"
        placement = Placement(
            copy_id=copy.id, locator=copy.locator, urls=tuple(copy.urls), content_mac=copy.content_mac, size=copy.size
        )
        outcome = channel.remove(placement)
        if not isinstance(outcome, Removed | AlreadyGone):
            return outcome.code
        return "absent" if isinstance(channel.look(placement), Absent) else "still-there"

    def _record(self, session: Session, copy_id: UUID, code: str) -> CopyState:
        copy, now = ledger.get(session, copy_id), self._clock.now()
        if copy.state is not CopyState.REMOVING:
            return copy.state  # an erasure finished it meanwhile
        state = CopyState.GONE_VERIFIED if code == "absent" else CopyState.REMOVING
        return ledger.move(session, copy_id, state, now=now, look=code[:40]).state
