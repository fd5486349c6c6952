"""What hiding would do to a photo of a request, and whether it may be chosen; in the caller's session."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.intake import album
from registry.mending import recipe as recipes
from registry.mending import seeing
from registry.mending.errors import NotAnalysed
from registry.mending.recipe import Recipe
from registry.mending.states import Way
from registry.removal.putting_records import TakenDown
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.states import PutBackState, RequestedPhotoState, Wish
from registry.replacing.errors import AnotherAsks, FaceNotChosen, HidingNotAgreed
from registry.replacing.people import faces_of
from registry.withdrawal.records import HidingAllowed


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """What an officer chose for one photo: which faces are hidden (by number, of one analysis), and how."""

    faces: tuple[int, ...]
    way: Way
    analysis_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """What the officer can choose for a photo: its faces, those known to be the person's, and where the version goes.

    `places` are the channels where the photo stood before the request took it down.
    """

    photo_id: UUID
    analysis_id: UUID
    faces: tuple[int, ...]
    theirs: tuple[int, ...]
    places: tuple[str, ...]


def offer(session: Session, request: RemovalRequest, photo_id: UUID) -> Offer | None:
    """Return what may be chosen for a photo; None where nobody agreed to hiding or no face was found."""
    found = analysis.current(session, photo_id)
    if not is_agreed(session, request, photo_id) or found is None or not found[1]:
        return None
    noted = select(TakenDown.place).where(TakenDown.photo_id == photo_id, TakenDown.state == PutBackState.NOTED)
    return Offer(
        photo_id=photo_id,
        analysis_id=found[0].id,
        faces=tuple(face.number for face in found[1]),
        theirs=_theirs(session, request.id, photo_id),
        places=tuple(sorted(set(session.exec(noted)))),
    )


def is_agreed(session: Session, request: RemovalRequest, photo_id: UUID) -> bool:
    """Say whether whoever asked agreed that hiding their face in this photo is enough."""
    return request.wish is Wish.BLUR_ME or session.get(HidingAllowed, (request.id, photo_id)) is not None


def require_choice(session: Session, request: RemovalRequest, photo_id: UUID, hidden: Hidden) -> None:
    """Let pass a choice that the person agreed to, that hides all of them, and that keeps nobody else who asked.

    Raises HidingNotAgreed, FaceNotChosen, AnotherAsks, NotAnalysed when the faces were looked for anew.
    """
    if not is_agreed(session, request, photo_id):
        raise HidingNotAgreed(photo=photo_id)
    if not hidden.faces or set(_theirs(session, request.id, photo_id)) - set(hidden.faces):
        raise FaceNotChosen(photo=photo_id)
    if others_ask(session, request.id, photo_id):
        raise AnotherAsks(photo=photo_id)
    found = analysis.current(session, photo_id)
    if found is None or found[0].id != hidden.analysis_id:
        raise NotAnalysed(photo=photo_id)


def others_ask(session: Session, request_id: UUID, photo_id: UUID) -> list[RequestedPhoto]:
    """Return the ties of other requests that hold this photo or have it replaced."""
    held = (RequestedPhotoState.RESTRICTED, RequestedPhotoState.HIDING)
    query = select(RequestedPhoto).where(
        RequestedPhoto.photo_id == photo_id,
        RequestedPhoto.request_id != request_id,
        col(RequestedPhoto.state).in_(held),
    )
    return list(session.exec(query))


def recipe_of(session: Session, photo_id: UUID, hidden: Hidden) -> Recipe:
    """Return what is done to a photo: the chosen faces hidden, and all that its mended copy hides and cuts away."""
    photo, earlier = album.photo(session, photo_id), seeing.ready(session, photo_id)
    whole = max(photo.width, photo.height)
    if earlier is None or earlier.analysis_id != hidden.analysis_id:
        return Recipe(faces=hidden.faces, way=hidden.way, keep=None, long_side=whole)
    known = recipes.read(earlier.recipe)
    faces = tuple(sorted({*hidden.faces, *known.faces}))
    return Recipe(faces=faces, way=hidden.way, keep=known.keep, long_side=known.long_side)


def _theirs(session: Session, request_id: UUID, photo_id: UUID) -> tuple[int, ...]:
    allowed = session.get(HidingAllowed, (request_id, photo_id))
    return faces_of(session, photo_id, allowed.person_id) if allowed else ()
