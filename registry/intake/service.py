"""The use cases of intake: events, batches, taking photos in, showing them, finding them, forgetting them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlmodel import col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.base import Channel
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.intake import album, batches, decode, finding, fingerprint, forgetting, screens
from registry.intake.developing import develop
from registry.intake.errors import EventUnusable, IntakeError, OriginalMissing, PhotoWithdrawn
from registry.intake.figures import IntakeFigures
from registry.intake.forgetting import erase_rows
from registry.intake.originals import Originals
from registry.intake.outcomes import AlreadyHere, BatchProgress, Outcome, Received, Refused, Suppressed
from registry.intake.receiving import VAULT_PLACE, Arrival, Lying, Receiver, registering
from registry.intake.records import Batch, Event, Photo
from registry.intake.states import PhotoState
from registry.intake.suppression import Prints, Suppressions
from registry.picture import Picture
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.errors import BlobMissing, BlobTampered, KeyUnavailable, StoreUnavailable, VaultError
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

__all__ = ["AlreadyHere", "IntakeService", "Received", "Refused", "Suppressed", "erase_rows"]

_NAME_LENGTH = 200


class IntakeService:
    """Photos coming in and being looked up; every method may be called from several threads."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        figures: IntakeFigures,
        limit_bytes: int,
        channels: Mapping[str, Channel] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._originals = Originals(
            vault=vault,
            channels=channels or {},
            content_mac=partial(ledger.content_mac, keyring.secret("copy content")),
            most_bytes=limit_bytes,
        )
        self._vault = vault
        self._keyring = keyring
        self._figures = figures
        self._limit_bytes = limit_bytes
        self._suppressions = Suppressions(keyring=keyring, figures=figures)
        self._receiver = Receiver(
            database=database,
            clock=clock,
            vault=vault,
            keyring=keyring,
            suppressions=self._suppressions,
            figures=figures,
            limit_bytes=limit_bytes,
        )

    # Events and batches

    def create_event(
        self, actor: Actor, *, name: str, place: str, starts_on: date, public: bool, notice_shown: bool
    ) -> Event:
        """Make an event. Raises Forbidden, EventUnusable."""
        require(actor, Permission.MANAGE_EVENTS)
        name, place = name.strip(), place.strip()
        if not name or max(len(name), len(place)) > _NAME_LENGTH:
            raise EventUnusable(most=_NAME_LENGTH)
        event = Event(
            name=name,
            place=place,
            starts_on=starts_on,
            public=public,
            notice_shown=notice_shown,
            created_by=actor.user_id,
            created_at=self._clock.now(),
        )
        with registering(self._database) as session:
            session.add(event)
            audit.append(
                session, AuditEvent.EVENT_CREATED, now=self._clock.now(), actor=actor, subject=event.id, public=public
            )
        return event

    def events(self, actor: Actor) -> list[Event]:
        """Return every event, newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return album.events(session)

    def event(self, actor: Actor, event_id: UUID) -> Event:
        """Return one event. Raises Forbidden, EventUnknown."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return album.event(session, event_id)

    def open_batch(self, actor: Actor, event_id: UUID, total: int) -> Batch:
        """Announce `total` files for an event. Raises Forbidden, EventUnknown."""
        require(actor, Permission.ADD_PHOTOS)
        batch = Batch(event_id=event_id, started_by=actor.user_id, started_at=self._clock.now(), total=total)
        with registering(self._database) as session:
            album.event(session, event_id)
            session.add(batch)
        return batch

    def batches(self, actor: Actor, event_id: UUID) -> list[BatchProgress]:
        """Return how far each batch of an event is, newest first. Raises Forbidden."""
        require(actor, Permission.ADD_PHOTOS)
        with self._database.reading() as session:
            rows = session.exec(select(Batch).where(Batch.event_id == event_id).order_by(col(Batch.started_at).desc()))
            return [batches.progress(session, batch) for batch in rows.all()]

    def progress(self, actor: Actor, batch_id: UUID, event_id: UUID) -> BatchProgress:
        """Return how far one batch is. Raises Forbidden, BatchUnknown."""
        require(actor, Permission.ADD_PHOTOS)
        with self._database.reading() as session:
            return batches.progress(session, batches.require_batch(session, batch_id, event_id))

    # Taking in

    def receive(
        self, actor: Actor, *, event_id: UUID, file_name: str, data: bytes, batch_id: UUID | None = None
    ) -> Outcome:
        """Take a file in, or say why not; a refused file is an answer, not an error.

        Raises Forbidden, EventUnknown, BatchUnknown; RegisterUnavailable and StoreUnavailable when database or vault
        cannot be written: the same file can then be sent again.
        """
        require(actor, Permission.ADD_PHOTOS)
        arrival = Arrival(actor=actor, event_id=event_id, batch_id=batch_id, file_name=file_name, data=data)
        return self._receiver.receive(arrival)

    def take_where_it_lies(self, actor: Actor, *, event_id: UUID, file_name: str, data: bytes, lies: Lying) -> Outcome:
        """Take a file of an archive in without moving it: its original is read where it lies. Raises as `receive`."""
        require(actor, Permission.MANAGE_EVENTS)
        arrival = Arrival(actor=actor, event_id=event_id, batch_id=None, file_name=file_name, data=data, lies=lies)
        return self._receiver.receive(arrival)

    def take_mended(self, actor: Actor, photo_id: UUID, data: bytes) -> Outcome:
        """Take a photo's version with hidden faces in as a photo of its own, which is to replace it.

        It has a key of its own, the event and the moment of the photo, and none of its words. Done again, nothing
        changes. Raises Forbidden, PhotoUnknown and as `receive`.
        """
        require(actor, Permission.ADD_PHOTOS)
        with self._database.reading() as session:
            old, here = album.photo(session, photo_id), album.replacement(session, photo_id)
        if here is not None:
            return AlreadyHere(photo_id=here.id, reference=here.reference)
        name = f"{old.reference}.jpg"
        arrival = Arrival(
            actor=actor, event_id=old.event_id, batch_id=None, file_name=name, data=data, replaces=photo_id
        )
        return self._receiver.receive(arrival)

    def known_here(self, actor: Actor, event_id: UUID, hashes: Sequence[str]) -> set[str]:
        """Return which of these files (SHA-256, hex) are photos of this event already. Raises Forbidden."""
        require(actor, Permission.ADD_PHOTOS)
        query = select(Photo.sha256).where(
            col(Photo.event_id) == event_id,
            col(Photo.sha256).in_(hashes),
            col(Photo.state).not_in((PhotoState.RECEIVING, PhotoState.ERASED)),
        )
        with self._database.reading() as session:
            return {found for found in session.exec(query) if found}

    # Looking

    def photo(self, actor: Actor, photo_id: UUID) -> Photo:
        """Return a photo's row, also of an erased one. Raises Forbidden, PhotoUnknown."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return album.photo(session, photo_id)

    def photos(self, actor: Actor, event_id: UUID, *, page: int, size: int) -> list[Photo]:
        """Return a page (from 0) of an event's photos in the order they came in, without those erased or not here yet.

        Raises Forbidden.
        """
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return album.page(session, event_id, page=page, size=size)

    def photo_count(self, actor: Actor, event_id: UUID) -> int:
        """Return how many photos `photos` would give in all. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return album.count(session, event_id)

    def thumbnail(self, actor: Actor, photo_id: UUID) -> bytes:
        """Return a photo's thumbnail, a JPEG. Raises as `large`."""
        copy = self._visible(actor, photo_id)
        if copy is None:
            return self._render(photo_id, self._figures.decode_thumbnail_side)
        return self._vault.get(blob=copy.id, key=photo_id)

    def large(self, actor: Actor, photo_id: UUID) -> bytes:
        """Return a photo as a JPEG for a whole screen, made now and kept nowhere.

        Raises Forbidden, PhotoUnknown, PhotoWithdrawn, PhotoRestricted, OriginalMissing and the vault's errors.
        """
        self._visible(actor, photo_id)
        return self._render(photo_id, self._figures.decode_large_side)

    def bytes_of(self, photo_id: UUID) -> bytes:
        """Return a photo's file, for the registry's own stages, from the vault or from where it lies.

        Raises PhotoUnknown, PhotoWithdrawn, OriginalMissing and the vault's errors.
        """
        with self._database.reading() as session:
            copy = album.original(session, photo_id)
        return self._originals.read(copy)

    def picture_of(self, photo_id: UUID, *, long_side: int) -> Picture:
        """Return a photo decoded, upright sRGB, at most `long_side` px, for the registry's own stages.

        Raises as `bytes_of`.
        """
        return decode.decode(self.bytes_of(photo_id), long_side=long_side)

    def small_picture(self, photo_id: UUID) -> Picture | None:
        """Return a photo at the size of its thumbnail, to be compared with; None where its file is out of reach.

        For the registry's own stages, also of a photo that is being erased.
        """
        with self._database.reading() as session:
            copy = album.in_vault(session, photo_id, CopyKind.RENDITION)
        side = self._figures.decode_thumbnail_side
        try:
            if copy is not None:
                return decode.decode(self._vault.get(blob=copy.id, key=photo_id), long_side=side)
            return self.picture_of(photo_id, long_side=side)
        except (IntakeError, VaultError):
            return None

    # Finding

    def find_by_upload(self, data: bytes) -> finding.Found:
        """Return the photos that an uploaded copy or screenshot was made from, nearest first; nothing is stored.

        Raises the refusals of intake.
        """
        developed = develop(data, self._figures, limit_bytes=self._limit_bytes)
        within = screens.photo_within(developed.picture, self._figures)
        if within is not None:
            seen = fingerprint.perceptual(within, self._figures)
            developed = replace(developed, hashes=(*developed.hashes, seen))
        with self._database.reading() as session:
            return finding.by_copy(session, developed, self._figures)

    def find_by_reference(self, text: str) -> Photo | None:
        """Return the photo with this reference, however it was typed."""
        with self._database.reading() as session:
            return finding.by_reference(session, text)

    def alike(self, photo_id: UUID) -> finding.Found:
        """Return other photos that look the same as this one, nearest first. Raises PhotoUnknown."""
        with self._database.reading() as session:
            return finding.alike(session, album.photo(session, photo_id), self._figures)

    def finest_prints(self, photo_id: UUID) -> bytes:
        """Return the hashes by which a photo's copies are found best, also of one that was erased; empty without any.

        Raises PhotoUnknown.
        """
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
            if photo.pdq is None:
                return dict(self._suppressions.opened(session)).get(photo_id, b"")
        return self._crops(photo)

    # Forgetting

    def suppress(self, photo_id: UUID, *, erasure_id: UUID | None) -> UUID:
        """Put a photo that is being erased on the list of what may not come back, while its original is still there.

        Done again, nothing changes. An original that is damaged leaves the fingerprints its row has. Returns the
        suppression's id. Raises PhotoUnknown, PhotoWithdrawn when its rows are blank already, and StoreUnavailable.
        """
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
            known = self._suppressions.of_photo(session, photo_id)
        if known is not None:
            return known.id
        if photo.sha256 is None:
            raise PhotoWithdrawn(photo=photo_id)
        prints = Prints(exact=photo.sha256, crops=self._crops(photo))
        with registering(self._database) as session:
            now = self._clock.now()
            row = self._suppressions.add(session, photo_id, prints, erasure_id=erasure_id, now=now)
            audit.append(session, AuditEvent.SUPPRESSION_ADDED, now=now, subject=photo_id)
            return row.id

    def lift_suppression(self, actor: Actor, suppression_id: UUID, *, consent_event_id: UUID) -> None:
        """Let an erased photo in again on this consent, which the caller has looked at.

        Raises Forbidden, SuppressionUnknown.
        """
        require(actor, Permission.ERASE)
        with registering(self._database) as session:
            now = self._clock.now()
            row = self._suppressions.lift(session, suppression_id, by=actor.user_id, on=consent_event_id, now=now)
            lifted = AuditEvent.SUPPRESSION_LIFTED
            audit.append(session, lifted, now=now, actor=actor, subject=row.photo_id, consent=consent_event_id)

    def tidy(self) -> int:
        """Give up uploads that broke off, forget the names of files refused long ago; return how many were given up.

        Raises StoreUnavailable, RegisterUnavailable.
        """
        now = self._clock.now()
        with registering(self._database) as session:
            batches.forget_names(session, now - timedelta(days=self._figures.tidy_refused_names_days))
        before = now - timedelta(hours=self._figures.tidy_unfinished_hours)
        return forgetting.discard_unfinished(self._database, self._vault, self._keyring, before=before, now=now)

    def _visible(self, actor: Actor, photo_id: UUID) -> Copy | None:
        """Check that the actor may see the photo now; return its thumbnail's copy, if it has one."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            album.require_visible(album.photo(session, photo_id), actor)
            return album.in_vault(session, photo_id, CopyKind.RENDITION)

    def _crops(self, photo: Photo) -> bytes:
        """Return the hashes of a photo's crops; of an original that is lost or damaged, those its row has."""
        if photo.pdq is None:
            return b""
        try:
            picture = self.picture_of(photo.id, long_side=self._figures.decode_analysis_side)
        except (OriginalMissing, PhotoWithdrawn, BlobMissing, BlobTampered, KeyUnavailable):
            return photo.pdq
        except StoreUnavailable:
            # A place that is down for good must not keep what the vault holds of the photo from being destroyed.
            if self._lies_elsewhere(photo.id):
                return photo.pdq
            raise
        return fingerprint.many_crops(picture, self._figures)

    def _lies_elsewhere(self, photo_id: UUID) -> bool:
        with self._database.reading() as session:
            return album.original(session, photo_id).place != VAULT_PLACE

    def _render(self, photo_id: UUID, long_side: int) -> bytes:
        quality = self._figures.decode_rendition_quality
        return decode.render(self.bytes_of(photo_id), long_side=long_side, quality=quality).data
