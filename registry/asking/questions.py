"""Questions: the secret links behind which consent is asked, of an event's visitors, for a photo, or of a person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis import service as analysis
from registry.asking.errors import NothingToAsk, QuestionUnknown, QuestionUnusable
from registry.asking.links import LinkKind, Links, token_hash
from registry.asking.policy import AskingPolicy
from registry.asking.records import Ask, AskingLetter
from registry.asking.states import AskReason, LetterKind
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import persons
from registry.consent.events import APART, TAKING, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.notices import CURRENT
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import Person
from registry.consent.states import PersonKind
from registry.database import Database, new_id
from registry.intake import album
from registry.intake.records import Event, Photo
from registry.locale import LOCAL_TIME, Locale
from registry.proof import audit
from registry.proof.events import AuditEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a form shows: the question, the event or photo it is about, and who is asked, where that is known.

    `name` and `birth_date` are the asked person's; a photo may be shown only while `photo_id` is set.
    """

    ask_id: UUID
    person_id: UUID | None
    name: str | None
    birth_date: date | None
    known_minor: bool
    signature: Signature
    reason: AskReason
    purposes: tuple[str, ...]
    scope: Scope
    event: Event | None
    photo_id: UUID | None
    consent_id: UUID | None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAsk:
    """A question to ask. `person_id` None: of whoever holds the link; `contact` is where it is mailed to."""

    scope: Scope
    purposes: tuple[str, ...]
    person_id: UUID | None = None
    face_id: UUID | None = None
    signature: Signature = Signature.OWN
    reason: AskReason = AskReason.FIRST
    consent_id: UUID | None = None
    language: Locale = Locale.NL
    contact: str | None = None


