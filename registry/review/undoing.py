"""Taking back an officer's last decision of the day: the log keeps it, and the question is open again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.review.errors import NothingToUndo
from registry.review.records import PhotoRuling

_DECIDED = (Origin.CONFIRMED, Origin.DECLARED, Origin.REJECTED)


def undo_last(session: Session, actor: Actor, *, since: datetime, now: datetime) -> UUID:
    """Take back the newest decision this officer took since then; return the photo, to be judged anew.

    A ruling no longer counts; a suggestion that was confirmed or rejected is one again; a typed name goes. What
    another officer decided later is never touched: only what still stands as this one left it. Raises NothingToUndo.
    """
    if actor.user_id is None:
        raise NothingToUndo
    ruling, tie = _last_ruling(session, actor, since), _last_tie(session, actor, since)
    if ruling is not None and (tie is None or ruling.decided_at >= tie.at):
        ruling.current = False
        session.add(ruling)
        photo_id = ruling.photo_id
    elif tie is not None:
        photo_id = tie.photo_id
        _open_again(session, tie, now)
    else:
        raise NothingToUndo
    session.flush()
    audit.append(session, AuditEvent.DECISION_UNDONE, now=now, actor=actor, subject=photo_id)
    return photo_id


def _open_again(session: Session, tie: Appearance, now: datetime) -> None:
    if tie.origin is Origin.CONFIRMED and tie.similarity is None:
        session.delete(tie)  # nobody suggested it: this officer typed the name
        return
    tie.origin, tie.decided_by, tie.at = Origin.SUGGESTED, None, now
    session.add(tie)


def _last_ruling(session: Session, actor: Actor, since: datetime) -> PhotoRuling | None:
    query = select(PhotoRuling).where(
        PhotoRuling.decided_by == actor.user_id, col(PhotoRuling.decided_at) >= since, col(PhotoRuling.current)
    )
    return session.exec(query.order_by(col(PhotoRuling.decided_at).desc()).limit(1)).first()


def _last_tie(session: Session, actor: Actor, since: datetime) -> Appearance | None:
    query = select(Appearance).where(
        Appearance.decided_by == actor.user_id,
        col(Appearance.at) >= since,
        col(Appearance.face_id).is_not(None),
        col(Appearance.origin).in_(_DECIDED),
    )
    return session.exec(query.order_by(col(Appearance.at).desc()).limit(1)).first()
