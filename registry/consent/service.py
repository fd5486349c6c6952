"""What people do with the consent register; each call is one unit of work."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis.engine import DECODE_LONG_SIDE, Engine
from registry.analysis.enrolment import EnrolmentRefused, assess_enrolment
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import persons
from registry.consent.errors import LinkUnusable, PictureUnfit
from registry.consent.events import EVERY_USE, GENERAL, RECOGNITION, TAKING, ConsentMethod, ConsentState, Scope
from registry.consent.persons import NewGuardian, NewOffice, NewPerson
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import ConsentEvent, Guardianship, Office, Person, RecognitionTemplate, WithdrawalLink
from registry.consent.states import Authority, PersonKind
from registry.consent.templates import TemplateStore
from registry.database import Database
from registry.intake.decode import decode
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue

WHOLE_WITHDRAWAL = (EVERY_USE, RECOGNITION, TAKING)
"""What taking everything back takes back."""


class ConsentService:
    """Persons, what they agreed to, and the templates of those who opted in to recognition."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        recorder: ConsentRecorder,
        templates: TemplateStore,
        engine: Callable[[], Engine],
        jobs: JobQueue,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._recorder = recorder
        self._templates = templates
        self._engine = engine
        self._jobs = jobs

    def add_person(self, actor: Actor, new: NewPerson) -> Person:
        """Add a person; one who asked never to be shown gets that refusal recorded at once.

        Raises Forbidden, NameMissing, DateImpossible, MailUnusable or PhoneUnusable.
        """
        require(actor, Permission.MANAGE_PERSONS)
        now = self._clock.now()
        with self._database.transaction() as session:
            if new.id is not None and session.get(Person, new.id) is not None:
                return persons.get(session, new.id)  # the same form, sent twice
            person = persons.add(session, new, now=now, today=self._today(), by=actor.user_id)
            audit.append(session, AuditEvent.PERSON_ADDED, now=now, actor=actor, subject=person.id)
            if new.kind is PersonKind.NEVER:
                self._recorder.append(session, actor, _never(person.id))
        return person

    def find_persons(self, actor: Actor, text: str, *, limit: int = 20) -> list[Person]:
        """Return the persons whose names are most like `text`, best first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return persons.find(session, text, limit=limit)

    def person(self, actor: Actor, person_id: UUID) -> Person:
        """Return a person. Raises Forbidden or PersonUnknown."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return persons.get(session, person_id)

    def history(self, actor: Actor, person_id: UUID) -> list[ConsentEvent]:
        """Return everything said about a person's consents, newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(ConsentEvent).where(ConsentEvent.person_id == person_id).order_by(col(ConsentEvent.at).desc())
        with self._database.reading() as session:
            return list(session.exec(query))

    def templates(self, actor: Actor, person_id: UUID) -> list[RecognitionTemplate]:
        """Return the records (never the bytes) of a person's templates. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(RecognitionTemplate).where(RecognitionTemplate.person_id == person_id)
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(RecognitionTemplate.created_at))))

    def add_guardian(self, actor: Actor, *, minor_id: UUID, guardian_id: UUID, authority: Authority) -> Guardianship:
        """Say who signs for a minor. Raises Forbidden, OwnGuardian, PersonUnknown or AlreadyMerged."""
        require(actor, Permission.MANAGE_PERSONS)
        new = NewGuardian(minor_id=minor_id, guardian_id=guardian_id, authority=authority)
        now = self._clock.now()
        with self._database.transaction() as session:
            return persons.add_guardian(session, new, now=now, today=self._today(), by=actor.user_id)

    def add_office(self, actor: Actor, person_id: UUID, new: NewOffice) -> Office:
        """Record a public mandate. Raises Forbidden, PersonUnknown or DateImpossible."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            return persons.add_office(session, person_id, new)

    def record_consent(self, actor: Actor, new: NewConsent) -> ConsentEvent:
        """Record what was said, with its evidence; photos are judged again in the background.

        Raises Forbidden, PersonUnknown, PurposeUnknown, PurposeTooWide, PeriodBackwards, ScopeIncomplete,
        NoticeUnknown or StoreUnavailable.
        """
        require(actor, Permission.RECORD_CONSENT)
        return self._recorder.record(actor, new)

    def withdraw(
        self,
        actor: Actor,
        person_id: UUID,
        *,
        purposes: tuple[str, ...] = WHOLE_WITHDRAWAL,
        scope: Scope = GENERAL,
        signature: Signature = Signature.OWN,
    ) -> ConsentEvent:
        """Record that a consent was taken back; with recognition its templates and keys are destroyed now.

        Raises Forbidden or PersonUnknown.
        """
        require(actor, Permission.RECORD_CONSENT)
        new = NewConsent(
            person_id=person_id,
            state=ConsentState.WITHDRAWN,
            purposes=purposes,
            method=ConsentMethod.REGISTER,
            scope=scope,
            signature=signature,
        )
        return self._recorder.record(actor, new)

    def withdrawal_token(self, actor: Actor, person_id: UUID) -> str:
        """Return a new secret for a person's withdrawal link; only its hash is kept.

        Raises Forbidden or PersonUnknown.
        """
        require(actor, Permission.RECORD_CONSENT)
        token, now = token_urlsafe(32), self._clock.now()
        lasts = timedelta(days=self._charter.figure("retention.withdrawal_link").value)
        with self._database.transaction() as session:
            persons.get(session, person_id)
            link = WithdrawalLink(person_id=person_id, token_hash=_hash(token), created_at=now, expires_at=now + lasts)
            session.add(link)
        return token

    def purposes_of_link(self, token: str) -> tuple[str, ...]:
        """Return the purposes that the link's person has said yes to, for the page that asks to confirm.

        Raises LinkUnusable for an unknown and an expired link alike.
        """
        with self._database.reading() as session:
            person_id = self._person_of(session, token)
            query = select(ConsentEvent).where(ConsentEvent.person_id == person_id).order_by(col(ConsentEvent.at))
            said = [event for event in session.exec(query) if event.state.is_yes]
        return tuple(dict.fromkeys(purpose for event in said for purpose in event.purposes))

    def withdraw_with(self, token: str, *, purposes: tuple[str, ...] = WHOLE_WITHDRAWAL) -> UUID:
        """Take consents back with a link's secret, without an account; returns the consent event's id.

        Raises LinkUnusable or PurposeUnknown.
        """
        with self._database.reading() as session:
            person_id = self._person_of(session, token)
        new = NewConsent(
            person_id=person_id, state=ConsentState.WITHDRAWN, purposes=purposes, method=ConsentMethod.LINK
        )
        return self._recorder.record(None, new).id

    def enrol(self, actor: Actor, person_id: UUID, data: bytes) -> UUID:
        """Make a template from a picture of one person who agreed to it; the picture itself is not kept.

        Raises Forbidden, PersonUnknown, RecognitionOff, TooYoungToMatch, RecognitionNotAgreed, TooManyTemplates,
        PictureUnfit, IntakeRefusal (no picture) or StoreUnavailable.
        """
        require(actor, Permission.ENROL)
        with self._database.reading() as session:
            self._templates.check(session, person_id)
        advice = assess_enrolment(decode(data, long_side=DECODE_LONG_SIDE), self._engine())
        if isinstance(advice, EnrolmentRefused):
            raise PictureUnfit(advice.faults)
        template = self._templates.keep(actor, person_id, advice.encoding)
        self._jobs.rejudge(person_id)
        return template

    def erase_person_templates(self, actor: Actor, person_id: UUID) -> int:
        """Destroy a person's templates and their keys now; the consent stays as it is. Returns how many."""
        require(actor, Permission.ENROL)
        with self._database.transaction() as session:
            going = self._templates.forget(session, person_id, actor=actor)
        self._templates.destroy(going)
        return len(going)

    def tidy(self) -> int:
        """For the worker, at least daily: destroy templates without a consent in force, and what a crash left of any.

        Returns how many people's or copies' templates were destroyed.
        """
        return self._templates.drop_lapsed() + self._templates.finish()

    def _person_of(self, session: Session, token: str) -> UUID:
        link = session.exec(select(WithdrawalLink).where(WithdrawalLink.token_hash == _hash(token))).first()
        if link is None or link.expires_at <= self._clock.now():
            raise LinkUnusable
        return link.person_id

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _never(person_id: UUID) -> NewConsent:
    return NewConsent(
        person_id=person_id, state=ConsentState.REFUSED, purposes=(EVERY_USE,), method=ConsentMethod.REGISTER
    )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
