"""Taking a filled-in form: once, whole, with its evidence, and with whose signature comes next.

A form's id says which browser sends what. Sending it twice, from another tab, or again after a crash, finds the first
one: before the evidence is put away there is a row, and what is missing is done then.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.asking import forms
from registry.asking.errors import FormIncomplete, TooManyAnswers
from registry.asking.forms import Asked, Field, Filled, Role, taking_of
from registry.asking.links import LinkKind, Links, token_hash
from registry.asking.policy import AskingPolicy
from registry.asking.questions import NewAsk, Question, Questions, end, plan_letter, today
from registry.asking.records import Ask, ConsentAnswer, ReceiptLink
from registry.asking.states import AskReason, LetterKind
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import guardians, notices, persons
from registry.consent.errors import GuardianNotInForce
from registry.consent.events import EVERY_USE, TAKING, ConsentMethod, ConsentState, ScopeKind
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import Appearance, ConsentEvent
from registry.consent.states import Origin, PersonKind
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.database import Database, new_id
from registry.locale import Locale

_DAY = timedelta(days=1)
_DRAWN = "drawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """What came of a form: the receipt's secret, whose signature is asked next, and the address to hand to them."""

    receipt_token: str
    person_id: UUID
    waits_for: Signature | None
    next_address: str | None


