"""The gate: a photo is judged in the transaction that plans its copy, and again in the one that confirms it.

What the first saw is still true when the copy is planned; a withdrawal that comes after finds the planned copy. The
second sees a withdrawal that came while the bytes were on their way. One of the two always sees it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor
from registry.channels.base import Channel
from registry.channels.outcomes import Published as Put
from registry.charter.facts import PressRelease, Use
from registry.charter.verdict import Verdict
from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.mending.records import Mend, MendedCopy
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.publication.words import NO_WORDS, Words, keep, of_copy

_STANDING = (CopyState.PLANNED, CopyState.PRESENT, CopyState.HIDDEN)


class Judge(Protocol):
    """The review's verdict on a photo for one use, in the caller's transaction."""

    def __call__(self, session: Session, photo_id: UUID, use: Use, mend: Mend | None = None) -> Verdict:
        """Judge the photo, or the mended copy of it, on the facts as this transaction sees them."""
        ...


class Stays(Protocol):
    """The review's answer to whether what was published at a moment may stay, in the caller's transaction."""

    def __call__(self, session: Session, photo_id: UUID, use: Use, since: datetime, mend: Mend | None = None) -> bool:
        """Judge by the charter in force and, where that one lets it, by the one in force then."""
        ...


class Circumstances(Protocol):
    """What the municipality arranged around a publication, in the caller's transaction."""

    def press_release(self, session: Session, photo_id: UUID) -> PressRelease | None:
        """Return the press release a photo waits for or belongs to, as it stands now."""
        ...

    def is_closed(self, session: Session, channel: str) -> bool:
        """Return whether the register of channels says that this one takes nothing any more."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A rendition ready to go out: its content's fingerprint, its size in bytes and its sides in px.

    `mend_id` is the mended copy it was made of, None for the photo itself; `words` go out with it. `copy_id` is the id
    its copy is to have, None for a new one.
    """

    photo_id: UUID
    mend_id: UUID | None
    content_mac: str
    size: int
    width: int
    height: int
    words: Words = NO_WORDS
    copy_id: UUID | None = None

    @property
    def long_side(self) -> int:
        """The side the verdict is about."""
        return max(self.width, self.height)


