"""A photographer drops a photo of their own that nobody outside has: it is destroyed as any other."""

from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.erasure.errors import NotYoursToDrop
from registry.erasure.photos import photo_of
from registry.erasure.service import ErasureService
from registry.erasure.states import ErasureReason
from registry.intake.states import PhotoState
from registry.queueing import JobQueue

_OUTSIDE = (CopyKind.PUBLISHED, CopyKind.SENT, CopyKind.EXPORT)
_GONE = tuple(state for state in CopyState if state.is_gone)


class Dropping:
    """Lets who brought a photo in take it back, before it went anywhere."""

    def __init__(self, *, database: Database, erasure: ErasureService, queue: JobQueue) -> None:
        self._database = database
        self._erasure = erasure
        self._queue = queue

    def may_drop(self, actor: Actor, photo_id: UUID) -> bool:
        """Return whether this photo is the actor's own, checked, not asked about and nowhere outside."""
        with self._database.reading() as session:
            return actor.may(Permission.ADD_PHOTOS) and _is_droppable(session, actor, photo_id)

    def drop(self, actor: Actor, photo_id: UUID) -> UUID:
        """Open the photo's erasure and hand it to the worker; return its id.

        Raises Forbidden, PhotoUnknown, NotYoursToDrop.
        """
        require(actor, Permission.ADD_PHOTOS)
        with self._database.transaction() as session:
            if not _is_droppable(session, actor, photo_id):
                raise NotYoursToDrop(photo_id=photo_id)
            opened = self._erasure.open(session, photo_id=photo_id, reason=ErasureReason.DROPPED, actor=actor).id
        self._queue.erase(opened)
        return opened


def _is_droppable(session: Session, actor: Actor, photo_id: UUID) -> bool:
    photo = photo_of(session, photo_id)
    if actor.user_id is None or photo.uploaded_by != actor.user_id:
        return False
    if photo.state not in (PhotoState.RECEIVED, PhotoState.ANALYSED, PhotoState.FAILED):
        return False
    outside = select(Copy.id).where(
        col(Copy.photo_id) == photo_id, col(Copy.kind).in_(_OUTSIDE), col(Copy.state).not_in(_GONE)
    )
    return session.exec(outside).first() is None
