"""What a mended copy still shows: the facts of its photo, with the faces that mending took away left out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.measures import Box, ShotType
from registry.analysis.records import Face
from registry.charter.advice import persons_left, ruling_left
from registry.charter.facts import FaceFacts, Facts, Shot
from registry.charter.verdict import Effect, Reason
from registry.locale import N_
from registry.mending import recipe
from registry.mending.cropping import cut_off
from registry.mending.records import Mend, MendedCopy
from registry.mending.states import MendState

_CAREFUL = (ShotType.PORTRAIT, ShotType.POSED_GROUP, ShotType.FOCUSED, ShotType.UNSURE)


def ready(session: Session, photo_id: UUID) -> Mend | None:
    """Return the mended copy that is published of a photo instead of the photo itself, if it has one."""
    return session.exec(select(Mend).where(Mend.photo_id == photo_id, Mend.state == MendState.READY)).first()


def shown_by(session: Session, copy_id: UUID) -> Mend | None:
    """Return the mended copy that a published copy shows; None where it shows the photo itself."""
    link = session.get(MendedCopy, copy_id)
    return session.get(Mend, link.mend_id) if link else None


def obstacle(session: Session, mend: Mend, *, same_face: float) -> Reason | None:
    """Return why a mended copy may not be used whatever it shows: it is not ready, or the faces are others now.

    `same_face` is the overlap (IoU) from which a face found by a newer analysis is the one found before.
    """
    if mend.state is not MendState.READY:
        return _stop(N_("This mended version was not finished or was taken back."), "mend", mend.state.value, "ready")
    found = analysis.current(session, mend.photo_id)
    if found is None or (found[0].id != mend.analysis_id and _others(session, mend, found[1], same_face)):
        return _stop(
            N_("Other faces were found in this photo after it was mended. Mend it again."), "analysis", "other", "same"
        )
    return None


def seen_through(facts: Facts, faces: Sequence[Face], mend: Mend, *, same_face: float) -> Facts:
    """Return the facts of the mended copy: what counts is who can still be seen, at the size of what is kept."""
    keep = _box(mend.keep)
    left = {face.number for face in faces if not _taken_away(face, mend, keep)}
    kept = tuple(face for face in facts.faces if face.number in left)
    is_cut = recipe.read(mend.recipe).keep is not None
    shown = (*_as_seen(kept, faces, mend, same_face), *_new(faces, left, mend, same_face))
    return replace(
        facts,
        faces=shown,
        persons=tuple(persons_left(facts.persons, left)),
        original_long_side=round(max(keep.width, keep.height)),
        shot=_shot(facts.shot, shown, mend, is_cut=is_cut),
        ruling=ruling_left(facts.ruling, somebody=bool(shown) and not is_cut),
        use=replace(facts.use, long_side=min(facts.use.long_side, mend.long_side)),
    )


def overlap(one: Box, other: Box) -> float:
    """Return the intersection over union of two boxes, 0 to 1."""
    shared = _shared(one, other)
    return shared / max(one.area + other.area - shared, 1e-9)


def box_of(face: Face) -> Box:
    """Return a stored face's box."""
    return Box(x=face.x, y=face.y, width=face.width, height=face.height)


def _taken_away(face: Face, mend: Mend, keep: Box) -> bool:
    """Return whether a face lies wholly within a hidden area, or wholly outside what is kept."""
    box = box_of(face)
    hidden = any(_shared(box, _box(area)) >= box.area * (1 - 1e-6) for area in mend.areas)
    return hidden or cut_off(box, keep)


def _others(session: Session, mend: Mend, faces: Sequence[Face], same_face: float) -> bool:
    """Return whether a newer analysis knows another set of faces than the one the copy was mended for."""
    before = list(session.exec(select(Face).where(col(Face.analysis_id) == mend.analysis_id)))
    if len(before) != len(faces):
        return True
    return any(max((overlap(box_of(new), box_of(old)) for old in before), default=0) < same_face for new in faces)


def _as_seen(kept: Iterable[FaceFacts], faces: Sequence[Face], mend: Mend, same_face: float) -> Iterable[FaceFacts]:
    """Give the faces left; one that the check found singled out in the mended copy is singled out."""
    boxes = {face.number: box_of(face) for face in faces}
    for face in kept:
        again = any(one[4] and overlap(_box(one), boxes[face.number]) >= same_face for one in mend.seen)
        yield replace(face, focused=face.focused or again)


def _new(faces: Sequence[Face], left: set[int], mend: Mend, same_face: float) -> Iterable[FaceFacts]:
    """Give the faces that the check found and no analysis knew: unknown people, who count."""
    number = max((face.number for face in faces), default=0)
    known = [box_of(face) for face in faces if face.number in left]
    for one in mend.seen:
        if all(overlap(_box(one), box) < same_face and not _within(_box(one), box) for box in known):
            number += 1
            yield FaceFacts(number=number, width=float(one[2]), focused=bool(one[4]))


def _within(one: Box, other: Box) -> bool:
    """Return whether most of a box lies in another: one face found larger or smaller than before."""
    return _shared(one, other) >= min(one.area, other.area) / 2


def _shot(before: Shot | None, shown: Sequence[FaceFacts], mend: Mend, *, is_cut: bool) -> Shot | None:
    """Return the kind of picture that is left: of what was cut, the new one; else the more careful of both."""
    if before is None:
        return None
    now = Shot(kind=mend.shot_type, confidence=mend.shot_confidence, figure="faces", value=len(shown), threshold=0)
    if not shown:
        return replace(now, kind=ShotType.NOBODY)
    if now.kind is ShotType.NOBODY:
        now = replace(now, kind=before.kind)
    if is_cut:
        return now
    return min((before, now), key=lambda shot: _CAREFUL.index(shot.kind) if shot.kind in _CAREFUL else len(_CAREFUL))


def _stop(text: str, figure: str, value: str, threshold: str) -> Reason:
    return Reason(
        article="2f",
        rule="mended",
        effect=Effect.BLOCKS,
        text=text,
        figure=figure,
        value=value,
        threshold=threshold,
        unit=N_("state"),
    )


def _box(edges: Sequence[float]) -> Box:
    return Box(x=float(edges[0]), y=float(edges[1]), width=float(edges[2]), height=float(edges[3]))


def _shared(one: Box, other: Box) -> float:
    """Return the area two boxes share, in square px."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)
