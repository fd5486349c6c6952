"""Taking one file in: developed outside any transaction, admitted inside one, stored, confirmed.

The order keeps promise 1: the photo's row and its planned copies are committed before a byte goes to the vault. A
crash or a full disk in between leaves a photo in RECEIVING; the same file sent again goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from registry.access.permissions import Actor
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.intake import album, batches, fingerprint
from registry.intake.developing import Developed, develop
from registry.intake.errors import EventUnknown, IntakeRefusal, PhotoWithdrawn, RegisterUnavailable
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import PDQ_BYTES
from registry.intake.outcomes import AlreadyHere, Outcome, Received, Refused, Suppressed
from registry.intake.records import Event, Photo
from registry.intake.references import new_reference
from registry.intake.states import EntryOutcome, PhotoState, RefusalReason
from registry.intake.suppression import Suppressions
from registry.intake.turns import Turns
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.errors import StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

VAULT_PLACE = "vault"
_GOING = frozenset({PhotoState.ERASING, PhotoState.ERASED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lying:
    """Where a file lies that is taken into the register without being moved: a channel's name, and how to find it."""

    place: str
    locator: str = field(repr=False)
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A file as it came: who sent it, where to, under what name; `lies` is set where the file stays where it is.

    `replaces` is the photo whose version with hidden faces the file is.
    """

    actor: Actor
    event_id: UUID
    batch_id: UUID | None
    file_name: str = field(repr=False)
    data: bytes = field(repr=False)
    lies: Lying | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Admitted:
    """A photo whose row and planned copies are committed."""

    photo: Photo
    original: Copy
    thumbnail: Copy


class Receiver:
    """Takes files in, one at a time; every method may be called from several threads."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        suppressions: Suppressions,
        figures: IntakeFigures,
        limit_bytes: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._suppressions = suppressions
        self._figures = figures
        self._limit_bytes = limit_bytes
        self._mac_key = keyring.secret("copy content")
        self._turns = Turns()

    def receive(self, arrival: Arrival) -> Outcome:
        """Take a file in, or say why not.

        Raises EventUnknown, BatchUnknown, RegisterUnavailable and StoreUnavailable: then nothing counts as taken in.
        """
        try:
            developed = develop(arrival.data, self._figures, limit_bytes=self._limit_bytes)
        except IntakeRefusal as refusal:
            self._note_refusal(arrival, refusal)
            return Refused(error=refusal)
        with self._turns.at(developed.sha256):
            return self._take_in(arrival, developed)

    def _take_in(self, arrival: Arrival, developed: Developed) -> Outcome:
        with registering(self._database) as session:
            admitted = self._admit(session, arrival, developed)
        if not isinstance(admitted, _Admitted):
            return admitted
        self._store(admitted, arrival, developed)
        photo = admitted.photo
        return Received(
            photo_id=photo.id, reference=photo.reference, picture=developed.picture, resembles=photo.resembles
        )

    def _admit(self, session: Session, arrival: Arrival, developed: Developed) -> _Admitted | Outcome:
        """Decide, in the transaction that writes the row, so that an erasure cannot slip in between."""
        _require_places(session, arrival)
        known = session.exec(select(Photo).where(Photo.sha256 == developed.sha256)).first()
        erased = self._erased(session, arrival, developed, known)
        if erased is not None:
            self._note(session, arrival, EntryOutcome.SUPPRESSED, photo_id=erased.photo_id)
            self._audit(session, AuditEvent.PHOTO_SUPPRESSED, arrival, erased.photo_id, distance=erased.distance)
            return erased
        if known is not None and known.state is not PhotoState.RECEIVING:
            self._note(session, arrival, EntryOutcome.ALREADY_HERE, photo_id=known.id)
            return AlreadyHere(photo_id=known.id, reference=known.reference)
        return self._resumed(session, known) if known else self._begun(session, arrival, developed)

    def _erased(
        self, session: Session, arrival: Arrival, developed: Developed, known: Photo | None
    ) -> Suppressed | None:
        if known is not None and known.state in _GOING:
            return Suppressed(photo_id=known.id, distance=0)
        earlier = album.replaced_by(session, arrival.replaces)
        found = self._suppressions.find(session, developed.sha256, developed.hashes, apart_from=earlier)
        return Suppressed(photo_id=found.photo_id, distance=found.distance) if found else None

    def _begun(self, session: Session, arrival: Arrival, developed: Developed) -> _Admitted:
        photo = self._row(arrival, developed)
        if arrival.replaces is not None:
            replaced = album.photo(session, arrival.replaces)
            photo.replaces, photo.taken_at, photo.uploaded_by = replaced.id, replaced.taken_at, replaced.uploaded_by
        elif arrival.lies is None:  # of an archive, what looks the same was found before, and faster
            photo.resembles = _lookalike(session, photo, self._figures)
        session.add(photo)
        session.flush()
        header, small = developed.header, developed.thumbnail
        return _Admitted(
            photo=photo,
            original=self._plan_original(session, photo, arrival, header.width, header.height),
            thumbnail=self._plan(session, photo, CopyKind.RENDITION, small.width, small.height, small.data),
        )

    def _resumed(self, session: Session, photo: Photo) -> _Admitted:
        """Go on with a photo whose bytes never arrived: its rows are there, only the file is missing."""
        planned = {copy.kind: copy for copy in ledger.of_photo(session, photo.id)}
        return _Admitted(photo=photo, original=planned[CopyKind.ORIGINAL], thumbnail=planned[CopyKind.RENDITION])

    def _plan_original(self, session: Session, photo: Photo, arrival: Arrival, width: int, height: int) -> Copy:
        copy = self._plan(session, photo, CopyKind.ORIGINAL, width, height, arrival.data)
        if arrival.lies is not None:
            copy.place, copy.locator = arrival.lies.place, arrival.lies.locator
            copy.urls, copy.size = list(arrival.lies.urls), len(arrival.data)
            session.add(copy)
        return copy

    def _plan(self, session: Session, photo: Photo, kind: CopyKind, width: int, height: int, data: bytes) -> Copy:
        return ledger.plan(
            session,
            photo_id=photo.id,
            kind=kind,
            place=VAULT_PLACE,
            now=self._clock.now(),
            width=width,
            height=height,
            content_mac=ledger.content_mac(self._mac_key, data),
        )

    def _row(self, arrival: Arrival, developed: Developed) -> Photo:
        header, read = developed.header, developed.metadata
        telling = developed.hashes[0].tells_apart(self._figures)
        return Photo(
            reference=new_reference(),
            event_id=arrival.event_id,
            file_name=batches.plain_name(arrival.file_name),
            sha256=developed.sha256,
            pdq=developed.crops if telling else None,
            width=header.width,
            height=header.height,
            byte_size=len(arrival.data),
            format=header.format,
            taken_at=read.taken_at,
            caption=read.caption,
            regions=[region.as_json() for region in read.regions],
            tells_where=read.tells_where,
            release=read.release,
            uploaded_by=arrival.actor.user_id,
            received_at=self._clock.now(),
            state=PhotoState.RECEIVING,
        )

    def _store(self, admitted: _Admitted, arrival: Arrival, developed: Developed) -> None:
        """Put the bytes, then say so. A removal that began meanwhile wins: the bytes are taken away again."""
        key = admitted.photo.id
        with _disk():
            self._keyring.create(key)
            if admitted.original.place == VAULT_PLACE:
                self._vault.put(blob=admitted.original.id, key=key, data=arrival.data)
            self._vault.put(blob=admitted.thumbnail.id, key=key, data=developed.thumbnail.data)
        try:
            with registering(self._database) as session:
                self._confirm(session, admitted, arrival)
        except IllegalMove as moved:
            self._vault.remove(admitted.original.id)
            self._vault.remove(admitted.thumbnail.id)
            raise PhotoWithdrawn(photo=key) from moved

    def _confirm(self, session: Session, admitted: _Admitted, arrival: Arrival) -> None:
        now = self._clock.now()
        ledger.confirm(session, admitted.original.id, now=now)
        ledger.confirm(session, admitted.thumbnail.id, now=now)
        photo = session.get_one(Photo, admitted.photo.id)
        if photo.state is PhotoState.RECEIVING:
            photo.state = PhotoState.RECEIVED
        self._note(session, arrival, EntryOutcome.RECEIVED, photo_id=photo.id)
        self._audit(session, AuditEvent.PHOTO_RECEIVED, arrival, photo.id, format=photo.format.value)

    def _note_refusal(self, arrival: Arrival, refusal: IntakeRefusal) -> None:
        with registering(self._database) as session:
            _require_places(session, arrival)
            self._note(session, arrival, EntryOutcome.REFUSED, reason=refusal.reason)
            self._audit(session, AuditEvent.FILE_REFUSED, arrival, None, reason=refusal.reason.value)

    def _note(
        self,
        session: Session,
        arrival: Arrival,
        outcome: EntryOutcome,
        *,
        photo_id: UUID | None = None,
        reason: RefusalReason | None = None,
    ) -> None:
        if arrival.batch_id is not None:
            name = batches.plain_name(arrival.file_name)
            now = self._clock.now()
            batches.note(session, arrival.batch_id, outcome, now=now, photo_id=photo_id, reason=reason, file_name=name)

    def _audit(
        self, session: Session, event: AuditEvent, arrival: Arrival, photo_id: UUID | None, **detail: object
    ) -> None:
        audit.append(session, event, now=self._clock.now(), actor=arrival.actor, subject=photo_id, **detail)


