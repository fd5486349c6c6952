"""Taking an archive into the register where it lies: listed once, then some files a step; nothing there is changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.base import Channel, Listed
from registry.channels.errors import ChannelUnknown
from registry.channels.outcomes import Unclear
from registry.charter.verdict import Outcome
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database
from registry.intake import album
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.sweeping import archives
from registry.sweeping.archives import ArchiveProgress, Standing
from registry.sweeping.errors import PlaceCannotBeListed
from registry.sweeping.figures import SweepFigures
from registry.sweeping.records import AdoptedFile, Adoption
from registry.sweeping.states import FileOutcome, RunState
from registry.sweeping.taking_over import TakingOver, Took
from registry.sweeping.wholes import Wholes

_SHOWN_AT_ONCE = 20
_LEFT = (FileOutcome.REFUSED, FileOutcome.SUPPRESSED, FileOutcome.UNREACHED, FileOutcome.FAILED)
_NOT_GONE = tuple(state for state in CopyState if state.may_exist)


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptionService:
    """Takes archives over; what stands there without a ground is listed, and nothing is taken down."""

    database: Database
    clock: Clock
    channels: Mapping[str, Channel]
    taking_over: TakingOver
    figures: SweepFigures
    queue: JobQueue
    judged_for: str
    """The purpose every photo is judged for on arrival; a place of another purpose has no verdicts of its own."""
    _wholes: dict[UUID, Wholes] = field(default_factory=dict)  # one for each adoption at work, by its id

    def start(self, actor: Actor, place: str, event_id: UUID, *, keep: bool = False) -> Adoption:
        """Begin taking an archive over into an event, or return the one of this place that is under way.

        With `keep` the vault keeps each original too. Raises Forbidden, ChannelUnknown, PlaceCannotBeListed,
        EventUnknown.
        """
        require(actor, Permission.MANAGE_EVENTS)
        self._listing(place)
        now = self.clock.now()
        with self.database.transaction() as session:
            known = session.exec(select(Adoption).where(Adoption.place == place, Adoption.state == RunState.RUNNING))
            found = known.first()
            if found is not None:
                return found
            album.event(session, event_id)
            run = Adoption(
                place=place,
                event_id=event_id,
                keep=keep,
                state=RunState.RUNNING,
                started_by=actor.user_id,
                started_at=now,
                touched_at=now,
            )
            session.add(run)
            session.flush()
            audit.append(session, AuditEvent.ADOPTION_STARTED, now=now, actor=actor, subject=run.id)
        return run

    def hand_over(self, actor: Actor, place: str, event_id: UUID) -> Adoption:
        """Begin taking an archive over and let the worker do it. Raises as `start`."""
        run = self.start(actor, place, event_id)
        self.queue.adopt(run.id)
        return run

    def advance(self, adoption_id: UUID) -> bool:
        """List the archive, or take its next files over; return whether there is more. Doing it again is harmless."""
        with self.database.reading() as session:
            run = session.get(Adoption, adoption_id)
        if run is None or run.state is not RunState.RUNNING:
            return False
        channel = self.channels.get(run.place)
        if channel is None:
            return self._end(run, "no-such-channel")
        return self._take_some(run, channel) if run.listed else self._list(run, channel)

    def run(self, adoption_id: UUID) -> Iterator[ArchiveProgress]:
        """Do all of it in the caller's process; give the progress after each piece."""
        more = True
        while more:
            more = self.advance(adoption_id)
            with self.database.reading() as session:
                yield archives.progress(session, session.get_one(Adoption, adoption_id))

    def unfinished(self) -> Sequence[UUID]:
        """Return the adoptions that nobody has worked on for a while."""
        before = self.clock.now() - timedelta(minutes=self.figures.handover_minutes)
        left = select(Adoption.id).where(Adoption.state == RunState.RUNNING, col(Adoption.touched_at) <= before)
        with self.database.reading() as session:
            return list(session.exec(left))

    def archives(self, actor: Actor) -> list[ArchiveProgress]:
        """Return the newest adoptions with their progress, the newest first. Raises Forbidden."""
        require(actor, Permission.MANAGE_EVENTS)
        newest = select(Adoption).order_by(col(Adoption.started_at).desc()).limit(_SHOWN_AT_ONCE)
        with self.database.reading() as session:
            return [archives.progress(session, run) for run in session.exec(newest)]

    def left_out(self, actor: Actor, adoption_id: UUID, *, page: int = 0, size: int = 100) -> list[AdoptedFile]:
        """Return a page (from 0) of the files that were not taken, with the reason of each. Raises Forbidden."""
        require(actor, Permission.MANAGE_EVENTS)
        left = select(AdoptedFile).where(AdoptedFile.adoption_id == adoption_id, col(AdoptedFile.outcome).in_(_LEFT))
        with self.database.reading() as session:
            return list(session.exec(left.order_by(col(AdoptedFile.number)).offset(page * size).limit(size)))

    def by_verdict(self, actor: Actor, place: str) -> dict[Outcome, int]:
        """Return how many files that stand in an archive have which verdict, as judged on arrival.

        Raises Forbidden, ChannelUnknown.
        """
        require(actor, Permission.VIEW_CASES)
        self._listing(place)
        with self.database.reading() as session:
            return archives.by_verdict(session, place, self.judged_for)

    def without_ground(self, actor: Actor, place: str, *, page: int = 0, size: int = 50) -> list[Standing]:
        """Return a page (from 0) of what stands in an archive and may not. Raises Forbidden, ChannelUnknown."""
        require(actor, Permission.VIEW_CASES)
        self._listing(place)
        with self.database.reading() as session:
            return archives.without_ground(session, place, self.judged_for, page=page, size=size)

    def _list(self, run: Adoption, channel: Channel) -> bool:
        """Write down every file of the archive; broken off, it is listed from its beginning again."""
        with self.database.transaction() as session:
            session.exec(sa.delete(AdoptedFile).where(col(AdoptedFile.adoption_id) == run.id))
        number, listing = 0, channel.listing()
        while chunk := list(islice(listing, self.figures.batch_rows)):
            items = [one for one in chunk if isinstance(one, Listed)]
            with self.database.transaction() as session:
                session.add_all(_rows(session, run, items, number))
                session.exec(_touch(run, self.clock))
            number += len(items)
            stopped = next((one for one in chunk if isinstance(one, Unclear)), None)
            if stopped is not None:
                return self._end(run, stopped.code)
        with self.database.transaction() as session:
            session.exec(sa.update(Adoption).where(col(Adoption.id) == run.id).values(listed=True))
        return True

    def _take_some(self, run: Adoption, channel: Channel) -> bool:
        files = self._waiting(run)
        if not files:
            return self._end(run, None)
        wholes, reached = self._wholes_of(run), False
        for file in files:
            took = self.taking_over.take(run, channel, file, wholes)
            reached = reached or took.outcome is not FileOutcome.UNREACHED
            self._note(run, file, took)
        if reached:
            return True
        with self.database.transaction() as session:  # the place is down: its files are not to blame
            these = sa.update(AdoptedFile).where(col(AdoptedFile.id).in_([file.id for file in files]))
            session.exec(these.values(outcome=FileOutcome.WAITING))
        return self._end(run, took.reason)

    def _waiting(self, run: Adoption) -> Sequence[AdoptedFile]:
        waiting = select(AdoptedFile).where(
            AdoptedFile.adoption_id == run.id, AdoptedFile.outcome == FileOutcome.WAITING
        )
        with self.database.reading() as session:
            # The largest first: what was made from it then becomes its copy, not the other way round.
            ordered = waiting.order_by(col(AdoptedFile.size).desc(), col(AdoptedFile.number))
            return session.exec(ordered.limit(self.figures.batch_files)).all()

    def _wholes_of(self, run: Adoption) -> Wholes:
        if run.id not in self._wholes:
            with self.database.reading() as session:
                self._wholes[run.id] = self.taking_over.wholes(session)
        return self._wholes[run.id]

    def _note(self, run: Adoption, file: AdoptedFile, took: Took) -> None:
        with self.database.transaction() as session:
            row = session.get_one(AdoptedFile, file.id)
            row.outcome, row.reason = took.outcome, took.reason
            row.photo_id, row.distance = took.photo_id, took.distance
            session.add(row)
            session.exec(_touch(run, self.clock))
        if took.erasure_id is not None:
            self.queue.erase(took.erasure_id)

    def _end(self, run: Adoption, code: str | None) -> bool:
        self._wholes.pop(run.id, None)
        now = self.clock.now()
        with self.database.transaction() as session:
            row = session.get_one(Adoption, run.id)
            row.state = RunState.DONE if code is None else RunState.BROKEN_OFF
            row.code, row.ended_at, row.touched_at = code, now, now
            session.add(row)
            audit.append(session, AuditEvent.ADOPTION_ENDED, now=now, subject=run.id, state=row.state.value)
        return False

    def _listing(self, place: str) -> Channel:
        channel = self.channels.get(place)
        if channel is None:
            raise ChannelUnknown(channel=place)
        if not channel.capabilities.lists:
            raise PlaceCannotBeListed(channel=place)
        return channel


def _rows(session: Session, run: Adoption, items: Sequence[Listed], before: int) -> list[AdoptedFile]:
    """Return a row for each file; one the ledger has at that place and size is known already."""
    locators = [item.locator for item in items]
    standing = select(Copy.locator, Copy.size, Copy.photo_id).where(
        Copy.place == run.place, col(Copy.locator).in_(locators), col(Copy.state).in_(_NOT_GONE)
    )
    known = {(locator, size): photo_id for locator, size, photo_id in session.exec(standing)}
    return [
        AdoptedFile(
            adoption_id=run.id,
            number=number,
            locator=item.locator,
            urls=list(item.urls),
            size=item.size,
            outcome=FileOutcome.KNOWN if (item.locator, item.size) in known else FileOutcome.WAITING,
            photo_id=known.get((item.locator, item.size)),
        )
        for number, item in enumerate(items, start=before + 1)
    ]


def _touch(run: Adoption, clock: Clock) -> sa.Update:
    return sa.update(Adoption).where(col(Adoption.id) == run.id).values(touched_at=clock.now())
