"""What runs out and what is coming, day by day: consents that end, birthdays that change who signs.

Looking is by day and in the caller's session; the round itself (what is written, what is mailed) is `rounds`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from registry.charter.charter import Charter, Signature
from registry.charter.years import anniversary
from registry.consent.events import ConsentFact, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.history import events_of
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance, ConsentEvent, Guardianship, Person
from registry.consent.scope import Covered, IntendedUse, covers
from registry.consent.states import Origin, PersonKind
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """A consent in force whose last day is near (or over): whose, for what, and that day."""

    person_id: UUID
    consent_id: UUID
    signature: Signature
    purposes: tuple[str, ...]
    last_day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Birthday:
    """A day on which other people sign for somebody: the person turns `years`, an age of the charter's table."""

    person_id: UUID
    day: date
    years: int
    of_age: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """What the officer should know on a day."""

    ending: tuple[Ending, ...]
    birthdays: tuple[Birthday, ...]
    photos_at_stake: int
    mandates_ending: int
    mandate_days: tuple[tuple[UUID, date], ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.ending or self.birthdays or self.mandates_ending)

    @property
    def fingerprints(self) -> frozenset[str]:
        """What is coming, each thing as a word of its own that says nothing: a hash of ids and a day."""
        consents = ((one.consent_id, one.signature.value, one.last_day) for one in self.ending)
        turning = ((one.person_id, "birthday", one.day) for one in self.birthdays)
        mandates = ((tie, "mandate", day) for tie, day in self.mandate_days)
        return frozenset(_fingerprint(*one) for one in (*consents, *turning, *mandates))

    def falls_on(self, day: date) -> bool:
        """Return whether something of it happens that very day."""
        days = [one.last_day for one in self.ending] + [one.day for one in self.birthdays]
        return day in days or any(last == day for _, last in self.mandate_days)


def ending(session: Session, first: date, last: date) -> tuple[Ending, ...]:
    """Return the consents in force whose last day lies in the period (both days included), soonest first."""
    near = select(ConsentEvent.consent_id).where(
        col(ConsentEvent.valid_until) >= first, col(ConsentEvent.valid_until) <= last
    )
    rows = session.exec(
        select(ConsentEvent).where(col(ConsentEvent.consent_id).in_(near)).order_by(col(ConsentEvent.at))
    )
    latest = [event for event in _latest(rows) if event.state.is_yes and _in(event.valid_until, first, last)]
    said = events_of(session, {event.person_id for event in latest})
    found = [_ending(event, event.valid_until) for event in latest if _carries(event, said[event.person_id], first)]
    return tuple(sorted(found, key=lambda one: (one.last_day, one.person_id)))


def birthdays(session: Session, charter: Charter, first: date, last: date) -> tuple[Birthday, ...]:
    """Return who reaches an age of the charter's table in the period (both days included), soonest first."""
    ages = sorted({int(band.under) for band in charter.ages} | {int(charter.figure("age.adult").value)})
    adult = ages[-1]
    youngest = anniversary(last, -ages[0])
    query = select(Person).where(
        col(Person.birth_date) >= anniversary(first, -adult) - timedelta(days=1),
        col(Person.birth_date) <= youngest,
        col(Person.merged_into).is_(None),
        col(Person.died_on).is_(None),
        col(Person.kind) != PersonKind.DECEASED,
    )
    found = [
        Birthday(person_id=person.id, day=anniversary(person.birth_date, years), years=years, of_age=years == adult)
        for person in session.exec(query)
        if person.birth_date is not None
        for years in ages
        if first <= anniversary(person.birth_date, years) <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.person_id)))


def mandates_ending(session: Session, first: date, last: date) -> tuple[Guardianship, ...]:
    """Return the guardianships in force whose last day lies in the period."""
    query = select(Guardianship).where(
        col(Guardianship.until) >= first, col(Guardianship.until) <= last, col(Guardianship.ended_at).is_(None)
    )
    return tuple(session.exec(query.order_by(col(Guardianship.until))))


def run_out(session: Session, today: date) -> list[NewConsent]:
    """Return an "expired" event for each yes whose last day is over and of which nothing was said since."""
    over = select(ConsentEvent.consent_id).where(col(ConsentEvent.valid_until) < today)
    rows = session.exec(
        select(ConsentEvent).where(col(ConsentEvent.consent_id).in_(over)).order_by(col(ConsentEvent.at))
    )
    latest = _latest(rows)
    return [_expired(event) for event in latest if event.state.is_yes and (event.valid_until or today) < today]


def published_of(session: Session, persons: Iterable[UUID]) -> set[UUID]:
    """Return the photos on a channel in which a human being says one of these people is."""
    chosen = list(set(persons))
    query = (
        select(Copy.photo_id)
        .join(Appearance, col(Appearance.photo_id) == col(Copy.photo_id))
        .where(
            col(Copy.kind) == CopyKind.PUBLISHED,
            col(Copy.state) == CopyState.PRESENT,
            col(Appearance.person_id).in_(chosen),
            col(Appearance.origin).in_([Origin.CONFIRMED, Origin.DECLARED]),
        )
    )
    return {photo_id for photo_id in session.exec(query) if photo_id is not None}


def outlook(session: Session, charter: Charter, today: date, ahead: timedelta) -> Outlook:
    """Return what the officer should know on a day: consents within `ahead`, birthdays as far as the charter says."""
    told = timedelta(days=charter.figure("age.told_ahead").value)
    soon = ending(session, today, today + ahead)
    coming = birthdays(session, charter, today, today + told)
    mandates = mandates_ending(session, today, today + ahead)
    at_stake = published_of(session, [one.person_id for one in soon] + [one.person_id for one in coming])
    return Outlook(
        ending=soon,
        birthdays=coming,
        photos_at_stake=len(at_stake),
        mandates_ending=len(mandates),
        mandate_days=tuple((tie.id, tie.until) for tie in mandates if tie.until is not None),
    )


def _fingerprint(subject: UUID, what: str, day: date) -> str:
    return sha256(f"{subject} {what} {day}".encode()).hexdigest()[:16]


def _latest(rows: Iterable[ConsentEvent]) -> Sequence[ConsentEvent]:
    """Return the last event of each consent and signature; rows come oldest first."""
    latest = {(row.consent_id, row.signature): row for row in rows}
    return list(latest.values())


def _ending(event: ConsentEvent, last_day: date | None) -> Ending:
    return Ending(
        person_id=event.person_id,
        consent_id=event.consent_id,
        signature=event.signature,
        purposes=tuple(event.purposes),
        last_day=last_day or date.max,
    )


def _carries(event: ConsentEvent, said: Sequence[ConsentFact], on: date) -> bool:
    """Return whether a use still rests on this yes: nobody took it back, and no other yes stands beside it."""
    own = [fact for fact in said if fact.signature is event.signature]
    photo = event.scope_id if event.scope_kind is ScopeKind.PHOTO else None
    of_event = event.scope_id if event.scope_kind is ScopeKind.EVENT else None
    uses = (IntendedUse(purpose=purpose, photo_id=photo, event_id=of_event) for purpose in event.purposes)
    found = (covers(own, use, on) for use in uses)
    return any(isinstance(one, Covered) and one.by.consent_id == event.consent_id for one in found)


def _in(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _expired(event: ConsentEvent) -> NewConsent:
    return NewConsent(
        person_id=event.person_id,
        state=ConsentState.EXPIRED,
        purposes=tuple(event.purposes),
        method=ConsentMethod.REGISTER,
        signature=event.signature,
        scope=Scope(kind=event.scope_kind, id=event.scope_id),
        consent_id=event.consent_id,
    )