class Answering:
    """Takes filled-in forms behind links."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        policy: AskingPolicy,
        links: Links,
        questions: Questions,
        recorder: ConsentRecorder,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._policy = policy
        self._links = links
        self._questions = questions
        self._recorder = recorder

    def answer(self, token: str, form_id: UUID, filled: Filled, language: Locale) -> Answered:
        """Take a form. The same form sent twice gives the same answer, and is in the register once.

        That holds for an hour, and until the answer is taken back: then whoever sends it answers anew.

        Raises QuestionUnusable, FormIncomplete (with the faults by field), TooManyAnswers or StoreUnavailable.
        """
        known = self._known(token, form_id)
        if known is not None and known.done_at is not None:
            if self._stands(known, known.done_at):
                return self._outcome(known)
            known, form_id = None, new_id()
        with self._database.reading() as session:
            ask = self._questions.usable(session, token)
            question = self._questions.shown(session, ask)
        asked = asked_of(question)
        on = today(self._clock)
        faults = forms.faults(filled, asked, self._charter, on)
        if faults:
            raise FormIncomplete({field.value: words for field, words in faults.items()})
        begun = known or self._begin(ask, form_id, filled, question, language)
        evidence = evidence_of(filled, question, language, begun.begun_at)
        self._recorder.put_evidence(_evidence_id(begun), begun.person_id, evidence)
        done, going = self._finish(ask.id, begun, filled, question, language)
        self._recorder.follow_up(begun.person_id, going)
        return self._outcome(done)

    def _known(self, token: str, form_id: UUID) -> ConsentAnswer | None:
        query = select(ConsentAnswer).join(Ask).where(ConsentAnswer.id == form_id, Ask.token_hash == token_hash(token))
        with self._database.reading() as session:
            return session.exec(query).first()

    def _stands(self, answer: ConsentAnswer, done_at: datetime) -> bool:
        """Return whether an answer was given just now and is not taken back."""
        if done_at + forms.SENT_AGAIN_WITHIN <= self._clock.now():
            return False
        taken_back = select(ConsentEvent.id).where(
            ConsentEvent.consent_id == answer.consent_id, ConsentEvent.state == ConsentState.WITHDRAWN
        )
        with self._database.reading() as session:
            return session.exec(taken_back).first() is None

    def _begin(self, ask: Ask, form_id: UUID, filled: Filled, question: Question, language: Locale) -> ConsentAnswer:
        """Write down who answers and where the evidence will lie, before its bytes are put."""
        now = self._clock.now()
        with self._database.transaction() as session:
            raced = session.get(ConsentAnswer, form_id)
            if raced is not None:
                return raced
            self._not_too_many(session, ask, now)
            person_id = question.person_id or self._add_person(session, filled, language, now)
            evidence = ledger.plan(session, person_id=person_id, kind=CopyKind.EVIDENCE, place="vault", now=now)
            answer = ConsentAnswer(
                id=form_id,
                ask_id=ask.id,
                person_id=person_id,
                signed_by=self._signer(session, filled, question, person_id, language, now),
                signature=asked_of(question).signature or filled.role.signature,
                consent_id=question.consent_id or new_id(),
                evidence_copy_id=evidence.id,
                begun_at=now,
            )
            session.add(answer)
        return answer

    def _finish(
        self, ask_id: UUID, begun: ConsentAnswer, filled: Filled, question: Question, language: Locale
    ) -> tuple[ConsentAnswer, list[UUID]]:
        now = self._clock.now()
        with self._database.transaction() as session:
            answer, ask = session.get_one(ConsentAnswer, begun.id), session.get_one(Ask, ask_id)
            if answer.done_at is not None:
                return answer, []
            going: list[UUID] = []
            for said in _all_said(answer, filled, question, language):
                going += self._recorder.append(session, None, said, evidence_copy_id=answer.evidence_copy_id)[1]
            self._tie(session, ask, answer, now)
            answer.receipt_id = self._receipt(session, answer, filled, language, now)
            if filled.says_yes:
                self._ask_the_other(session, answer, filled, question, language)
            self._tell_guardian(session, answer, filled, question, language, now)
            if ask.person_id is not None:
                end(session, ask, now)
            answer.done_at = now
            session.add(answer)
        return answer, going

    def _not_too_many(self, session: Session, ask: Ask, now: datetime) -> None:
        query = select(sa.func.count()).where(ConsentAnswer.ask_id == ask.id, col(ConsentAnswer.begun_at) > now - _DAY)
        if session.exec(query).one() >= self._policy.answers_a_day:
            raise TooManyAnswers(ask=ask.id, most=self._policy.answers_a_day)

    def _add_person(self, session: Session, filled: Filled, language: Locale, now: datetime) -> UUID:
        is_adult = filled.role is Role.ADULT
        new = NewPerson(
            display_name=filled.name,
            kind=PersonKind.ADULT if is_adult else PersonKind.MINOR,
            email=None if filled.role is Role.GUARDIAN else filled.email.strip() or None,
            language=language.value,
            birth_date=None if is_adult else filled.birth_date,
        )
        return persons.add(session, new, now=now, today=today(self._clock), by=None).id

    def _signer(
        self, session: Session, filled: Filled, question: Question, person_id: UUID, language: Locale, now: datetime
    ) -> UUID | None:
        """Return the parent or guardian who signs for a child, added to the register; None who signs for themself."""
        signature = asked_of(question).signature or filled.role.signature
        if signature is not Signature.GUARDIAN:
            return None
        on = today(self._clock)
        known = guardians.named(session, person_id, filled.signer, on)
        if known is None:
            return self._add_guardian(session, filled, person_id, language, now)
        if filled.says_yes and not guardians.is_in_force(known, on):
            raise FormIncomplete({Field.SIGNER.value: GuardianNotInForce.text})
        return known.guardian_id

    def _add_guardian(
        self, session: Session, filled: Filled, person_id: UUID, language: Locale, now: datetime
    ) -> UUID | None:
        new = NewPerson(display_name=filled.signer, email=filled.email.strip() or None, language=language.value)
        guardian = persons.add(session, new, now=now, today=today(self._clock), by=None)
        if filled.authority is not None:
            tie = NewGuardian(
                minor_id=person_id,
                guardian_id=guardian.id,
                authority=filled.authority,
                mandate=filled.mandate.strip() or None,
            )
            persons.add_guardian(session, tie, now=now, today=today(self._clock), by=None)
        return guardian.id

    def _tie(self, session: Session, ask: Ask, answer: ConsentAnswer, now: datetime) -> None:
        """Say that the person is in the photo they answered for; the photographer handed them the link."""
        if ask.scope_kind is not ScopeKind.PHOTO or ask.scope_id is None:
            return
        there = select(Appearance).where(
            Appearance.photo_id == ask.scope_id,
            Appearance.person_id == answer.person_id,
            Appearance.face_id == ask.face_id,
        )
        if session.exec(there).first() is None:
            session.add(
                Appearance(
                    photo_id=ask.scope_id,
                    face_id=ask.face_id,
                    person_id=answer.person_id,
                    origin=Origin.DECLARED,
                    decided_by=ask.created_by,
                    at=now,
                )
            )

    def _receipt(
        self, session: Session, answer: ConsentAnswer, filled: Filled, language: Locale, now: datetime
    ) -> UUID:
        receipt_id = new_id()
        lasts = timedelta(days=self._charter.figure("retention.withdrawal_link").value)
        session.add(
            ReceiptLink(
                id=receipt_id,
                person_id=answer.person_id,
                consent_id=answer.consent_id,
                signature=answer.signature,
                signed_by=answer.signed_by,
                language=language.value,
                token_hash=token_hash(self._links.token(LinkKind.RECEIPT, receipt_id)),
                created_at=now,
                expires_at=now + lasts,
            )
        )
        session.flush()
        address = filled.email.strip()
        if address:
            plan_letter(
                session, LetterKind.RECEIPT, now=now, address=address, language=language.value, receipt=receipt_id
            )
        return receipt_id

    def _ask_the_other(
        self, session: Session, answer: ConsentAnswer, filled: Filled, question: Question, language: Locale
    ) -> None:
        lacking = forms.remaining(filled, asked_of(question), self._charter, today(self._clock))
        lacking -= _said_yes_before(session, answer)
        if not lacking:
            return
        (other,) = sorted(lacking)[:1]
        new = NewAsk(
            scope=question.scope,
            purposes=(*filled.purposes, TAKING) if filled.taking else filled.purposes,
            person_id=answer.person_id,
            signature=other,
            reason=AskReason.SECOND_SIGNATURE,
            consent_id=answer.consent_id,
            language=language,
            contact=filled.other_email.strip() or None,
        )
        answer.waits_for, answer.next_ask_id = other, self._questions.put(session, None, new).id

    def _tell_guardian(
        self,
        session: Session,
        answer: ConsentAnswer,
        filled: Filled,
        question: Question,
        language: Locale,
        now: datetime,
    ) -> None:
        address = filled.other_email.strip()
        if address and answer.waits_for is None and is_minors_own(filled, question):
            plan_letter(session, LetterKind.GUARDIAN_TOLD, now=now, address=address, language=language.value)

    def _outcome(self, answer: ConsentAnswer) -> Answered:
        next_ask, receipt = answer.next_ask_id, answer.receipt_id
        return Answered(
            receipt_token=self._links.token(LinkKind.RECEIPT, receipt) if receipt else "",
            person_id=answer.person_id,
            waits_for=answer.waits_for,
            next_address=self._links.address(LinkKind.QUESTION, next_ask) if next_ask else None,
        )


def asked_of(question: Question) -> Asked:
    """Return what the form's rules need of a question."""
    return Asked(
        purposes=frozenset(question.purposes),
        signature=question.signature if question.person_id else None,
        name=question.name or "",
        birth_date=question.birth_date,
        known_minor=question.known_minor,
    )