class Questions:
    """Makes, finds and closes questions; the same question asked twice is one question."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        policy: AskingPolicy,
        links: Links,
        recorder: ConsentRecorder,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._policy = policy
        self._links = links
        self._recorder = recorder

    def for_event(self, actor: Actor, event_id: UUID) -> Ask:
        """Return the open question of an event, for its poster and its paper forms. Raises Forbidden, EventUnknown."""
        require(actor, Permission.ASK_CONSENT)
        scope = Scope(kind=ScopeKind.EVENT, id=event_id)
        with self._database.transaction() as session:
            album.event(session, event_id)
            return self.put(session, actor, NewAsk(scope=scope, purposes=(*self.all_purposes, TAKING)))

    def for_photo(self, actor: Actor, photo_id: UUID, *, face_number: int | None = None) -> Ask:
        """Return the open question of a photo, or of one face in it (its number; the only focused one by itself).

        Raises Forbidden, PhotoUnknown, PhotoRestricted or PhotoWithdrawn.
        """
        require(actor, Permission.ASK_CONSENT)
        scope = Scope(kind=ScopeKind.PHOTO, id=photo_id)
        with self._database.transaction() as session:
            album.require_visible(album.photo(session, photo_id), actor)
            face = _face(session, photo_id, face_number)
            return self.put(session, actor, NewAsk(scope=scope, purposes=self.all_purposes, face_id=face))

    def of_person(self, actor: Actor, new: NewAsk) -> Ask:
        """Return the question of a known person, mailed where `contact` says. Raises Forbidden, PersonUnknown.

        Raises NothingToAsk without a purpose.
        """
        require(actor, Permission.RECORD_CONSENT)
        if not new.purposes:
            raise NothingToAsk
        with self._database.transaction() as session:
            return self.put(session, actor, new)

    def put(self, session: Session, actor: Actor | None, new: NewAsk) -> Ask:
        """Add a question in the caller's transaction, or return the one that stands open already."""
        now = self._clock.now()
        standing = _standing(session, new, now)
        if standing is not None:
            return standing
        ask = self._row(new, actor, now)
        session.add(ask)
        session.flush()
        audit.append(
            session, AuditEvent.CONSENT_ASKED, now=now, actor=actor, subject=ask.id, scope=new.scope.kind.value
        )
        if new.person_id is not None:
            self._note_request(session, actor, new, new.person_id)
        if new.contact:
            plan_letter(session, LetterKind.QUESTION, now=now, address=new.contact, language=ask.language, ask=ask.id)
        return ask

    def address(self, ask: Ask) -> str:
        """Return the address of a question's form, for its QR."""
        return self._links.address(LinkKind.QUESTION, ask.id)

    def behind(self, token: str) -> Question:
        """Return what the form behind a link shows. Raises QuestionUnusable for unknown, expired and closed alike."""
        with self._database.reading() as session:
            return self.shown(session, self.usable(session, token))

    def usable(self, session: Session, token: str) -> Ask:
        """Return the question behind a link that may be answered now. Raises QuestionUnusable."""
        ask = session.exec(select(Ask).where(Ask.token_hash == token_hash(token))).first()
        if ask is None or ask.closed_at is not None or ask.expires_at <= self._clock.now():
            raise QuestionUnusable
        return ask

    def shown(self, session: Session, ask: Ask) -> Question:
        """Return what the form of a question shows. Raises QuestionUnusable when its photo is being destroyed."""
        person = persons.get(session, ask.person_id) if ask.person_id else None
        photo = session.get(Photo, ask.scope_id) if ask.scope_kind is ScopeKind.PHOTO else None
        if photo is not None and not photo.state.has_bytes:
            raise QuestionUnusable
        event_id = photo.event_id if photo else ask.scope_id
        return Question(
            ask_id=ask.id,
            person_id=ask.person_id,
            name=person.display_name if person else None,
            birth_date=person.birth_date if person else None,
            known_minor=person is not None and person.kind is PersonKind.MINOR,
            signature=ask.signature,
            reason=ask.reason,
            purposes=tuple(ask.purposes),
            scope=Scope(kind=ask.scope_kind, id=ask.scope_id),
            event=session.get(Event, event_id) if event_id else None,
            photo_id=photo.id if photo and photo.state.may_be_shown else None,
            consent_id=ask.consent_id,
        )

    def waiting(self, actor: Actor) -> list[tuple[Ask, Person]]:
        """Return the questions of known persons without an answer, oldest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(Ask, Person).join(Person, col(Ask.person_id) == col(Person.id)).where(*_open(self._clock.now()))
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(Ask.created_at))))

    def close(self, actor: Actor, ask_id: UUID) -> None:
        """Close a link before its time. Raises Forbidden, QuestionUnknown."""
        require(actor, Permission.ASK_CONSENT)
        now = self._clock.now()
        with self._database.transaction() as session:
            ask = session.get(Ask, ask_id)
            if ask is None or (ask.person_id is not None and not actor.may(Permission.RECORD_CONSENT)):
                raise QuestionUnknown(ask=ask_id)
            end(session, ask, now)
            audit.append(session, AuditEvent.QUESTION_CLOSED, now=now, actor=actor, subject=ask_id)

    @property
    def all_purposes(self) -> tuple[str, ...]:
        """The uses an open question offers: all of the charter's; an event's asks about taking photos too."""
        return tuple(self._charter.purposes)

    def _row(self, new: NewAsk, actor: Actor | None, now: datetime) -> Ask:
        ask_id = new_id()
        lasts = self._policy.open_link if new.person_id is None else self._policy.personal_link
        return Ask(
            id=ask_id,
            person_id=new.person_id,
            scope_kind=new.scope.kind,
            scope_id=new.scope.id,
            face_id=new.face_id,
            signature=new.signature,
            reason=new.reason,
            purposes=list(new.purposes),
            consent_id=new.consent_id,
            language=new.language.value,
            contact=new.contact or None,
            token_hash=token_hash(self._links.token(LinkKind.QUESTION, ask_id)),
            created_by=actor.user_id if actor else None,
            created_at=now,
            expires_at=now + lasts,
            remind_at=now + self._policy.remind_after if new.contact else None,
        )

    def _note_request(self, session: Session, actor: Actor | None, new: NewAsk, person_id: UUID) -> None:
        said = NewConsent(
            person_id=person_id,
            state=ConsentState.REQUESTED,
            purposes=new.purposes,
            method=ConsentMethod.LINK,
            signature=new.signature,
            scope=new.scope,
            notice_version=CURRENT,
            language=new.language.value,
            consent_id=new.consent_id,
        )
        self._recorder.append(session, actor, said)


def plan_letter(
    session: Session,
    kind: LetterKind,
    *,
    now: datetime,
    address: str,
    language: str,
    ask: UUID | None = None,
    receipt: UUID | None = None,
) -> None:
    """Add a letter to send, in the caller's transaction."""
    session.add(
        AskingLetter(
            kind=kind, ask_id=ask, receipt_id=receipt, address=address, language=language, planned_at=now, next_at=now
        )
    )


def end(session: Session, ask: Ask, now: datetime) -> None:
    """Close a question and forget where its reminders went."""
    ask.closed_at, ask.contact, ask.remind_at = now, None, None
    session.add(ask)
    for letter in session.exec(select(AskingLetter).where(AskingLetter.ask_id == ask.id)).all():
        if letter.kind.is_question:
            letter.address = None
            session.add(letter)
        if letter.closed_at is None and letter.kind.is_question:
            letter.closed_at, letter.outcome = now, "not-needed"


def today(clock: Clock) -> date:
    """Return the day on the municipality's calendar."""
    return clock.now().astimezone(LOCAL_TIME).date()


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(Ask.closed_at).is_(None), col(Ask.expires_at) > now)


def _standing(session: Session, new: NewAsk, now: datetime) -> Ask | None:
    query = select(Ask).where(
        *_open(now),
        Ask.scope_kind == new.scope.kind,
        Ask.scope_id == new.scope.id,
        Ask.person_id == new.person_id,
        Ask.face_id == new.face_id,
        Ask.signature == new.signature,
        Ask.consent_id == new.consent_id,
    )
    found = session.exec(query.order_by(col(Ask.created_at).desc())).all()
    return next((ask for ask in found if set(ask.purposes) - APART == set(new.purposes) - APART), None)


def _face(session: Session, photo_id: UUID, number: int | None) -> UUID | None:
    found = analysis.current(session, photo_id)
    focused = [face for face in found[1] if face.focused] if found else []
    if number is None:
        return focused[0].id if len(focused) == 1 else None
    return next((face.id for face in found[1] if face.number == number), None) if found else None