def _require_places(session: Session, arrival: Arrival) -> None:
    if session.get(Event, arrival.event_id) is None:
        raise EventUnknown(event=arrival.event_id)
    if arrival.batch_id is not None:
        batches.require_batch(session, arrival.batch_id, arrival.event_id)


def _lookalike(session: Session, photo: Photo, figures: IntakeFigures) -> UUID | None:
    """Return the earliest photo of the same event that looks the same, to be remarked, not refused."""
    if photo.pdq is None:
        return None
    same_event = select(Photo).where(Photo.event_id == photo.event_id, col(Photo.pdq).is_not(None))
    for other in session.exec(same_event.order_by(col(Photo.received_at))):
        if (
            other.pdq
            and fingerprint.distance(other.pdq[:PDQ_BYTES], photo.pdq[:PDQ_BYTES]) <= figures.fingerprint_near_duplicate
        ):
            return other.id
    return None


@contextmanager
def registering(database: Database) -> Iterator[Session]:
    """Write to the database, or say in the registry's own words that it cannot be written."""
    try:
        with database.transaction() as session:
            yield session
    except OperationalError as fault:
        raise RegisterUnavailable(fault=type(fault.orig).__name__) from fault


@contextmanager
def _disk() -> Iterator[None]:
    """Say of a disk that is full what the vault says of it, also where a key was being written."""
    try:
        yield
    except OSError as fault:
        raise StoreUnavailable(reason=f"errno-{fault.errno}") from fault
