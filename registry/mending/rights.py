"""Who may mend which photo: who decides cases every one, who brought a photo in their own."""

from uuid import UUID

from registry.access.permissions import Actor, Permission, require
from registry.intake import album
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.mending.errors import NotYoursToMend
from registry.mending.records import Mend


def may_mend(actor: Actor, photo: Photo) -> bool:
    """Return whether this photo is one the actor may mend."""
    if photo.state is PhotoState.RESTRICTED and not actor.may(Permission.VIEW_REQUESTS):
        return False
    return actor.may(Permission.DECIDE_CASES) or (actor.may(Permission.MEND_PHOTOS) and _is(actor, photo.uploaded_by))


def may_replace(actor: Actor, mend: Mend) -> bool:
    """Return whether the actor may replace or take back a mended copy: no photographer undoes what an officer made."""
    return actor.may(Permission.DECIDE_CASES) or _is(actor, mend.made_by)


def require_mendable(actor: Actor, photo: Photo) -> None:
    """Let pass who may mend this photo now.

    Raises Forbidden, PhotoRestricted, PhotoWithdrawn, NotYoursToMend.
    """
    require(actor, Permission.MEND_PHOTOS)
    album.require_visible(photo, actor)
    if not may_mend(actor, photo):
        raise NotYoursToMend(photo=photo.id)


def require_own_mend(actor: Actor, mend: Mend) -> None:
    """Let pass who `may_replace` this mended copy. Raises NotYoursToMend."""
    if not may_replace(actor, mend):
        raise NotYoursToMend(photo=mend.photo_id)


def _is(actor: Actor, user_id: UUID | None) -> bool:
    return actor.user_id is not None and actor.user_id == user_id
