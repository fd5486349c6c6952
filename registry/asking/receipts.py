"""Receipts: what was agreed, in words, as PDF and as signed JSON-LD; and taking it back from there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor
from registry.asking import document, forms, minors, paper_pages
from registry.asking.errors import QuestionUnusable
from registry.asking.links import LinkKind, Links, token_hash
from registry.asking.questions import today
from registry.asking.records import Ask, ReceiptLink
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import history, persons
from registry.consent.events import RECOGNITION, TAKING, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.notices import CURRENT_RECOGNITION
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import ConsentEvent
from registry.consent.scope import RECOGNISING, Covered, covers
from registry.database import Database
from registry.intake.records import Event, Photo
from registry.locale import Locale
from registry.proof.certificate import Signing

Enrol = Callable[[Actor, UUID, bytes], UUID]
"""Makes a face template of a person from a picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptView:
    """What a receipt says. `said_yes` is how it stands today; `events` oldest first.

    `signer` is the parent, guardian or heir who signed for the person, None who signed for themself;
    `taking` is the answer to being photographed, None where nothing was said;
    `place` is the event's name or the photo's reference, None where it is for all photos; `waiting` says whose
    signature is not there yet, and `next_address` is the link to hand to them.
    """

    person_id: UUID
    name: str
    consent_id: UUID
    signature: Signature
    signer: str | None
    events: tuple[ConsentEvent, ...]
    purposes: tuple[str, ...]
    valid_until: date | None
    scope_kind: ScopeKind
    place: str | None
    said_yes: bool
    taking: bool | None
    waiting: Signature | None
    next_address: str | None
    may_be_recognised: bool
    is_recognised: bool
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptScope:
    """Whose consent a receipt is about and what for: everything, one event or one photo (`id`)."""

    person_id: UUID
    kind: ScopeKind
    id: UUID | None
    language: str


Also = Callable[[Session, ReceiptScope], None]
"""What else is written in the transaction that takes a consent back."""