def is_minors_own(filled: Filled, question: Question) -> bool:
    """Return whether a minor answers for themself."""
    if question.person_id is None:
        return filled.role is Role.MINOR
    return question.signature is Signature.OWN and question.known_minor


def evidence_of(filled: Filled, question: Question, language: Locale, at: datetime) -> bytes:
    """Return what was seen and signed, as one JSON text (UTF-8): the proof of the answer."""
    words = next(n.words for n in notices.SHIPPED if (n.version, n.language) == (notices.CURRENT, language.value))
    seen = {"notice": notices.CURRENT, "language": language.value, "words": words}
    signed: dict[str, object] = {"typed": filled.typed.strip()}
    if filled.drawn is not None:
        signed[_DRAWN] = filled.drawn.as_json()
    document = {
        "at": at.isoformat(),
        "seen": seen,
        "name": question.name or filled.name,
        "signer": filled.signer.strip(),
        "authority": filled.authority.value if filled.authority else None,
        "mandate": filled.mandate.strip() or None,
        "role": filled.role.value,
        "says_yes": filled.says_yes,
        "purposes": list(filled.purposes),
        "taking": filled.taking,
        "since": _iso(filled.since),
        "until": _iso(filled.until),
        "signed": signed,
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True).encode()


def _all_said(answer: ConsentAnswer, filled: Filled, question: Question, language: Locale) -> list[NewConsent]:
    """Return what the form says: about being photographed, as a consent of its own, and about using the photos."""
    use = _said(answer, filled, question, language)
    if filled.taking is None or TAKING not in question.purposes:
        return [use]
    taking = replace(
        use,
        state=ConsentState.GIVEN if filled.taking else ConsentState.REFUSED,
        purposes=(TAKING,),
        consent_id=taking_of(answer.consent_id),
        valid_from=None,
        valid_until=None,
    )
    return [taking, use]


def _said(answer: ConsentAnswer, filled: Filled, question: Question, language: Locale) -> NewConsent:
    yes = bool(filled.says_yes)
    renewed = question.reason is AskReason.BIRTHDAY
    given = ConsentState.RENEWED if renewed else ConsentState.GIVEN
    return NewConsent(
        person_id=answer.person_id,
        state=given if yes else ConsentState.REFUSED,
        purposes=filled.purposes if yes else (EVERY_USE,),
        method=ConsentMethod.SIGNATURE if filled.is_signed else ConsentMethod.LINK,
        signature=answer.signature,
        signed_by=answer.signed_by,
        scope=question.scope,
        valid_from=filled.since if yes else None,
        valid_until=filled.until if yes else None,
        notice_version=notices.CURRENT,
        language=language.value,
        consent_id=answer.consent_id,
    )


def _said_yes_before(session: Session, answer: ConsentAnswer) -> frozenset[Signature]:
    """Return who said yes to this consent before and did not take it back."""
    query = select(ConsentEvent).where(ConsentEvent.consent_id == answer.consent_id).order_by(col(ConsentEvent.at))
    last: dict[Signature, ConsentState] = {}
    for event in session.exec(query):
        last[event.signature] = event.state
    return frozenset(signature for signature, state in last.items() if state.is_yes)


def _evidence_id(answer: ConsentAnswer) -> UUID:
    if answer.evidence_copy_id is None:
        raise LookupError("a form that was begun has a place for its evidence")
    return answer.evidence_copy_id


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
