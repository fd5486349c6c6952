"""What an erasure tells the requests about its photo, in that erasure's own transaction."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.removal.deciding import plan_letter
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.restriction import photos_of
from registry.removal.states import LetterKind, RequestedPhotoState, RequestState


def photo_erased(session: Session, photo_id: UUID, now: datetime) -> None:
    """Note in every request about it that a photo is erased; a request all of whose photos are is done.

    A request that was still open is done as well: what it asked for has happened.
    """
    for tied in _ties(session, photo_id):
        if tied.state is not RequestedPhotoState.RELEASED:
            tied.state, tied.state_before = RequestedPhotoState.ERASED, None
            session.add(tied)
            session.flush()
            close_if_settled(session, session.get_one(RemovalRequest, tied.request_id), now)


def erase_rows(session: Session, photo_id: UUID) -> int:
    """Blank what citizens wrote about a photo that is being erased; return how many requests that were.

    Their address stays until the last letter is sent. Repeating it is harmless.
    """
    count = 0
    for tied in _ties(session, photo_id):
        request = session.get_one(RemovalRequest, tied.request_id)
        if tied.state is not RequestedPhotoState.RELEASED and (request.claim or request.remark):
            request.claim = request.remark = None
            session.add(request)
            count += 1
    session.flush()
    return count


def _ties(session: Session, photo_id: UUID) -> list[RequestedPhoto]:
    return list(session.exec(select(RequestedPhoto).where(col(RequestedPhoto.photo_id) == photo_id)))


def close_if_settled(session: Session, request: RemovalRequest, now: datetime) -> None:
    """Close a request once nothing more happens to any of its photos."""
    settled = all(tied.state.is_settled for tied in photos_of(session, request.id))
    if request.state.is_final or not settled:
        return
    request.state, request.closed_at = RequestState.DONE, now
    request.version += 1
    audit.append(session, AuditEvent.REQUEST_DONE, now=now, subject=request.id)
    plan_letter(session, request, LetterKind.DONE, now)
