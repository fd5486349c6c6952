"""Takes one file of an archive into the register where it lies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM
from registry.channels.base import Channel, ContentMac, Listed
from registry.channels.outcomes import Absent, Fetched
from registry.clock import Clock
from registry.copies.states import CopyKind
from registry.database import Database
from registry.errors import RegistryError
from registry.intake.figures import IntakeFigures
from registry.intake.outcomes import AlreadyHere, Received, Refused
from registry.intake.receiving import Lying
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.picture import Picture
from registry.sweeping import noting
from registry.sweeping.comparing import Match, OurPicture
from registry.sweeping.figures import SweepFigures
from registry.sweeping.noting import Seen
from registry.sweeping.prints import ItemPrints, prints_of
from registry.sweeping.records import AdoptedFile, Adoption
from registry.sweeping.states import FileOutcome
from registry.sweeping.wholes import Wholes

Assess = Callable[[UUID, Picture | None], object]
"""Review's way to analyse and judge a photo; the picture spares a second decoding."""

Reappeared = Callable[[Session, UUID, UUID], UUID | None]
"""Erasure's way to take up a copy (second id) of an erased photo (first id); see `sweeper.Reopen`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Took:
    """What became of one file; `erasure_id` goes on because of it."""

    outcome: FileOutcome
    reason: str | None = None
    photo_id: UUID | None = None
    distance: int | None = None
    erasure_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    """A file that was read: its bytes and what it is recognised by."""

    item: Listed
    data: bytes = field(repr=False)
    prints: ItemPrints = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class TakingOver:
    """Decides about one file after the other; doing one again changes nothing."""

    database: Database
    clock: Clock
    intake: IntakeService
    assess: Assess
    reopen: Reappeared
    content_mac: ContentMac
    intake_figures: IntakeFigures
    figures: SweepFigures
    ours: OurPicture
    most_bytes: int

    def wholes(self, session: Session) -> Wholes:
        """Return the whole pictures of all photos, to find further copies among what is taken over."""
        return Wholes(session, self.intake_figures, self.figures, self.ours)

    def take(self, run: Adoption, channel: Channel, file: AdoptedFile, wholes: Wholes) -> Took:
        """Take one file in as a photo of its own, or as a copy of one that is here. Raises the vault's errors."""
        item = Listed(locator=file.locator or "", urls=tuple(file.urls), size=file.size, changed_at=None)
        got = channel.fetch(item.locator, most_bytes=self.most_bytes)
        if isinstance(got, Absent):
            return Took(outcome=FileOutcome.REFUSED, reason="gone-meanwhile")
        if not isinstance(got, Fetched):
            refused = got.code == "too-large"
            return Took(outcome=FileOutcome.REFUSED if refused else FileOutcome.UNREACHED, reason=got.code)
        read = _Read(item=item, data=got.data, prints=prints_of(got.data, self.intake_figures, self.figures))
        twin = wholes.twin(read.prints)
        if twin is not None and self._is_here(twin.photo_id):
            return self._as_copy(channel, read, twin)
        return self._as_photo(run, channel, read, wholes)

    def _as_photo(self, run: Adoption, channel: Channel, read: _Read, wholes: Wholes) -> Took:
        name = PurePosixPath(read.item.locator).name
        lies = Lying(place=channel.name, locator=read.item.locator, urls=read.item.urls)
        if run.keep:
            outcome = self.intake.receive(SYSTEM, event_id=run.event_id, file_name=name, data=read.data)
        else:
            outcome = self.intake.take_where_it_lies(
                SYSTEM, event_id=run.event_id, file_name=name, data=read.data, lies=lies
            )
        match outcome:
            case Received():
                wholes.add(outcome.photo_id, read.prints)
                if not self._stands(channel, read):
                    self._as_copy(channel, read, Match(photo_id=outcome.photo_id, distance=0, certain=True))
                return self._looked_at(outcome.photo_id, outcome.picture)
            case AlreadyHere():
                return self._as_copy(channel, read, Match(photo_id=outcome.photo_id, distance=0, certain=True))
            case Refused():
                return Took(outcome=FileOutcome.REFUSED, reason=outcome.reason.value)
            case _:
                back = Match(photo_id=outcome.photo_id, distance=outcome.distance, certain=True, erased=True)
                return self._as_copy(channel, read, back)

    def _looked_at(self, photo_id: UUID, picture: Picture | None) -> Took:
        """Analyse and judge; a photo that cannot be now is left to the worker, which finds it."""
        try:
            self.assess(photo_id, picture)
        except RegistryError as fault:
            return Took(outcome=FileOutcome.FAILED, reason=fault.code, photo_id=photo_id)
        return Took(outcome=FileOutcome.TAKEN, photo_id=photo_id)

    def _as_copy(self, channel: Channel, read: _Read, match: Match) -> Took:
        """Put the file into the ledger as a copy; the file a photo was taken over from is its original."""
        seen = Seen(
            item=read.item,
            locator_mac="",
            hashes=b"",
            match=match,
            compared=True,
            content_mac=self.content_mac(read.data),
            size=len(read.data),
            width=read.prints.width,
            height=read.prints.height,
        )
        with self.database.transaction() as session:
            copy = noting.add_copy(session, channel.name, seen, match, CopyKind.ARCHIVED, self.clock.now())
            photo = session.get_one(Photo, match.photo_id)
            gone = match.erased or photo.state is PhotoState.ERASED
            erasure_id = self.reopen(session, photo.id, copy.id) if gone and copy is not None else None
            unseen = photo.state is PhotoState.RECEIVED
        if copy is None and unseen:
            return self._looked_at(match.photo_id, None)  # its taking in was broken off before it was looked at
        outcome = FileOutcome.SUPPRESSED if gone else FileOutcome.KNOWN if copy is None else FileOutcome.COPY
        return Took(outcome=outcome, photo_id=match.photo_id, distance=match.distance, erasure_id=erasure_id)

    def _stands(self, channel: Channel, read: _Read) -> bool:
        """Say whether the ledger has the file; not so where the vault keeps the original, as it was asked to."""
        with self.database.reading() as session:
            return bool(noting.standing(session, channel.name, [read.item.locator]))

    def _is_here(self, photo_id: UUID) -> bool:
        there = select(Photo.id).where(Photo.id == photo_id, col(Photo.state).not_in(_NOT_HERE))
        with self.database.reading() as session:
            return session.exec(there).first() is not None


_NOT_HERE = tuple(state for state in PhotoState if not state.has_bytes)