class Gate:
    """Lets a prepared photo pass to a channel, or not."""

    def __init__(self, judge: Judge, stays: Stays | None = None, circumstances: Circumstances | None = None) -> None:
        self._judge = judge
        self._stays = stays
        self._circumstances = circumstances

    def to_the_press(self) -> "Gate":
        """Return this gate as the recipients of a press release pass it: the press does not wait for the press.

        Neither the day after (article 3c) nor the embargo holds for those who get the release itself, with its embargo
        written above it; everything else does.
        """
        return Gate(self._judge, self._stays, _ToThePress(self._circumstances) if self._circumstances else None)

    def judge(
        self,
        session: Session,
        photo_id: UUID,
        channel: Channel,
        long_side: int,
        mend: Mend | None,
        words: Words | None = None,
    ) -> Verdict:
        """Return the verdict on a photo, or a mended copy of it, for this channel at this size with these words."""
        use = self.use(session, photo_id, channel, long_side, words or NO_WORDS)
        return self._judge(session, photo_id, use, mend) if mend else self._judge(session, photo_id, use)

    def use(self, session: Session, photo_id: UUID, channel: Channel, long_side: int, words: Words) -> Use:
        """Return what goes out where, with the press release and the state of the channel as they are now."""
        around = self._circumstances
        return Use(
            purpose=channel.purpose,
            long_side=long_side,
            texts=words.texts,
            domain=words.domain,
            decided=words.decided,
            press_release=around.press_release(session, photo_id) if around else None,
            closed=around.is_closed(session, channel.name) if around else False,
        )

    def may_stand(self, session: Session, copy: Copy, channel: Channel, long_side: int, mend: Mend | None) -> bool:
        """Return whether a published copy may stay with the words it has; a charter may let stand what it would refuse.

        Without a judge of what stays, only what may go out now may stay.
        """
        if copy.photo_id is None or self._stays is None:
            verdict = self.judge_copy(session, copy, channel, long_side, mend)
            return verdict is None or verdict.outcome.may_go_out
        use = _standing_use(channel, long_side, of_copy(session, copy.id))
        return self._stays(session, copy.photo_id, use, copy.planned_at, mend)

    def judge_copy(
        self, session: Session, copy: Copy, channel: Channel, long_side: int, mend: Mend | None
    ) -> Verdict | None:
        """Return the verdict on a published copy as if it went out now; None for a copy of no photo."""
        if copy.photo_id is None:
            return None
        return self.judge(session, copy.photo_id, channel, long_side, mend, of_copy(session, copy.id))

    def standing(self, session: Session, photo_id: UUID, channel: Channel) -> Copy | None:
        """Return the copy of the photo that stands in the channel already, or is on its way."""
        return session.exec(
            select(Copy).where(
                col(Copy.photo_id) == photo_id,
                col(Copy.kind) == CopyKind.PUBLISHED,
                col(Copy.place) == channel.name,
                col(Copy.state).in_(_STANDING),
            )
        ).first()

    def plan(
        self,
        session: Session,
        actor: Actor,
        prepared: Prepared,
        channel: Channel,
        now: datetime,
        kind: CopyKind = CopyKind.PUBLISHED,
    ) -> Copy | Verdict:
        """Judge, and plan the copy if it may go out; return the verdict if not."""
        verdict = self._judge_prepared(session, prepared, channel)
        if not verdict.outcome.may_go_out:
            audit.append(
                session,
                AuditEvent.PUBLICATION_REFUSED,
                now=now,
                actor=actor,
                subject=prepared.photo_id,
                outcome=verdict.outcome.value,
            )
            return verdict
        copy = ledger.plan(
            session,
            copy_id=prepared.copy_id,
            photo_id=prepared.photo_id,
            kind=kind,
            place=channel.name,
            now=now,
            width=prepared.width,
            height=prepared.height,
            content_mac=prepared.content_mac,
            size=prepared.size,
        )
        keep(session, copy.id, prepared.photo_id, prepared.words)
        if prepared.mend_id is not None:
            session.add(MendedCopy(copy_id=copy.id, mend_id=prepared.mend_id, photo_id=prepared.photo_id))
        audit.append(session, AuditEvent.COPY_PLANNED, now=now, actor=actor, subject=prepared.photo_id, copy=copy.id)
        return copy

    def confirm(
        self,
        session: Session,
        actor: Actor,
        prepared: Prepared,
        copy_id: UUID,
        put: Put,
        channel: Channel,
        now: datetime,
    ) -> Verdict | None:
        """Note that the bytes stand; return the verdict if they may stand no longer (then they must come down)."""
        verdict = self._judge_prepared(session, prepared, channel)
        try:
            ledger.confirm(session, copy_id, now=now, locator=put.locator, urls=put.urls)
        except IllegalMove:
            return verdict  # its removal began meanwhile
        audit.append(session, AuditEvent.COPY_PUBLISHED, now=now, actor=actor, subject=prepared.photo_id, copy=copy_id)
        return None if verdict.outcome.may_go_out else verdict

    def _judge_prepared(self, session: Session, prepared: Prepared, channel: Channel) -> Verdict:
        mend = session.get_one(Mend, prepared.mend_id) if prepared.mend_id else None
        return self.judge(session, prepared.photo_id, channel, prepared.long_side, mend, prepared.words)


class _ToThePress:
    """The circumstances without the press release."""

    def __init__(self, around: Circumstances) -> None:
        self._around = around

    def press_release(self, session: Session, photo_id: UUID) -> PressRelease | None:  # noqa: ARG002 - the contract's
        """Return none: this is the press."""
        return None

    def is_closed(self, session: Session, channel: str) -> bool:
        """Return what the register of channels says."""
        return self._around.is_closed(session, channel)


def _standing_use(channel: Channel, long_side: int, words: Words) -> Use:
    """Return what stands where; closing a channel takes it down in its own way, and news that is out is out."""
    return Use(
        purpose=channel.purpose, long_side=long_side, texts=words.texts, domain=words.domain, decided=words.decided
    )
