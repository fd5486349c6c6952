"""All that is held of one person, as plain data (GDPR 15), gathered in the caller's session.

Everything that is tied to the person by a column is in it, also what later stages keep: a stage that adds a table with
a foreign key to `person` is shown without a line here. Who is who in a merge is followed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.consent import merging, persons
from registry.consent.abouts import event_in_full
from registry.consent.events import ScopeKind
from registry.consent.records import Appearance, ConsentEvent, NoticeText, Person
from registry.consent.states import Origin
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.intake.records import Event, Photo
from registry.proof import audit

Requests = Callable[[Session, str], Sequence[Mapping[str, Any]]]
"""Gives what removal keeps of requests that came from an e-mail address."""
Recipients = Callable[[Session, Sequence[UUID]], Sequence[Mapping[str, Any]]]
"""Gives who was given any of these photos (GDPR 15(1)(c))."""
_SHOWN_APART = ("guardianship", "consent_event", "appearance", "copy", "access_export", "person_name")
_SECRET = ("token_hash", "code_mac", "secret", "token", "password", "mac")


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoOfPerson:
    """A photo the person is in, as a human being said or a comparison suggests; `face_ids` are theirs in it."""

    photo_id: UUID
    reference: str
    face_ids: frozenset[UUID]
    certain: bool
    has_bytes: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A signed form or another proof, by its copy; `key` is the person it was sealed for."""

    copy_id: UUID
    key: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """What is held: `data` is plain JSON by chapter; photos and evidence are named to be added as files."""

    data: Mapping[str, Any]
    photos: tuple[PhotoOfPerson, ...]
    evidence: tuple[Evidence, ...]


def gather(session: Session, person_id: UUID, requests: Requests, recipients: Recipients) -> Dossier:
    """Return all that is held of a person and of everyone who was joined into them. Raises PersonUnknown."""
    person = persons.get(session, person_id)
    parts = merging.parts_of(session, person_id)
    seen = _photos(session, parts)
    copies = [copy for part in parts for copy in ledger.of_person(session, part)]
    data = {
        "person": _person(person) | {"earlier names": persons.names_before(session, person_id)},
        "guardians": [_tie(session, tie, tie.guardian_id) for tie in persons.guardians(session, person_id)],
        "signs for": [_tie(session, tie, tie.minor_id) for tie in persons.wards(session, person_id)],
        "consents": _consents(session, parts),
        "notices shown": _notices(session, parts),
        "photos": [_photo(session, photo) for photo in seen],
        "recipients": list(recipients(session, [photo.photo_id for photo in seen])),
        "copies": [_copy(copy) for copy in copies],
        "other rows": _others(session, parts),
        "changes of who is who": [_plain(change) for part in parts for change in merging.changes_of(session, part)],
        "requests": list(requests(session, person.email)) if person.email else [],
        "log": _log(session, parts),
    }
    proofs = tuple(
        Evidence(copy_id=copy.id, key=copy.person_id or person_id)
        for copy in copies
        if copy.kind is CopyKind.EVIDENCE and copy.state.may_exist
    )
    return Dossier(data=data, photos=tuple(seen), evidence=proofs)


def plain(value: object) -> Any:
    """Return a value as JSON can hold it; the people's day and moment as ISO 8601."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} bytes"
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _plain(row: Any) -> dict[str, Any]:
    return {str(key): plain(value) for key, value in row.model_dump().items()}


def _person(person: Person) -> dict[str, Any]:
    return {key: value for key, value in _plain(person).items() if key != "search_name"}


def _tie(session: Session, tie: Any, other: UUID) -> dict[str, Any]:
    return {"name": persons.get(session, other).display_name} | _plain(tie)


def _consents(session: Session, parts: Sequence[UUID]) -> list[dict[str, Any]]:
    query = select(ConsentEvent).where(col(ConsentEvent.person_id).in_(parts)).order_by(col(ConsentEvent.at))
    return [_plain(event) | {"about": _about(session, event)} for event in session.exec(query)]


def _about(session: Session, event: ConsentEvent) -> str | None:
    """Return the name of the event, or the reference of the photo, that was spoken of."""
    if event.scope_kind is ScopeKind.EVENT and (found := session.get(Event, event.scope_id)):
        return event_in_full(found.name, found.starts_on)
    photo = session.get(Photo, event.scope_id) if event.scope_kind is ScopeKind.PHOTO else None
    return photo.reference if photo else None


def _notices(session: Session, parts: Sequence[UUID]) -> list[dict[str, Any]]:
    shown = select(ConsentEvent.notice_version).where(
        col(ConsentEvent.person_id).in_(parts), col(ConsentEvent.notice_version).is_not(None)
    )
    query = select(NoticeText).where(col(NoticeText.version).in_(shown))
    return [_plain(notice) for notice in session.exec(query)]


def _photos(session: Session, parts: Sequence[UUID]) -> list[PhotoOfPerson]:
    query = (
        select(Appearance, Photo)
        .join(Photo, col(Photo.id) == col(Appearance.photo_id))
        .where(col(Appearance.person_id).in_(parts), col(Appearance.origin) != Origin.REJECTED)
        .order_by(Photo.reference)
    )
    found: dict[UUID, tuple[Photo, list[Appearance]]] = {}
    for appearance, photo in session.exec(query):
        found.setdefault(photo.id, (photo, []))[1].append(appearance)
    return [
        PhotoOfPerson(
            photo_id=photo.id,
            reference=photo.reference,
            face_ids=frozenset(row.face_id for row in rows if row.face_id and row.origin.is_certain),
            certain=any(row.origin.is_certain for row in rows),
            has_bytes=photo.state.has_bytes,
        )
        for photo, rows in found.values()
    ]


def _photo(session: Session, seen: PhotoOfPerson) -> dict[str, Any]:
    photo = session.get_one(Photo, seen.photo_id)
    event = session.get(Event, photo.event_id)
    published = [copy for copy in ledger.of_photo(session, photo.id) if copy.kind is CopyKind.PUBLISHED]
    return {
        "reference": photo.reference,
        "event": event.name if event else None,
        "taken at": plain(photo.taken_at),
        "received at": plain(photo.received_at),
        "state": photo.state.value,
        "said by a person": seen.certain,
        "published": [{"place": copy.place, "state": copy.state.value, "urls": list(copy.urls)} for copy in published],
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {key: value for key, value in _plain(copy).items() if key in ("id", "kind", "state", "planned_at")}


def _others(session: Session, parts: Sequence[UUID]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every other table tied to the person, without secrets."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, column in merging.places():
        if table.name in _SHOWN_APART:
            continue
        shown = [c for c in table.columns if not any(word in c.name for word in _SECRET)]
        rows = session.connection().execute(sa.select(*shown).where(column.in_(parts))).mappings()
        found.setdefault(table.name, []).extend(plain(dict(row)) for row in rows)
    return {name: rows for name, rows in found.items() if rows}


def _log(session: Session, parts: Sequence[UUID]) -> list[dict[str, Any]]:
    entries = sorted((entry for part in parts for entry in audit.of_subject(session, part)), key=lambda e: e.seq)
    return [{"seq": e.seq, "at": plain(e.at), "event": e.event.value, "detail": plain(e.detail)} for e in entries]
