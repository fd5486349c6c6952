"""What is written about mended copies, in the caller's session."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.mending.errors import MendPublished, MendUnknown
from registry.mending.making import Checked
from registry.mending.records import Mend, MendCheck, MendedCopy
from registry.mending.states import MendState


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove all that mending knows of a photo; its copies are the ledger's."""
    for table in (MendCheck, MendedCopy, Mend):
        session.exec(sa.delete(table).where(col(table.photo_id) == photo_id))


def get(session: Session, mend_id: UUID) -> Mend:
    """Return the mended copy with this id. Raises MendUnknown."""
    mend = session.get(Mend, mend_id)
    if mend is None:
        raise MendUnknown(mend=mend_id)
    return mend


def move(session: Session, mend: Mend, state: MendState, now: datetime) -> None:
    """Bring a mended copy to a state."""
    mend.state, mend.state_at = state, now
    session.add(mend)
    session.flush()


def confirmed(session: Session, copy_id: UUID, now: datetime) -> bool:
    """Note that the bytes were put; return False when their removal has begun meanwhile."""
    try:
        ledger.confirm(session, copy_id, now=now)
    except IllegalMove:
        return False
    return True


def require_unpublished(session: Session, mend_id: UUID) -> None:
    """Let pass a mended copy that stands nowhere. Raises MendPublished."""
    links = session.exec(select(MendedCopy).where(MendedCopy.mend_id == mend_id))
    if any(ledger.get(session, link.copy_id).state.may_exist for link in links):
        raise MendPublished(mend=mend_id)


def check_row(mend: Mend, check: Checked) -> MendCheck:
    """Return the row that keeps what a check found."""
    return MendCheck(
        mend_id=mend.id,
        photo_id=mend.photo_id,
        strength=check.strength,
        engine=check.engine,
        engine_version=check.engine_version,
        found=check.found,
        likeness=check.likeness,
        limit=check.limit,
        trouble=check.trouble,
        checked_at=mend.made_at,
    )
