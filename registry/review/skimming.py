"""The facts of very many photos for one use: what the outcome rests on, read with as few rows as that takes.

Of a photo that nobody is tied to and no text names anybody on, only the widest face of each kind matters. The database
finds it; the photos that are left are gathered whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.charter.facts import FaceFacts, Facts, Ruling, Setting, Shot, Standing, Text, TextPlace, Use
from registry.charter.likeness import Reach
from registry.consent.records import Appearance, Office
from registry.intake.records import Event, Photo
from registry.review.facts import gather_many
from registry.review.naming import Namer, by_index
from registry.review.records import PhotoRuling

AT_A_TIME = 500
_Row: TypeAlias = Any  # columns of one photo, by name


def facts_of(
    session: Session, photo_ids: Sequence[UUID], use: Use, on: date, within: Reach
) -> Iterator[tuple[UUID, Facts | None]]:
    """Return each photo with facts that get the outcome its own facts get, in the order of the ids.

    None for a photo out of a change's reach. What is read of a person stays, for the photos to come.
    """
    namer = by_index(session)
    events = session.execute(sa.select(col(Event.id), col(Event.public)))
    public = {event.id: event.public for event in events}
    for start in range(0, len(photo_ids), AT_A_TIME):
        some = photo_ids[start : start + AT_A_TIME]
        found = session.execute(_PHOTOS.where(col(Photo.id).in_(some)))
        skims = (_Skim(row=row, public=public[row.event_id], use=use, namer=namer) for row in found)
        near = {one.row.id: one for one in skims if one.lies_within(within)}
        whole = [key for key, one in near.items() if one.has_people()]
        gathered = gather_many(session, whole, use, on, namer) if whole else {}
        session.expunge_all()  # rows of persons that were read stay in the session otherwise
        for photo_id in some:
            yield photo_id, gathered.get(photo_id) or (near[photo_id].facts() if photo_id in near else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Skim:
    """What is read of every photo."""

    row: _Row
    public: bool
    use: Use
    namer: Namer

    def lies_within(self, within: Reach) -> bool:
        """Return whether a change can touch the photo."""
        return (
            within.every
            or (within.faces and self._faces_count())
            or (within.people and self.has_people())
            or (within.college and (self.row.official or self._names_anyone()))
            or (bool(within.parties) and any(within.names(text.words) for text in self._texts()))
        )

    def has_people(self) -> bool:
        """Return whether somebody is tied to the photo or named on it."""
        return self.row.tied or self._names_anyone()

    def facts(self) -> Facts:
        """Return the facts of a photo with nobody known in it, with the widest face of each kind."""
        row = self.row
        widest = ((row.widest_focused, True), (row.widest_other, False))
        seen = Shot(kind=row.shot_type, confidence=row.shot_confidence, figure="", value=0, threshold=0)
        return Facts(
            standing=Standing.OPEN,
            setting=Setting.PUBLIC_EVENT if self.public else Setting.NOT_PUBLIC,
            shot=seen if row.shot_type else None,
            original_long_side=max(row.width, row.height),
            faces=tuple(
                FaceFacts(number=number, width=width, focused=focused)
                for number, (width, focused) in enumerate(widest, start=1)
                if width is not None
            ),
            persons=(),
            use=self.use,
            texts=self._texts(),
            ruling=_ruling(row),
            press_release=self.use.press_release,
        )

    def _faces_count(self) -> bool:
        return not self.public or self.row.ruling is not None or self.row.shot_type not in _FREE

    def _names_anyone(self) -> bool:
        words = (self.row.caption, self.row.file_name, *(text.words for text in self.use.texts))
        return any(text and self.namer(text) for text in words)

    def _texts(self) -> tuple[Text, ...]:
        caption = (Text(place=TextPlace.CAPTION, words=self.row.caption),) if self.row.caption else ()
        return (*caption, *self.use.texts)


_FREE = frozenset({ShotType.NOBODY, ShotType.OVERVIEW, ShotType.ATMOSPHERE, ShotType.UNSURE})
"""At a public event no face of these counts, unless an officer ruled otherwise."""


def _ruling(row: _Row) -> Ruling | None:
    """Return the officer's ruling; one on the kind of photo holds for the analysis it was made on."""
    ruling: Ruling | None = row.ruling
    if ruling is None or not ruling.decides_kind or row.ruled_on == row.analysis_id:
        return ruling
    return None


def _widest(*, focused: bool) -> "sa.ScalarSelect[float]":
    faces = sa.select(sa.func.max(col(Face.width))).where(
        col(Face.analysis_id) == col(Analysis.id), col(Face.focused).is_(focused)
    )
    return faces.correlate(Analysis).scalar_subquery()


_PHOTOS: Any = (
    sa.select(
        col(Photo.id),
        col(Photo.event_id),
        col(Photo.width),
        col(Photo.height),
        col(Photo.caption),
        col(Photo.file_name),
        col(Analysis.id).label("analysis_id"),
        col(Analysis.shot_type),
        col(Analysis.shot_confidence),
        col(PhotoRuling.ruling),
        col(PhotoRuling.analysis_id).label("ruled_on"),
        _widest(focused=True).label("widest_focused"),
        _widest(focused=False).label("widest_other"),
        sa.exists(sa.select(1).where(col(Appearance.photo_id) == col(Photo.id))).label("tied"),
        sa.exists(
            sa.select(1)
            .join_from(Appearance, Office, col(Office.person_id) == col(Appearance.person_id))
            .where(col(Appearance.photo_id) == col(Photo.id))
        ).label("official"),
    )
    .outerjoin(Analysis, sa.and_(col(Analysis.photo_id) == col(Photo.id), col(Analysis.current)))
    .outerjoin(PhotoRuling, sa.and_(col(PhotoRuling.photo_id) == col(Photo.id), col(PhotoRuling.current)))
)