class Receipts:
    """Opens receipts by their secret link; no account is needed, and none helps."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        links: Links,
        recorder: ConsentRecorder,
        signer: Signing,
        municipality: str,
        enrol: Enrol,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._links = links
        self._recorder = recorder
        self._signer = signer
        self._municipality = municipality
        self._enrol = enrol

    def view(self, token: str) -> ReceiptView:
        """Return what a receipt says. Raises QuestionUnusable for unknown and expired links alike."""
        with self._database.reading() as session:
            return self._view(session, self._link(session, token))

    def scope(self, token: str) -> ReceiptScope:
        """Return whom and what a receipt is about. Raises QuestionUnusable."""
        with self._database.reading() as session:
            link = self._link(session, token)
            return _scope(link, _signed(_events(session, link.consent_id), link))

    def withdraw(self, token: str, also: Also | None = None) -> UUID:
        """Take back what this receipt's holder agreed to; doing it twice is doing it once. Returns the event's id.

        `also` is written in the same transaction, also when the consent was taken back before.

        Raises QuestionUnusable.
        """
        with self._database.transaction() as session:
            link = self._link(session, token)
            mine = _signed(_events(session, link.consent_id), link)
            if also is not None:
                also(session, _scope(link, mine))
            if mine and mine[-1].state is ConsentState.WITHDRAWN:
                return mine[-1].id
            event, going = self._recorder.append(session, None, _taken_back(link, mine, self._all(mine)))
        self._recorder.follow_up(link.person_id, going)
        return event.id

    def enrol(self, token: str, picture: bytes, language: Locale) -> None:
        """Record that this receipt's holder agrees to be recognised, and make a template of a picture of their face.

        Raises QuestionUnusable, and what enrolment refuses with (PictureUnfit says what to do; the yes then stands).
        """
        view = self.view(token)
        if not view.may_be_recognised:
            raise QuestionUnusable
        if not view.is_recognised:
            self._recorder.record(None, _about_recognition(view.person_id, ConsentState.GIVEN, language))
        self._enrol(SYSTEM, view.person_id, picture)

    def stop_recognising(self, token: str, language: Locale) -> None:
        """Take recognition back; the templates and their keys are destroyed in this call. Raises QuestionUnusable."""
        person_id = self.view(token).person_id
        self._recorder.record(None, _about_recognition(person_id, ConsentState.WITHDRAWN, language))

    def json_ld(self, token: str) -> bytes:
        """Return the signed machine-readable receipt. Raises QuestionUnusable."""
        with self._database.reading() as session:
            link = self._link(session, token)
            subject = document.Subject(
                consent_id=link.consent_id,
                person_id=link.person_id,
                events=_events(session, link.consent_id),
                municipality=self._municipality,
                withdrawal=self._links.address(LinkKind.RECEIPT, link.id),
                made_at=link.created_at,
            )
        return document.receipt(subject, self._charter.purposes, signer=self._signer)

    def pdf(self, token: str, locale: Locale) -> bytes:
        """Return the receipt as a PDF to keep, with the link as a code. Raises QuestionUnusable."""
        with self._database.reading() as session:
            link = self._link(session, token)
            view = self._view(session, link)
        titles = tuple(self._charter.purposes[code].title for code in view.purposes if code in self._charter.purposes)
        return paper_pages.receipt(
            paper_pages.ReceiptPage(
                municipality=self._municipality,
                name=view.name,
                signer=view.signer,
                at=view.at,
                said_yes=view.said_yes,
                taking=view.taking,
                titles=titles,
                place=view.place,
                valid_until=view.valid_until,
                address=self._links.address(LinkKind.RECEIPT, link.id),
                fingerprint=self._signer.fingerprint,
            ),
            locale,
        )

    def _link(self, session: Session, token: str) -> ReceiptLink:
        link = session.exec(select(ReceiptLink).where(ReceiptLink.token_hash == token_hash(token))).first()
        if link is None or link.expires_at <= self._clock.now():
            raise QuestionUnusable
        return link

    def _view(self, session: Session, link: ReceiptLink) -> ReceiptView:
        person = persons.get(session, link.person_id)
        events = _events(session, link.consent_id)
        mine = _signed(events, link)
        latest = next(event for event in reversed(mine) if event.consent_id == link.consent_id)
        waiting = _waiting(session, link.consent_id, self._clock.now())
        grown = not minors.is_minor(person.birth_date, self._charter, today(self._clock))
        return ReceiptView(
            person_id=person.id,
            name=person.display_name,
            consent_id=link.consent_id,
            signature=link.signature,
            signer=persons.get(session, link.signed_by).display_name if link.signed_by else None,
            events=tuple(events),
            purposes=tuple(latest.purposes),
            valid_until=latest.valid_until,
            scope_kind=latest.scope_kind,
            place=_place(session, latest),
            said_yes=latest.state.is_yes,
            taking=_taking(mine),
            waiting=waiting.signature if waiting else None,
            next_address=self._links.address(LinkKind.QUESTION, waiting.id) if waiting else None,
            may_be_recognised=latest.state.is_yes
            and grown
            and link.signature is Signature.OWN
            and self._charter.recognition.compares,
            is_recognised=_is_recognised(session, person.id, today(self._clock)),
            at=link.created_at,
        )

    def _all(self, mine: list[ConsentEvent]) -> tuple[str, ...]:
        """Return every purpose this consent was ever for, so that nothing of it is left standing."""
        return tuple(dict.fromkeys(str(code) for event in mine for code in event.purposes))


def _events(session: Session, consent_id: UUID) -> list[ConsentEvent]:
    """Return a consent's events with what was said of being photographed, oldest first.

    At the same moment the use comes last, and a no after a yes, as in the rules.
    """
    both = col(ConsentEvent.consent_id).in_([consent_id, forms.taking_of(consent_id)])
    found = session.exec(select(ConsentEvent).where(both)).all()
    return sorted(found, key=lambda event: (event.at, event.consent_id == consent_id, _weight(event.state), event.id))


def _signed(events: Iterable[ConsentEvent], link: ReceiptLink) -> list[ConsentEvent]:
    return [event for event in events if event.signature is link.signature]


def _taking(mine: Iterable[ConsentEvent]) -> bool | None:
    said = [event.state.is_yes for event in mine if TAKING in event.purposes]
    return said[-1] if said else None


def _weight(state: ConsentState) -> int:
    if state is ConsentState.REQUESTED:
        return 0
    return 1 if state.is_yes else 2


def _taken_back(link: ReceiptLink, mine: list[ConsentEvent], purposes: tuple[str, ...]) -> NewConsent:
    latest = mine[-1]
    return NewConsent(
        person_id=link.person_id,
        state=ConsentState.WITHDRAWN,
        purposes=purposes,
        method=ConsentMethod.LINK,
        signature=link.signature,
        signed_by=link.signed_by,
        scope=Scope(kind=latest.scope_kind, id=latest.scope_id),
        consent_id=link.consent_id,
        language=link.language,
    )


def _scope(link: ReceiptLink, mine: list[ConsentEvent]) -> ReceiptScope:
    latest = next(event for event in reversed(mine) if event.consent_id == link.consent_id)
    return ReceiptScope(person_id=link.person_id, kind=latest.scope_kind, id=latest.scope_id, language=link.language)


def _about_recognition(person_id: UUID, state: ConsentState, language: Locale) -> NewConsent:
    return NewConsent(
        person_id=person_id,
        state=state,
        purposes=(RECOGNITION,),
        method=ConsentMethod.PICTURE if state.is_yes else ConsentMethod.LINK,
        notice_version=CURRENT_RECOGNITION,
        language=language.value,
    )


def _is_recognised(session: Session, person_id: UUID, on: date) -> bool:
    facts = history.events_of(session, [person_id])[person_id]
    own = [fact for fact in facts if fact.signature is Signature.OWN]
    return isinstance(covers(own, RECOGNISING, on), Covered)


def _waiting(session: Session, consent_id: UUID, now: datetime) -> Ask | None:
    query = select(Ask).where(Ask.consent_id == consent_id, col(Ask.closed_at).is_(None), col(Ask.expires_at) > now)
    return session.exec(query).first()


def _place(session: Session, event: ConsentEvent) -> str | None:
    if event.scope_kind is ScopeKind.PHOTO:
        photo = session.get(Photo, event.scope_id)
        return photo.reference if photo else None
    found = session.get(Event, event.scope_id) if event.scope_kind is ScopeKind.EVENT else None
    return found.name if found else None
