"""Who is in a photo and in its version with hidden faces, in the caller's session."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.measures import Box
from registry.analysis.records import Face
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance
from registry.intake.records import Photo
from registry.mending import seeing
from registry.mending.recipe import Recipe


def faces_of(session: Session, photo_id: UUID, person_id: UUID) -> tuple[int, ...]:
    """Return the numbers of a person's faces in a photo, as far as a human being says that they are theirs."""
    ties = select(Appearance).where(Appearance.photo_id == photo_id, Appearance.person_id == person_id)
    theirs = {tie.face_id for tie in session.exec(ties) if tie.face_id and tie.origin.is_certain}
    numbers = select(Face.number).where(col(Face.id).in_(theirs))
    return tuple(sorted(session.exec(numbers)))


def carry_over(
    session: Session, photo: Photo, version: Photo, recipe: Recipe, *, same_face: float, now: datetime
) -> None:
    """Tie to the version whom a human being found in the photo at a face that can still be seen; done again, the same.

    `same_face` is the overlap (IoU) from which two faces are one. Who is tied to no face is not carried over: nobody
    knows whether that is the person who asked.
    """
    before, after = analysis.current(session, photo.id), analysis.current(session, version.id)
    if before is None or after is None:
        return
    seen = {face.id: face for face in before[1] if face.number not in recipe.faces}
    settled = {tie.face_id for tie in appearances_of(session, version.id) if tie.origin.is_decided}
    for tie in appearances_of(session, photo.id):
        earlier = seen.get(tie.face_id) if tie.face_id and tie.origin.is_decided else None
        face = _same(earlier, after[1], photo, version, recipe, same_face) if earlier else None
        if face is not None and face.id not in settled:
            session.add(
                Appearance(
                    photo_id=version.id,
                    face_id=face.id,
                    person_id=tie.person_id,
                    origin=tie.origin,
                    decided_by=tie.decided_by,
                    at=now,
                )
            )
    session.flush()


def _same(
    earlier: Face, faces: Sequence[Face], photo: Photo, version: Photo, recipe: Recipe, least: float
) -> Face | None:
    """Return the version's face that is this one of the photo, seen at the version's place and size."""
    keep = recipe.kept_of(photo.width, photo.height)
    scale = version.width / keep.width
    there = Box(
        x=(earlier.x - keep.x) * scale,
        y=(earlier.y - keep.y) * scale,
        width=earlier.width * scale,
        height=earlier.height * scale,
    )
    closest = max(faces, key=lambda face: seeing.overlap(there, seeing.box_of(face)), default=None)
    return closest if closest and seeing.overlap(there, seeing.box_of(closest)) >= least else None
