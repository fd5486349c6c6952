"""Handing the register out as a list, with a line in the log that it was."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.consent import handing_out
from registry.consent.abouts import event_in_full
from registry.consent.events import ConsentFact, ConsentMethod, ConsentState, ScopeKind
from registry.consent.handing_out import ConsentLine
from registry.consent.history import as_fact
from registry.consent.records import Appearance, ConsentEvent, Guardianship, Person
from registry.consent.scope import Covered, IntendedUse, covers
from registry.consent.states import Origin, PersonKind
from registry.consent.vocabulary import SECOND, Field
from registry.database import Database
from registry.intake.records import Event, Photo
from registry.locale import LOCAL_TIME, Locale
from registry.proof import audit
from registry.proof.events import AuditEvent

_STATES: Mapping[ConsentState, Mapping[Locale, str]] = MappingProxyType(
    {
        ConsentState.GIVEN: {Locale.NL: "ja", Locale.FR: "oui", Locale.EN: "yes", Locale.DE: "ja"},
        ConsentState.REFUSED: {Locale.NL: "nee", Locale.FR: "non", Locale.EN: "no", Locale.DE: "nein"},
        ConsentState.WITHDRAWN: {
            Locale.NL: "ingetrokken", Locale.FR: "retiré", Locale.EN: "withdrawn", Locale.DE: "widerrufen",
        },
        ConsentState.REQUESTED: {
            Locale.NL: "gevraagd", Locale.FR: "demandé", Locale.EN: "requested", Locale.DE: "gefragt",
        },
        ConsentState.RENEWED: {
            Locale.NL: "verlengd", Locale.FR: "renouvelé", Locale.EN: "renewed", Locale.DE: "verlängert",
        },
        ConsentState.EXPIRED: {
            Locale.NL: "verlopen", Locale.FR: "expiré", Locale.EN: "expired", Locale.DE: "abgelaufen",
        },
        ConsentState.REVOKED: {
            Locale.NL: "beëindigd", Locale.FR: "résilié", Locale.EN: "revoked", Locale.DE: "beendet",
        },
        ConsentState.INVALIDATED: {
            Locale.NL: "ongeldig", Locale.FR: "invalidé", Locale.EN: "invalidated", Locale.DE: "ungültig",
        },
        ConsentState.UNKNOWN: {
            Locale.NL: "onduidelijk", Locale.FR: "pas clair", Locale.EN: "unknown", Locale.DE: "unklar",
        },
    }
)  # fmt: skip
_METHODS = MappingProxyType(
    {
        ConsentMethod.PAPER: "form",
        ConsentMethod.MAIL: "mail",
        ConsentMethod.SIGNATURE: "screen",
        ConsentMethod.SPOKEN: "spoken",
        ConsentMethod.STATEMENT: "statement",
        ConsentMethod.REGISTER: "register",
        ConsentMethod.PICTURE: "picture",
        ConsentMethod.LINK: "link",
    }
)
_SIGNERS = MappingProxyType({"own": "self", "guardian": "guardian", "heir": "heir"})
_KINDS = MappingProxyType(
    {
        PersonKind.ADULT: "adult",
        PersonKind.MINOR: "child",
        PersonKind.DECEASED: "deceased",
        PersonKind.COLLEGE: "college",
        PersonKind.NEVER: "never",
    }
)


class ListForm(StrEnum):
    """The forms in which the register is handed out."""

    CSV = "csv"
    """Text with semicolons, which Excel opens."""
    EXCEL = "xlsx"
    """An Excel workbook."""
    RESOURCESPACE = "resourcespace"
    """The two tables of ResourceSpace's consent manager, in a zip."""

    @property
    def file_name(self) -> str:
        """The name of the downloaded file."""
        return {"csv": "register.csv", "xlsx": "register.xlsx", "resourcespace": "resourcespace.zip"}[self.value]

    @property
    def media_type(self) -> str:
        """The file's media type."""
        workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {"csv": "text/csv; charset=utf-8", "xlsx": workbook, "resourcespace": "application/zip"}[self.value]


class ExportService:
    """Hands the register out; who may manage persons may have it."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def export(self, actor: Actor, form: ListForm, locale: Locale) -> bytes:
        """Return the whole register in a form; the log says that it was handed out. Raises Forbidden."""
        require(actor, Permission.MANAGE_PERSONS)
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        with self._database.reading() as session:
            data, count = _written(session, form, locale, today)
        with self._database.transaction() as session:
            now = self._clock.now()
            audit.append(session, AuditEvent.LIST_EXPORTED, now=now, actor=actor, form=form.value, rows=count)
        return data


def _written(session: Session, form: ListForm, locale: Locale, today: date) -> tuple[bytes, int]:
    if form is ListForm.RESOURCESPACE:
        lines = list(_consent_lines(session, today))
        return handing_out.as_resourcespace(lines), len(lines)
    rows = list(_rows(session, locale))
    write: Callable[[Sequence[Mapping[Field, str]], Locale], bytes] = (
        handing_out.as_csv if form is ListForm.CSV else handing_out.as_excel
    )
    return write(rows, locale), len(rows)


def _people(session: Session) -> Sequence[Person]:
    query = (
        select(Person)
        .where(col(Person.merged_into).is_(None), col(Person.search_name) != "")
        .order_by(col(Person.search_name), col(Person.id))
    )
    return session.exec(query).all()


def _events(session: Session) -> Mapping[UUID, list[ConsentEvent]]:
    found: Mapping[UUID, list[ConsentEvent]] = defaultdict(list)
    for event in session.exec(select(ConsentEvent).order_by(col(ConsentEvent.at))):
        found[event.person_id].append(event)
    return found


def _rows(session: Session, locale: Locale) -> Iterator[Mapping[Field, str]]:
    events, ties, scopes = _events(session), _ties(session), _scopes(session)
    for person in _people(session):
        first, *further = [*_in_pairs(ties[person.id])] or [{}]
        about = _about(person)
        said = events[person.id]
        for event in said:
            yield about | first | _said(event, locale) | scopes(event)
        for pair in further if said else [first, *further]:  # a third guardian stands in a row of their own
            yield about | pair


def _in_pairs(told: Sequence[tuple[Guardianship, Person]]) -> Iterator[dict[Field, str]]:
    """Yield guardians as a row's columns, two a row."""
    for start in range(0, len(told), 2):
        row: dict[Field, str] = {}
        for place, (tie, guardian) in enumerate(told[start : start + 2]):
            cells = {
                Field.GUARDIAN: guardian.display_name,
                Field.GUARDIAN_RIGHT: tie.authority.value,
                Field.GUARDIAN_MANDATE: tie.mandate or "",
                Field.GUARDIAN_EMAIL: guardian.email or "",
                Field.GUARDIAN_PHONE: guardian.phone or "",
            }
            row |= {SECOND[field]: words for field, words in cells.items()} if place else cells
        yield row


