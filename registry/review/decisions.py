"""An officer's decisions on a case, each in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor
from registry.analysis import service as analysis
from registry.charter.facts import Ruling
from registry.consent import persons
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.review.errors import (
    CaseAlreadyDecided,
    CaseUnknown,
    FaceUnknown,
    NamedElsewhere,
    NotSuggested,
    ReasonMissing,
)
from registry.review.records import Case, PhotoRuling


@dataclass(frozen=True, kw_only=True, slots=True)
class Deciding:
    """Who decides, in which session, on which photo, when."""

    session: Session
    actor: Actor
    photo_id: UUID
    now: datetime


def take(session: Session, case_id: UUID, expected_version: int) -> Case:
    """Return an open case at the version the officer saw. Raises CaseUnknown or CaseAlreadyDecided."""
    case = session.get(Case, case_id, populate_existing=True)
    if case is None:
        raise CaseUnknown(case=case_id)
    if case.state.is_final or case.version != expected_version:
        raise CaseAlreadyDecided(case=case_id, version=case.version)
    return case


def confirm(deciding: Deciding, face_id: UUID, person_id: UUID) -> None:
    """Confirm a suggestion. Raises FaceUnknown, NotSuggested or NamedElsewhere."""
    _require_face(deciding, face_id)
    tie = _tie(deciding, face_id, person_id)
    if tie is None or tie.origin is not Origin.SUGGESTED:
        raise NotSuggested(face=face_id, person=person_id)
    _settle(deciding, tie, Origin.CONFIRMED if tie.similarity is not None else Origin.DECLARED)
    _log(deciding, AuditEvent.MATCH_CONFIRMED, person_id)


def reject(deciding: Deciding, face_id: UUID, person_id: UUID) -> None:
    """Say that a face is not a person, whether that was suggested or confirmed: it is never suggested again.

    Raises FaceUnknown or NotSuggested.
    """
    _require_face(deciding, face_id)
    tie = _tie(deciding, face_id, person_id)
    if tie is None or tie.origin is Origin.REJECTED:
        raise NotSuggested(face=face_id, person=person_id)
    _mark(deciding, tie, Origin.REJECTED)
    _log(deciding, AuditEvent.MATCH_REJECTED, person_id)


def name(deciding: Deciding, face_id: UUID, person_id: UUID) -> None:
    """Say who a face is, without any comparison of faces. Raises FaceUnknown, PersonUnknown or NamedElsewhere."""
    _require_face(deciding, face_id)
    persons.get(deciding.session, person_id)
    tie = _tie(deciding, face_id, person_id) or Appearance(
        photo_id=deciding.photo_id,
        face_id=face_id,
        person_id=person_id,
        origin=Origin.SUGGESTED,
        at=deciding.now,
    )
    _settle(deciding, tie, Origin.CONFIRMED)
    _log(deciding, AuditEvent.FACE_NAMED, person_id)


def place(deciding: Deciding, person_id: UUID) -> None:
    """Say that a person is in the photo, at no face in particular: turned away, not found, or named without a place.

    Raises PersonUnknown or NamedElsewhere.
    """
    persons.get(deciding.session, person_id)
    ties = appearances_of(deciding.session, deciding.photo_id)
    if any(tie.person_id == person_id and tie.origin.is_certain for tie in ties):
        raise NamedElsewhere(person=person_id)
    tie = Appearance(photo_id=deciding.photo_id, person_id=person_id, origin=Origin.DECLARED, at=deciding.now)
    _mark(deciding, tie, Origin.DECLARED)
    _log(deciding, AuditEvent.FACE_NAMED, person_id)


def withdraw(deciding: Deciding, person_id: UUID) -> None:
    """Take back that a person is in the photo at no face in particular. Raises NotSuggested."""
    ties = appearances_of(deciding.session, deciding.photo_id)
    tie = next((tie for tie in ties if tie.person_id == person_id and tie.face_id is None), None)
    if tie is None:
        raise NotSuggested(face=None, person=person_id)
    deciding.session.delete(tie)
    deciding.session.flush()
    _log(deciding, AuditEvent.MATCH_REJECTED, person_id)


def rule(deciding: Deciding, ruling: Ruling, reason: str) -> None:
    """Decide on the photo as a whole, with a reason. Raises ReasonMissing."""
    words = reason.strip()
    if not words:
        raise ReasonMissing
    session, photo_id = deciding.session, deciding.photo_id
    for earlier in session.exec(select(PhotoRuling).where(PhotoRuling.photo_id == photo_id, col(PhotoRuling.current))):
        earlier.current = False
        session.add(earlier)
    found = analysis.current(session, photo_id)
    session.add(
        PhotoRuling(
            photo_id=photo_id,
            analysis_id=found[0].id if found else deciding.photo_id,
            ruling=ruling,
            reason=words[:1000],
            decided_by=deciding.actor.user_id,
            decided_at=deciding.now,
        )
    )
    session.flush()
    event = AuditEvent.PHOTO_REFUSED if ruling is Ruling.KEPT_IN else AuditEvent.PHOTO_RULED
    audit.append(session, event, now=deciding.now, actor=deciding.actor, subject=photo_id, ruling=ruling.value)


def _settle(deciding: Deciding, tie: Appearance, origin: Origin) -> None:
    """Make a tie certain: nobody else is this face, and this person is no other face."""
    for other in appearances_of(deciding.session, deciding.photo_id):
        if other.id == tie.id:
            continue
        if other.person_id == tie.person_id and other.origin.is_certain and other.face_id is not None:
            raise NamedElsewhere(person=tie.person_id)
        same_face, same_person = other.face_id == tie.face_id, other.person_id == tie.person_id
        if same_face and other.origin.is_certain:
            _mark(deciding, other, Origin.REJECTED)
        elif (same_face or same_person) and not other.origin.is_decided:
            deciding.session.delete(other)
    _mark(deciding, tie, origin)


def _mark(deciding: Deciding, tie: Appearance, origin: Origin) -> None:
    tie.origin, tie.decided_by, tie.at = origin, deciding.actor.user_id, deciding.now
    deciding.session.add(tie)
    deciding.session.flush()


def _tie(deciding: Deciding, face_id: UUID, person_id: UUID) -> Appearance | None:
    ties = appearances_of(deciding.session, deciding.photo_id)
    return next((tie for tie in ties if tie.face_id == face_id and tie.person_id == person_id), None)


def _require_face(deciding: Deciding, face_id: UUID) -> None:
    found = analysis.current(deciding.session, deciding.photo_id)
    if found is None or face_id not in {face.id for face in found[1]}:
        raise FaceUnknown(face=face_id)


def _log(deciding: Deciding, event: AuditEvent, person_id: UUID) -> None:
    audit.append(
        deciding.session,
        event,
        now=deciding.now,
        actor=deciding.actor,
        subject=deciding.photo_id,
        person=person_id,
    )
