"""Whether somebody may sign for a minor on a day: by what the register says of them; in the caller's session."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.consent.errors import GuardianNotInForce
from registry.consent.names import fold
from registry.consent.records import Guardianship, Person


def is_in_force(tie: Guardianship, on: date) -> bool:
    """Return whether a guardianship holds on a day: not ended, and its last day not over."""
    return tie.ended_at is None and (tie.until is None or tie.until >= on)


def require_in_force(session: Session, minor_id: UUID, guardian_id: UUID, on: date) -> None:
    """Let pass who signs for a minor on a day. Raises GuardianNotInForce for anybody else."""
    query = select(Guardianship).where(Guardianship.minor_id == minor_id, Guardianship.guardian_id == guardian_id)
    if not any(is_in_force(tie, on) for tie in session.exec(query)):
        raise GuardianNotInForce(person=guardian_id, field="guardian")


def named(session: Session, minor_id: UUID, name: str, on: date) -> Guardianship | None:
    """Return the tie of a minor to the guardian with this name, one in force first; None where there is none."""
    query = (
        select(Guardianship)
        .join(Person, col(Person.id) == col(Guardianship.guardian_id))
        .where(Guardianship.minor_id == minor_id, Person.search_name == fold(name))
    )
    found = sorted(session.exec(query), key=lambda tie: not is_in_force(tie, on))
    return found[0] if found else None
