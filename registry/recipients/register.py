"""The list of recipients: who they are, and what of theirs waits for an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.recipients.about import names_by_copy
from registry.recipients.errors import RecipientUnknown, RecipientUnusable
from registry.recipients.records import DeletionNotice, Recipient
from registry.recipients.states import NoticeState, RecipientKind

_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+\.[^\s@,;:<>()\[\]\"\\]+")
_LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_URL = 200, 254, 500
Purposes: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewRecipient:
    """What an officer fills in; `opendsr_url` is "" where the recipient has no such interface."""

    name: str
    email: str
    kind: RecipientKind
    purpose: str
    language: Locale
    opendsr_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeView:
    """One notice as the officer sees it."""

    id: UUID
    copy_id: UUID
    recipient: str
    recipient_id: UUID
    photo_reference: str
    state: NoticeState
    letters: int
    opened_at: datetime
    next_at: datetime
    confirmed_at: datetime | None


class RecipientRegister:
    """The officer's list of recipients."""

    def __init__(self, *, database: Database, clock: Clock, purposes: Purposes) -> None:
        self._database = database
        self._clock = clock
        self._purposes = purposes

    def add(self, actor: Actor, new: NewRecipient) -> Recipient:
        """Add a recipient. Raises Forbidden, RecipientUnusable."""
        require(actor, Permission.MANAGE_CHANNELS)
        now = self._clock.now()
        good = _checked(new, self._purposes)
        row = Recipient(
            name=good.name,
            email=good.email,
            kind=good.kind,
            purpose=good.purpose,
            language=good.language,
            opendsr_url=good.opendsr_url or None,
            created_by=actor.user_id,
            created_at=now,
        )
        with self._database.transaction() as session:
            session.add(row)
            self._note(session, actor, row.id, "added", now)
        return row

    def change(self, actor: Actor, recipient_id: UUID, new: NewRecipient) -> Recipient:
        """Change a recipient; letters that wait go to the new address. Raises as `add`, and RecipientUnknown."""
        require(actor, Permission.MANAGE_CHANNELS)
        with self._database.transaction() as session:
            row = known(session, recipient_id)
            good = _checked(new, self._purposes)
            row.name, row.email, row.opendsr_url = good.name, good.email, good.opendsr_url or None
            row.kind, row.purpose, row.language = good.kind, good.purpose, good.language
            session.add(row)
            self._note(session, actor, row.id, "changed", self._clock.now())
        return row

    def close(self, actor: Actor, recipient_id: UUID) -> None:
        """Give a recipient no more photos; what it has is still told to it. Raises Forbidden, RecipientUnknown."""
        require(actor, Permission.MANAGE_CHANNELS)
        with self._database.transaction() as session:
            row = known(session, recipient_id)
            row.closed_at = row.closed_at or self._clock.now()
            session.add(row)
            self._note(session, actor, row.id, "closed", self._clock.now())

    def all(self, actor: Actor) -> list[Recipient]:
        """Return the recipients that can get photos, by name. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        with self._database.reading() as session:
            query = select(Recipient).where(col(Recipient.closed_at).is_(None)).order_by(col(Recipient.name))
            return list(session.exec(query))

    def notices(self, actor: Actor) -> list[NoticeView]:
        """Return every notice, what waits first, the oldest on top. Raises Forbidden."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            query = select(DeletionNotice, Recipient).where(DeletionNotice.recipient_id == Recipient.id)
            found = [_view(notice, recipient) for notice, recipient in session.exec(query)]
        return sorted(found, key=lambda view: (view.state is NoticeState.CONFIRMED, view.opened_at))

    def names_of(self, actor: Actor, photo_id: UUID) -> Mapping[UUID, str]:
        """Return, for each copy of a photo that was handed out, to whom. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return names_by_copy(session, photo_id)

    def _note(self, session: Session, actor: Actor, recipient_id: UUID, how: str, now: datetime) -> None:
        session.flush()
        audit.append(session, AuditEvent.RECIPIENT_CHANGED, now=now, actor=actor, subject=recipient_id, how=how)


def known(session: Session, recipient_id: UUID) -> Recipient:
    """Return a recipient. Raises RecipientUnknown."""
    row = session.get(Recipient, recipient_id)
    if row is None:
        raise RecipientUnknown(recipient=recipient_id)
    return row


def _checked(new: NewRecipient, purposes: Purposes) -> NewRecipient:
    """Return what was filled in, trimmed. Raises RecipientUnusable."""
    good = replace(new, name=new.name.strip(), email=new.email.strip(), opendsr_url=new.opendsr_url.strip())
    if not good.name or len(good.name) > _LONGEST_NAME:
        raise RecipientUnusable(field="name")
    if len(good.email) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(good.email):
        raise RecipientUnusable(field="email")
    if good.opendsr_url and not _is_address(good.opendsr_url):
        raise RecipientUnusable(field="opendsr_url")
    if good.purpose not in purposes:
        raise RecipientUnusable(field="purpose")
    return good


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://127.0.0.1")) and len(url) <= _LONGEST_URL


def _view(notice: DeletionNotice, recipient: Recipient) -> NoticeView:
    return NoticeView(
        id=notice.id,
        copy_id=notice.copy_id,
        recipient=recipient.name,
        recipient_id=recipient.id,
        photo_reference=notice.photo_reference,
        state=notice.state,
        letters=notice.letters,
        opened_at=notice.opened_at,
        next_at=notice.next_at,
        confirmed_at=notice.confirmed_at,
    )
