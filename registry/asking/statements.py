"""The poster's word that somebody agreed: named, dated, and asked about later (charter, article 2f)."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis import service as analysis
from registry.asking.errors import ProofMissing, StatementUnknown
from registry.asking.policy import AskingPolicy
from registry.asking.questions import today
from registry.asking.records import PosterStatement
from registry.asking.states import StatementEnd
from registry.clock import Clock
from registry.consent import persons
from registry.consent.events import ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.persons import NewPerson
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import Appearance, ConsentEvent, Person
from registry.consent.states import Origin
from registry.database import Database
from registry.intake import album
from registry.proof import audit
from registry.proof.events import AuditEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A statement that waits to be asked about: who, for which uses, on which photo."""

    statement: PosterStatement
    person_name: str
    purposes: tuple[str, ...]
    photo_id: UUID | None
    photo_reference: str | None


class Statements:
    """Records what posters state, and asks them about it when its time has come."""

    def __init__(self, *, database: Database, clock: Clock, policy: AskingPolicy, recorder: ConsentRecorder) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._recorder = recorder

    def state(
        self, actor: Actor, photo_id: UUID, *, name: str, purposes: tuple[str, ...], face_number: int | None = None
    ) -> UUID:
        """Record that whoever posts says that a person in a photo agreed; returns the statement's id.

        Raises Forbidden, NameMissing, PurposeUnknown, PhotoUnknown or PhotoRestricted.
        """
        require(actor, Permission.ASK_CONSENT)
        now = self._clock.now()
        if actor.user_id is None:
            raise StatementUnknown(statement=None)
        with self._database.transaction() as session:
            album.require_visible(album.photo(session, photo_id), actor)
            new = NewPerson(display_name=name)
            person = persons.add(session, new, now=now, today=today(self._clock), by=actor.user_id)
            audit.append(session, AuditEvent.PERSON_ADDED, now=now, actor=actor, subject=person.id)
            said = _said(person.id, photo_id, purposes)
            self._recorder.check(said)
            event, going = self._recorder.append(session, actor, said)
            self._tie(session, actor, photo_id, person.id, face_number)
            statement = self._add(session, actor.user_id, event)
            audit.append(session, AuditEvent.STATEMENT_MADE, now=now, actor=actor, subject=statement.id)
        self._recorder.follow_up(person.id, going)
        return statement.id

    def due(self, actor: Actor) -> list[Stated]:
        """Return the statements to ask this user about now (an officer: all), oldest first. Raises Forbidden."""
        require(actor, Permission.ASK_CONSENT)
        query = select(PosterStatement).where(
            col(PosterStatement.closed_at).is_(None), col(PosterStatement.ask_at) <= self._clock.now()
        )
        if not actor.may(Permission.RECORD_CONSENT):
            query = query.where(PosterStatement.stated_by == actor.user_id)
        with self._database.reading() as session:
            found = session.exec(query.order_by(col(PosterStatement.stated_at))).all()
            return [_stated(session, statement) for statement in found]

    def prove(self, actor: Actor, statement_id: UUID, evidence: bytes) -> None:
        """Back a statement with a form, a mail or a picture: a new event, with it as evidence.

        Raises Forbidden, StatementUnknown, ProofMissing, PaperUnfit or StoreUnavailable.
        """
        statement, event = self._open(actor, statement_id)
        if not evidence:
            raise ProofMissing
        self._recorder.record(actor, _again(event, ConsentState.GIVEN, ConsentMethod.PAPER, evidence))
        self._close(actor, statement, StatementEnd.PROVED)

    def stand_by(self, actor: Actor, statement_id: UUID) -> None:
        """Say again that it is so; it is asked once more after the same time. Raises Forbidden, StatementUnknown."""
        statement, event = self._open(actor, statement_id)
        again = self._recorder.record(actor, _again(event, ConsentState.GIVEN, ConsentMethod.STATEMENT, None))
        self._close(actor, statement, StatementEnd.STOOD_BY)
        with self._database.transaction() as session:
            self._add(session, statement.stated_by, again)

    def take_back(self, actor: Actor, statement_id: UUID) -> None:
        """Say that it was not so: the consent was never valid, and photos are judged again.

        Raises Forbidden, StatementUnknown.
        """
        statement, event = self._open(actor, statement_id)
        self._recorder.record(actor, _again(event, ConsentState.INVALIDATED, ConsentMethod.STATEMENT, None))
        self._close(actor, statement, StatementEnd.TAKEN_BACK)

    def _open(self, actor: Actor, statement_id: UUID) -> tuple[PosterStatement, ConsentEvent]:
        require(actor, Permission.ASK_CONSENT)
        with self._database.reading() as session:
            statement = session.get(PosterStatement, statement_id)
            if statement is None or statement.closed_at is not None:
                raise StatementUnknown(statement=statement_id)
            if statement.stated_by != actor.user_id:
                require(actor, Permission.RECORD_CONSENT)
            return statement, session.get_one(ConsentEvent, statement.consent_event_id)

    def _close(self, actor: Actor, given: PosterStatement, end: StatementEnd) -> None:
        now = self._clock.now()
        with self._database.transaction() as session:
            statement = session.get_one(PosterStatement, given.id)
            statement.closed_at, statement.end = now, end
            session.add(statement)
            audit.append(session, AuditEvent.STATEMENT_ENDED, now=now, actor=actor, subject=given.id, end=end.value)

    def _add(self, session: Session, stated_by: UUID, event: ConsentEvent) -> PosterStatement:
        now = self._clock.now()
        statement = PosterStatement(
            consent_event_id=event.id,
            person_id=event.person_id,
            stated_by=stated_by,
            stated_at=now,
            ask_at=now + self._policy.statement_asked_after,
        )
        session.add(statement)
        session.flush()
        return statement

    def _tie(self, session: Session, actor: Actor, photo_id: UUID, person_id: UUID, face_number: int | None) -> None:
        found = analysis.current(session, photo_id)
        faces = [face for face in found[1] if face.number == face_number] if found else []
        session.add(
            Appearance(
                photo_id=photo_id,
                face_id=faces[0].id if faces else None,
                person_id=person_id,
                origin=Origin.DECLARED,
                decided_by=actor.user_id,
                at=self._clock.now(),
            )
        )


def _said(person_id: UUID, photo_id: UUID, purposes: tuple[str, ...]) -> NewConsent:
    return NewConsent(
        person_id=person_id,
        state=ConsentState.GIVEN,
        purposes=purposes,
        method=ConsentMethod.STATEMENT,
        scope=Scope(kind=ScopeKind.PHOTO, id=photo_id),
    )


def _again(event: ConsentEvent, state: ConsentState, method: ConsentMethod, evidence: bytes | None) -> NewConsent:
    return NewConsent(
        person_id=event.person_id,
        state=state,
        purposes=tuple(event.purposes),
        method=method,
        signature=event.signature,
        scope=Scope(kind=event.scope_kind, id=event.scope_id),
        evidence=evidence,
        consent_id=event.consent_id,
    )


def _stated(session: Session, statement: PosterStatement) -> Stated:
    event = session.get_one(ConsentEvent, statement.consent_event_id)
    person = session.get_one(Person, statement.person_id)
    is_photo = event.scope_kind is ScopeKind.PHOTO and event.scope_id is not None
    return Stated(
        statement=statement,
        person_name=person.display_name,
        purposes=tuple(event.purposes),
        photo_id=event.scope_id if is_photo else None,
        photo_reference=album.photo(session, event.scope_id).reference if is_photo and event.scope_id else None,
    )
