"""What the citizen who asked is told of the looks at a photo's places."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from registry.erasure.outcomes import NOBODY_CAN_LOOK
from registry.erasure.records import Erasure, Look
from registry.removal.views import LookLine, Looks

_TELLING = ("absent", "present")
PERSON_REPORTS = "person-reports"
"""How the word of a member of staff is noted, where no machine could look."""
RECIPIENT_CONFIRMS = "recipient-confirms"
"""How the word of who received a copy is noted."""
_WORDS_GIVEN = (PERSON_REPORTS, RECIPIENT_CONFIRMS)


def looks_told(session: Session, photo_id: UUID) -> Mapping[UUID, Looks]:
    """Return the looks at a photo's copies, by copy: those that could tell something, and when the others are due."""
    query = (
        select(Look)
        .join(Erasure, col(Erasure.id) == col(Look.erasure_id))
        .where(col(Erasure.photo_id) == photo_id)
        .order_by(col(Look.looked_at), col(Look.due_at))
    )
    by_copy: dict[UUID, list[Look]] = {}
    for look in session.exec(query):
        by_copy.setdefault(look.copy_id, []).append(look)
    return {copy_id: _told(looks) for copy_id, looks in by_copy.items()}


def _told(looks: Sequence[Look]) -> Looks:
    closed = any(look.how in (NOBODY_CAN_LOOK, RECIPIENT_CONFIRMS) for look in looks)
    waiting = [look.due_at for look in looks if look.looked_at is None and not closed]
    return Looks(
        closed=closed,
        taken=tuple(
            LookLine(at=look.looked_at, how=look.how or "", answer=look.answer or "")
            for look in looks
            if look.looked_at is not None and (look.answer in _TELLING or look.how in _WORDS_GIVEN)
        ),
        next_at=min(waiting, default=None),
        last_at=max((look.looked_at or look.due_at for look in looks), default=None),
    )
