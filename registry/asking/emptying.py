"""What is emptied of a person who is forgotten, row by row, in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.asking.questions import end
from registry.asking.records import Ask, AskingLetter, ReceiptLink
from registry.consent.names import fold
from registry.consent.records import Appearance, Guardianship, Office, Person, WithdrawalLink
from registry.consent.register_records import PersonName
from registry.consent.states import PersonKind
from registry.intake.records import Photo


def close_questions(session: Session, person_id: UUID, now: datetime) -> None:
    """Close what is asked of them and forget every address a letter was going to."""
    for ask in session.exec(select(Ask).where(Ask.person_id == person_id)).all():
        end(session, ask, ask.closed_at or now)
    receipts = select(ReceiptLink.id).where(ReceiptLink.person_id == person_id)
    letters = sa.update(AskingLetter).where(col(AskingLetter.receipt_id).in_(receipts))
    session.connection().execute(letters.values(closed_at=now, address=None, outcome="not-needed", receipt_id=None))


def remove_rows(session: Session, person_id: UUID) -> None:
    """Delete every row that tells something of them, and what ties them to photos."""
    for table, column in (
        (PersonName, PersonName.person_id),
        (Office, Office.person_id),
        (WithdrawalLink, WithdrawalLink.person_id),
        (ReceiptLink, ReceiptLink.person_id),
        (Guardianship, Guardianship.minor_id),
        (Guardianship, Guardianship.guardian_id),
        (Appearance, Appearance.person_id),
    ):
        session.connection().execute(sa.delete(table).where(col(column) == person_id))


def remove_from_photos(session: Session, person_id: UUID) -> None:
    """Drop their name from what photos' metadata said of faces."""
    own = names_of(session, [person_id])
    for photo in session.exec(select(Photo)):
        kept = [region for region in photo.regions if fold(str(region.get("name", ""))) not in own]
        if len(kept) != len(photo.regions):
            photo.regions = kept
            session.add(photo)


def names_of(session: Session, parts: Iterable[UUID]) -> set[str]:
    """Return the names persons have and had, folded for comparing."""
    chosen = list(parts)
    now = session.exec(select(Person.search_name).where(col(Person.id).in_(chosen)))
    before = session.exec(select(PersonName.search_name).where(col(PersonName.person_id).in_(chosen)))
    return {name for name in (*now, *before) if name}


def blank(person: Person) -> None:
    """Leave of a person their id and the day they came in."""
    person.display_name = person.search_name = ""
    person.kind = PersonKind.ADULT
    person.email = person.phone = person.language = None
    person.birth_date = person.died_on = None
