"""Ties of persons to faces without comparing faces: decisions carried to a new analysis, names in the file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from registry.analysis.records import Face
from registry.charter.charter import Charter
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.intake.records import Photo


def carry_over(session: Session, photo_id: UUID, faces: Sequence[Face], charter: Charter) -> None:
    """Move decisions made on faces of an earlier analysis to the same faces of this one; suggestions are not moved."""
    there = {face.id for face in faces}
    least = charter.figure("matching.same_face").value
    for tie in appearances_of(session, photo_id):
        earlier = session.get(Face, tie.face_id) if tie.face_id and tie.face_id not in there else None
        if earlier is None or not tie.origin.is_decided:
            continue
        closest = max(faces, key=lambda face: overlap(earlier, face), default=None)
        if closest is not None and overlap(earlier, closest) >= least:
            tie.face_id = closest.id
            session.add(tie)
    session.flush()


def named_faces(photo: Photo, faces: Sequence[Face]) -> list[tuple[str, Face | None]]:
    """Return the names the photographer wrote with a photo, each with the face it stands at (None: at no face)."""
    named = [(str(region.get("name") or "").strip(), _face_at(region, photo, faces)) for region in photo.regions]
    return [(name, face) for name, face in named if name]


def suggest_declared(
    session: Session,
    photo: Photo,
    faces: Sequence[Face],
    known: Mapping[str, Sequence[UUID]],
    now: datetime,
) -> None:
    """Suggest the persons of the register whose names the photographer put on faces.

    `known` says whom each name may mean; a person confirms it, as with every suggestion. The suggestion has no
    similarity: nothing was compared. Repeating it adds nothing; nobody is suggested at a face, or for somebody, that a
    person decided on.
    """
    ties = appearances_of(session, photo.id)
    there = {(tie.face_id, tie.person_id) for tie in ties}
    settled_faces = {tie.face_id for tie in ties if tie.origin.is_certain}
    settled_people = {tie.person_id for tie in ties if tie.origin.is_certain}
    for name, face in named_faces(photo, faces):
        for person in known.get(name, ()):
            if face is None or face.id in settled_faces or person in settled_people or (face.id, person) in there:
                continue
            there.add((face.id, person))
            session.add(
                Appearance(photo_id=photo.id, face_id=face.id, person_id=person, origin=Origin.SUGGESTED, at=now)
            )
    session.flush()


def overlap(one: Face, other: Face) -> float:
    """Return the intersection over union of two faces' boxes, 0..1."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(wide, 0.0) * max(high, 0.0)
    return shared / (one.width * one.height + other.width * other.height - shared)


def _face_at(region: dict[str, object], photo: Photo, faces: Sequence[Face]) -> Face | None:
    """Return the face that holds the middle of a region (shares of the upright photo), the smallest if several do."""
    sides = [region.get(side) for side in ("x", "y", "width", "height")]
    known = [float(side) for side in sides if isinstance(side, int | float)]
    if len(known) < len(sides):
        return None
    left, top, wide, high = known
    x, y = (left + wide / 2) * photo.width, (top + high / 2) * photo.height
    holding = [f for f in faces if f.x <= x <= f.x + f.width and f.y <= y <= f.y + f.height]
    return min(holding, key=lambda face: face.width * face.height, default=None)
