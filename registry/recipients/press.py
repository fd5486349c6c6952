"""The photos of a press release: each recipient gets a link of their own to each photo that may go to the press.

A link and no attachment, because a link can be taken back: the photo is judged when the link is made and again whenever
it is opened, and it opens nothing any more once somebody asked for the photo's removal, a consent ended or its time is
over. It says nothing about who may open it and needs no account. Whoever did open it is asked to delete the copy.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.charter.verdict import Verdict
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.errors import IntakeError
from registry.intake.records import Photo
from registry.locale import Locale
from registry.posts.distributing import PhotoLink
from registry.posts.records import Release, ReleasePhoto, ReleaseRecipient
from registry.publication.outcomes import Published
from registry.publication.words import Words
from registry.recipients.errors import HandoutUnknown, RecipientUnusable
from registry.recipients.records import HandedOut, Recipient
from registry.recipients.register import NewRecipient, RecipientRegister
from registry.recipients.sending import Sending
from registry.recipients.states import RecipientKind
from registry.vault.errors import VaultError

PURPOSE = "press"
"""The charter's purpose that a photo for the press is judged for."""
PATH = "persfoto"
"""The place of these links in the address."""
KEY_LABEL = "press photos"
"""The label the key is derived under."""
_ID = 16  # bytes of a copy's id at the head of a link's word


@dataclass(frozen=True, kw_only=True, slots=True)
class PressLinks:
    """Makes and reads the links; `life` is how long one opens its photo. Nothing of a link has to be kept."""

    key: bytes = field(repr=False)
    base_url: str
    life: timedelta

    def address(self, copy_id: UUID) -> str:
        """Return the whole address of a copy's link."""
        word = base64.urlsafe_b64encode(copy_id.bytes + self._mac(copy_id)).decode("ascii").rstrip("=")
        return f"{self.base_url.rstrip('/')}/{PATH}/{word}"

    def read(self, word: str) -> UUID | None:
        """Return the copy a link is for, None when the link is not ours."""
        try:
            said = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(said) < _ID:
            return None
        copy_id = UUID(bytes=said[:_ID])
        return copy_id if hmac.compare_digest(said[_ID:], self._mac(copy_id)) else None

    def _mac(self, copy_id: UUID) -> bytes:
        return hmac.new(self.key, copy_id.bytes, sha256).digest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """How many photos went along with a release, and how many of the links to them were opened."""

    photos: int
    opened: int


class PressPhotos:
    """Gives the press the photos of a release, through the gate, as copies with a row that says who got each."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        register: RecipientRegister,
        sending: Sending,
        links: PressLinks,
        language: Locale,
    ) -> None:
        self._database = database
        self._clock = clock
        self._register = register
        self._sending = sending
        self._links = links
        self._language = language

    def links_for(self, release_id: UUID, address: str) -> Sequence[PhotoLink]:
        """Return a link to each photo of a release that may go to this recipient; asking again gives the same ones.

        What may not go is left out; so is what cannot be read now. For the worker, before it mails the release.
        """
        with self._database.reading() as session:
            release = session.get_one(Release, release_id)
            photos = _photos_of(session, release_id)
        if not photos:
            return ()
        try:
            recipient_id = self._recipient(address)
        except RecipientUnusable:  # an address mail may know and the list of recipients does not take
            return ()
        given = (self._link(one, recipient_id, Words(domain=release.domain)) for one in photos)
        return tuple(link for link in given if link is not None)

    def fetch(self, word: str) -> tuple[bytes, str]:
        """Return the photo a link is for and its file's name, judged at this moment. Raises HandoutUnknown."""
        copy_id = self._links.read(word)
        if copy_id is None:
            raise HandoutUnknown(copy=None)
        return self._sending.fetch(SYSTEM, copy_id)

    def verdicts(self, actor: Actor, photo_ids: Sequence[UUID], domain: str | None) -> Mapping[UUID, Verdict]:
        """Return what the charter says now of each photo for the press. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        return {one: self._sending.foreseen(one, PURPOSE, Words(domain=domain)) for one in photo_ids}

    def given(self, actor: Actor, release_id: UUID) -> "Given":
        """Return what its recipients were given of a release's photos since it was to go out. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            release = session.get_one(Release, release_id)
            query = (
                select(Copy)
                .join(HandedOut, col(HandedOut.copy_id) == col(Copy.id))
                .join(ReleasePhoto, col(ReleasePhoto.photo_id) == col(HandedOut.photo_id))
                .join(Recipient, col(Recipient.id) == col(HandedOut.recipient_id))
                .where(
                    ReleasePhoto.release_id == release_id,
                    col(HandedOut.planned_at) >= release.distribute_at,
                    Copy.kind == CopyKind.EXPORT,
                    col(Recipient.email).in_(
                        select(ReleaseRecipient.address).where(ReleaseRecipient.release_id == release_id)
                    ),
                )
            )
            copies = list(session.exec(query))
        opened = sum(copy.locator is not None for copy in copies)
        return Given(photos=len({copy.photo_id for copy in copies}), opened=opened)

    def _link(self, photo: Photo, recipient_id: UUID, words: Words) -> PhotoLink | None:
        with self._database.reading() as session:
            copy_id = _given(session, photo.id, recipient_id, since=self._clock.now() - self._links.life)
        if copy_id is None:
            try:
                outcome = self._sending.make(SYSTEM, photo.id, recipient_id, words)
            except (IntakeError, VaultError):
                return None
            copy_id = outcome.copy_id if isinstance(outcome, Published) else None
        if copy_id is None:
            return None
        until = self._clock.now() + self._links.life
        return PhotoLink(reference=photo.reference, address=self._links.address(copy_id), until=until)

    def _recipient(self, address: str) -> UUID:
        """Return the newspaper of an address in the list of recipients; a new one is added under its address."""
        with self._database.reading() as session:
            query = select(Recipient.id).where(
                Recipient.email == address, Recipient.purpose == PURPOSE, col(Recipient.closed_at).is_(None)
            )
            found = session.exec(query.order_by(col(Recipient.created_at))).first()
        if found is not None:
            return found
        new = NewRecipient(
            name=address, email=address, kind=RecipientKind.PRESS, purpose=PURPOSE, language=self._language
        )
        return self._register.add(SYSTEM, new).id


def _photos_of(session: Session, release_id: UUID) -> list[Photo]:
    query = select(Photo).join(ReleasePhoto, col(ReleasePhoto.photo_id) == col(Photo.id))
    return list(session.exec(query.where(ReleasePhoto.release_id == release_id).order_by(col(Photo.reference))))


def _given(session: Session, photo_id: UUID, recipient_id: UUID, *, since: datetime) -> UUID | None:
    """Return the copy of a photo that this recipient can fetch already."""
    query = (
        select(HandedOut.copy_id)
        .join(Copy, col(Copy.id) == col(HandedOut.copy_id))
        .where(
            HandedOut.photo_id == photo_id,
            HandedOut.recipient_id == recipient_id,
            HandedOut.planned_at > since,
            Copy.kind == CopyKind.EXPORT,
            col(Copy.state).in_((CopyState.PLANNED, CopyState.PRESENT)),
        )
    )
    return session.exec(query.order_by(col(HandedOut.planned_at).desc())).first()