def _scopes(session: Session) -> Callable[[ConsentEvent], dict[Field, str]]:
    """Return what says in cells to which photos an answer applies."""
    events = {event.id: event_in_full(event.name, event.starts_on) for event in session.exec(select(Event))}
    about = select(ConsentEvent.scope_id).where(ConsentEvent.scope_kind == ScopeKind.PHOTO)
    photos = dict(session.exec(select(Photo.id, Photo.reference).where(col(Photo.id).in_(about))).all())
    by_kind = {ScopeKind.EVENT: (Field.EVENT, events), ScopeKind.PHOTO: (Field.PHOTO, photos)}

    def told_of(event: ConsentEvent) -> dict[Field, str]:
        if event.scope_id is None:
            return {}
        field, names = by_kind[event.scope_kind]
        return {field: names.get(event.scope_id, "")}

    return told_of


def _about(person: Person) -> dict[Field, str]:
    return {
        Field.NUMBER: str(person.id),
        Field.NAME: person.display_name,
        Field.KIND: _KINDS[person.kind],
        Field.BIRTH_DATE: _day(person.birth_date),
        Field.EMAIL: person.email or "",
        Field.PHONE: person.phone or "",
        Field.LANGUAGE: person.language or "",
    }


def _said(event: ConsentEvent, locale: Locale) -> dict[Field, str]:
    return {
        Field.ANSWER: _STATES[event.state][locale],
        Field.PURPOSES: ", ".join(event.purposes),
        Field.SAID_ON: _day(event.at.astimezone(LOCAL_TIME).date()),
        Field.VALID_FROM: _day(event.valid_from),
        Field.VALID_UNTIL: _day(event.valid_until),
        Field.METHOD: _METHODS[event.method],
        Field.SIGNATURE: _SIGNERS[event.signature.value],
    }


def _consent_lines(session: Session, today: date) -> Iterator[ConsentLine]:
    """Yield every consent that still says yes today, as ResourceSpace has no other; refusals leave it out."""
    events, ties, photos = _events(session), _ties(session), _photos(session)
    for person in _people(session):
        for given in _in_force([as_fact(event) for event in events[person.id]], today):
            yield ConsentLine(
                person_id=person.id,
                name=person.display_name,
                birth_date=person.birth_date,
                guardians="; ".join(guardian.display_name for _, guardian in ties[person.id]),
                email=person.email,
                phone=person.phone,
                purposes=tuple(sorted(given.purposes)),
                on=given.at.astimezone(LOCAL_TIME).date(),
                until=given.valid_until,
                photos=tuple(photos[person.id]),
            )


def _in_force(facts: Sequence[ConsentFact], today: date) -> Iterator[ConsentFact]:
    for signature in {fact.signature for fact in facts}:
        own = [fact for fact in facts if fact.signature is signature]
        standing: dict[ConsentFact, set[str]] = defaultdict(set)
        for purpose in sorted({purpose for fact in own if fact.state.is_yes for purpose in fact.purposes}):
            found = covers(own, IntendedUse(purpose=purpose), today)
            if isinstance(found, Covered):
                standing[found.by].add(purpose)
        yield from standing


def _ties(session: Session) -> Mapping[UUID, list[tuple[Guardianship, Person]]]:
    found: Mapping[UUID, list[tuple[Guardianship, Person]]] = defaultdict(list)
    ties = select(Guardianship, Person).join(Person, col(Person.id) == col(Guardianship.guardian_id))
    in_force = ties.where(col(Guardianship.ended_at).is_(None)).order_by(col(Guardianship.created_at))
    for tie, guardian in session.exec(in_force):
        found[tie.minor_id].append((tie, guardian))
    return found


def _photos(session: Session) -> Mapping[UUID, list[str]]:
    found: Mapping[UUID, list[str]] = defaultdict(list)
    seen = select(Appearance.person_id, Photo.reference).join(Photo, col(Photo.id) == col(Appearance.photo_id))
    certain = seen.where(col(Appearance.origin).in_([Origin.CONFIRMED, Origin.DECLARED])).order_by(Photo.reference)
    for person_id, reference in session.exec(certain):
        found[person_id].append(reference)
    return found


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
