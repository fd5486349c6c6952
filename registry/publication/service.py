"""Publishing through the gate, and keeping what is published in line with the verdicts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.base import Channel, ContentMac, Parcel
from registry.channels.errors import ChannelUnknown
from registry.channels.outcomes import Published as Put
from registry.charter.facts import Use
from registry.charter.verdict import Outcome, Verdict
from registry.clock import Clock
from registry.consent.records import Appearance
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.errors import IntakeError
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.mending import seeing as mended
from registry.mending.errors import MendUnknown
from registry.mending.records import Mend
from registry.publication.errors import CopyUnknown, SideUnusable
from registry.publication.gate import Gate, Prepared
from registry.publication.outcomes import NotNow, NotPublished, PublicationOutcome, Published, Unreadable
from registry.publication.preparing import Preparing
from registry.publication.taking_down import TakingDown, Why
from registry.publication.words import NO_WORDS, Words
from registry.vault.errors import VaultError


class PublicationService:
    """The use cases of publication; `long_side` (px) and `quality` (1 to 95) are those of a web copy by default."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        intake: IntakeService,
        channels: Mapping[str, Channel],
        gate: Gate,
        taking_down: TakingDown,
        rejudge_person: Callable[[UUID], object],
        mended_bytes: Callable[[UUID], bytes],
        content_mac: ContentMac,
        municipality: str,
        long_side: int,
        quality: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels
        self._gate = gate
        self._taking_down = taking_down
        self._rejudge_person = rejudge_person
        self._preparing = Preparing(
            database=database,
            intake=intake,
            mended_bytes=mended_bytes,
            content_mac=content_mac,
            municipality=municipality,
            quality=quality,
        )
        self._long_side = long_side

    @property
    def gate(self) -> Gate:
        """The one gate, for other ways out than a channel."""
        return self._gate

    def channels(self, actor: Actor) -> list[Channel]:
        """Return the channels there are. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        return list(self._channels.values())

    def use(self, actor: Actor, photo_id: UUID, channel: str, long_side: int) -> Use:
        """Return what the gate would judge now, with the photo's press release and whether the channel is open.

        Raises Forbidden, ChannelUnknown.
        """
        require(actor, Permission.VIEW_PHOTOS)
        place = self._channel(channel)
        with self._database.reading() as session:
            return self._gate.use(session, photo_id, place, long_side, NO_WORDS)

    def publish(
        self,
        actor: Actor,
        photo_id: UUID,
        channel: str,
        long_side: int | None = None,
        words: Words = NO_WORDS,
        copy_id: UUID | None = None,
    ) -> PublicationOutcome:
        """Publish one photo to one channel if its verdict lets it pass, with these words; `long_side` in px.

        Of a photo that was mended the mended copy goes out, at its own size at most; what stands there of it unmended
        comes down first. `copy_id` is an id given out before: what became of that copy can be found after a
        crash. Whoever answers a rule's question with the words needs the right to decide cases.

        Raises Forbidden, ChannelUnknown, SideUnusable, and intake's errors for a photo whose file cannot be read.
        """
        require(actor, Permission.PUBLISH)
        if words.decided:
            require(actor, Permission.DECIDE_CASES)
        place = self._channel(channel)
        side = self._side(place, long_side)
        with self._database.reading() as session:
            mend = mended.ready(session, photo_id)
            side = min(side, mend.long_side) if mend else side
            verdict = self._gate.judge(session, photo_id, place, side, mend, words)
            standing = self._gate.standing(session, photo_id, place)
            same = standing is not None and _shows(session, standing.id, mend)
        if not verdict.outcome.may_go_out:
            return NotPublished(verdict=verdict)
        if standing is not None and same:
            return Published(copy_id=standing.id, urls=tuple(standing.urls), is_new=False)
        if standing is not None and not self._taking_down.take_down(standing.id, Why.REPLACED).is_gone:
            return NotNow(copy_id=standing.id, code="earlier-version-stands")
        return self._send(actor, photo_id, place, side, verdict, mend, words, copy_id)

    def publish_cleared(self, actor: Actor, event_id: UUID, channel: str) -> dict[UUID, PublicationOutcome]:
        """Publish every photo of an event that may go out; return what became of each.

        A photo whose file cannot be read stops none of the others. Raises Forbidden, ChannelUnknown.
        """
        require(actor, Permission.PUBLISH)
        self._channel(channel)
        with self._database.reading() as session:
            analysed = select(Photo.id).where(Photo.event_id == event_id, Photo.state == PhotoState.ANALYSED)
            photo_ids = list(session.exec(analysed.order_by(col(Photo.received_at), col(Photo.id))))
        return {photo_id: self._publish_if_readable(actor, photo_id, channel) for photo_id in photo_ids}

    def published(self, actor: Actor, photo_id: UUID) -> list[Copy]:
        """Return the published copies of a photo that may still stand. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            copies = ledger.of_photo(session, photo_id)
        return [copy for copy in copies if copy.kind is CopyKind.PUBLISHED and copy.state.may_exist]

    def take_down(self, actor: Actor, copy_id: UUID) -> CopyState:
        """Take one published copy down; return how far that is. Raises Forbidden, CopyUnknown."""
        require(actor, Permission.PUBLISH)
        with self._database.reading() as session:
            copy = session.get(Copy, copy_id)
        if copy is None or copy.kind is not CopyKind.PUBLISHED:
            raise CopyUnknown(copy_id=copy_id)
        return self._taking_down.take_down(copy_id, Why.OFFICER)

    def rejudge(self, person_id: UUID) -> None:
        """Judge a person's photos again after a change of consent, and take down what may no longer stand."""
        self._rejudge_person(person_id)
        with self._database.reading() as session:
            theirs = select(Appearance.photo_id).where(Appearance.person_id == person_id).distinct()
            photo_ids = list(session.exec(theirs))
        for photo_id in photo_ids:
            self.enforce(photo_id)

    def enforce(self, photo_id: UUID) -> None:
        """Take down every published copy of a photo that may no longer stand."""
        self._enforce(col(Copy.photo_id) == photo_id)

    def enforce_all(self) -> None:
        """Take down everything published that may no longer stand."""
        self._enforce(col(Copy.photo_id).is_not(None))

    def refused_now(self) -> list[tuple[Copy, Outcome]]:
        """Return what is published and would not be let out now, by the charter in force, and as what."""
        with self._database.reading() as session:
            present = select(Copy).where(col(Copy.kind) == CopyKind.PUBLISHED, col(Copy.state) == CopyState.PRESENT)
            judged = [(copy, self._refusal_of(session, copy)) for copy in session.exec(present)]
        return [(copy, outcome) for copy, outcome in judged if outcome is not None]

    def unsettled(self) -> list[UUID]:
        """Return published copies whose putting or removal was left halfway and is due for a try."""
        return self._taking_down.unsettled()

    def settle(self, copy_id: UUID) -> CopyState:
        """Finish what was left halfway with one copy: nothing of it stays without a live verdict."""
        return self._taking_down.take_down(copy_id, Why.BROKEN_OFF)

    def _publish_if_readable(self, actor: Actor, photo_id: UUID, channel: str) -> PublicationOutcome:
        try:
            return self.publish(actor, photo_id, channel)
        except (IntakeError, VaultError) as error:
            return Unreadable(code=error.code)

    def _send(
        self,
        actor: Actor,
        photo_id: UUID,
        channel: Channel,
        long_side: int,
        verdict: Verdict,
        mend: Mend | None,
        words: Words,
        copy_id: UUID | None,
    ) -> PublicationOutcome:
        try:
            prepared, data, reference = self._preparing.prepare(photo_id, long_side, verdict, mend, words)
        except MendUnknown:
            return NotPublished(verdict=self._verdict_now(photo_id, channel, long_side, mend, words))
        with self._database.transaction() as session:
            with_id = replace(prepared, copy_id=copy_id)
            planned = self._gate.plan(session, actor, with_id, channel, self._clock.now())
        if not isinstance(planned, Copy):
            return NotPublished(verdict=planned)
        name = f"{reference}-{prepared.long_side}.jpg"
        parcel = Parcel(copy_id=planned.id, name=name, data=data, caption=words.caption, alt_text=words.alt_text)
        put = channel.publish(parcel)
        if not isinstance(put, Put):
            # The place may have taken it and lost the answer: what it did is undone before anyone is told.
            self._taking_down.take_down(planned.id, Why.BROKEN_OFF)
            return NotNow(copy_id=planned.id, code=put.code)
        return self._confirm(actor, prepared, planned.id, put, channel)

    def _confirm(
        self, actor: Actor, prepared: Prepared, copy_id: UUID, put: Put, channel: Channel
    ) -> PublicationOutcome:
        with self._database.transaction() as session:
            refused = self._gate.confirm(session, actor, prepared, copy_id, put, channel, self._clock.now())
        if refused is None:
            return Published(copy_id=copy_id, urls=put.urls, is_new=True)
        self._taking_down.undo(copy_id, Why.VERDICT)
        # Publishable, yet its removal had begun: whoever was slower than the lease gives way.
        return (
            NotNow(copy_id=copy_id, code="overtaken") if refused.outcome.may_go_out else NotPublished(verdict=refused)
        )

    def _enforce(self, condition: object) -> None:
        present = select(Copy).where(
            condition,  # type: ignore[arg-type]
            col(Copy.kind) == CopyKind.PUBLISHED,
            col(Copy.state) == CopyState.PRESENT,
        )
        with self._database.reading() as session:
            fallen = [copy.id for copy in session.exec(present) if not self._may_stand(session, copy)]
        for copy_id in fallen:
            self._taking_down.take_down(copy_id, Why.VERDICT)

    def _may_stand(self, session: Session, copy: Copy) -> bool:
        channel = self._judging_channel(session, copy)
        if channel is None:
            return True
        return self._gate.may_stand(session, copy, channel, self._side_of(copy), mended.shown_by(session, copy.id))

    def _judging_channel(self, session: Session, copy: Copy) -> Channel | None:
        """Return the channel a published copy is judged for; None where nothing here judges it."""
        channel = self._channels.get(copy.place)
        if channel is None or copy.photo_id is None:
            return None  # nothing here can judge or reach it
        photo = session.get(Photo, copy.photo_id)
        return None if photo is None or photo.state in (PhotoState.ERASING, PhotoState.ERASED) else channel

    def _side_of(self, copy: Copy) -> int:
        return max(copy.width or 0, copy.height or 0) or self._long_side

    def _refusal_of(self, session: Session, copy: Copy) -> Outcome | None:
        channel = self._judging_channel(session, copy)
        if channel is None:
            return None
        shown = mended.shown_by(session, copy.id)
        verdict = self._gate.judge_copy(session, copy, channel, self._side_of(copy), shown)
        return None if verdict is None or verdict.outcome.may_go_out else verdict.outcome

    def _verdict_now(
        self, photo_id: UUID, channel: Channel, long_side: int, mend: Mend | None, words: Words
    ) -> Verdict:
        with self._database.reading() as session:
            current = session.get(Mend, mend.id) if mend else None
            return self._gate.judge(session, photo_id, channel, long_side, current, words)

    def _channel(self, name: str) -> Channel:
        channel = self._channels.get(name)
        if channel is None:
            raise ChannelUnknown(channel=name)
        return channel

    def _side(self, channel: Channel, asked: int | None) -> int:
        most = channel.capabilities.largest_side
        side = asked if asked is not None else min(self._long_side, most or self._long_side)
        if side < 1 or (most is not None and side > most):
            raise SideUnusable(long_side=side, most=most or self._long_side)
        return side


def _shows(session: Session, copy_id: UUID, mend: Mend | None) -> bool:
    """Return whether a published copy shows this mended copy, or the photo itself where that is what goes out."""
    shown = mended.shown_by(session, copy_id)
    return (shown.id if shown else None) == (mend.id if mend else None)
