"""Questions to the archive, in the caller's session: which photo is next, what would change, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.charter.verdict import Outcome
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.reanalysis.records import ReanalysedPhoto, Reanalysis
from registry.reanalysis.states import PhotoProgress, ReanalysisState

_FINAL = tuple(state for state in ReanalysisState if state.is_final)
_CHANGED = col(ReanalysedPhoto.outcome_before).is_distinct_from(col(ReanalysedPhoto.outcome_after))
_JUST_CAME_IN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A photo whose verdict would be another: its reference, and the verdict and kind before and after."""

    photo_id: UUID
    reference: str
    before: Outcome
    after: Outcome
    shot_before: ShotType
    shot_after: ShotType


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How many photos were `seen`, could not be read, still `remain`, and already `applied`.

    `waiting` are restricted ones: nobody works with them while a request is open.
    """

    seen: int
    unreadable: int
    remain: int
    applied: int
    waiting: int

    @property
    def total(self) -> int:
        """All photos it is about."""
        return self.seen + self.unreadable + self.remain


def under_way(session: Session) -> Reanalysis | None:
    """Return the re-analysis that is not over, if there is one."""
    return session.exec(select(Reanalysis).where(col(Reanalysis.state).not_in(_FINAL))).first()


def newest(session: Session) -> Reanalysis | None:
    """Return the re-analysis that was begun last, over or not."""
    return session.exec(select(Reanalysis).order_by(col(Reanalysis.started_at).desc())).first()


def next_photo(session: Session, run: Reanalysis) -> UUID | None:
    """Return the newest photo that still has to be looked at: those are the likeliest to be used."""
    query = _remaining(run, PhotoState.ANALYSED).order_by(col(Photo.received_at).desc(), col(Photo.id))
    return session.exec(query.limit(1)).first()


def somebody_waits(session: Session, now: datetime) -> bool:
    """Return whether a photo that just came in waits to be looked at: it goes first."""
    fresh = select(Photo.id).where(Photo.state == PhotoState.RECEIVED, col(Photo.received_at) > now - _JUST_CAME_IN)
    return session.exec(fresh.limit(1)).first() is not None


def item(session: Session, run_id: UUID, photo_id: UUID) -> ReanalysedPhoto | None:
    """Return what became of a photo in a re-analysis, None while nothing did."""
    query = select(ReanalysedPhoto).where(ReanalysedPhoto.reanalysis_id == run_id, ReanalysedPhoto.photo_id == photo_id)
    return session.exec(query).first()


def kind_now(session: Session, photo_id: UUID) -> ShotType:
    """Return the kind of a photo by the analysis that counts. Raises when it has none."""
    query = select(col(Analysis.shot_type)).where(Analysis.photo_id == photo_id, col(Analysis.current))
    return session.exec(query).one()


def next_to_apply(session: Session, run_id: UUID) -> ReanalysedPhoto | None:
    """Return a photo whose new analysis does not count yet, those whose verdict changes first."""
    query = select(ReanalysedPhoto).where(
        ReanalysedPhoto.reanalysis_id == run_id, ReanalysedPhoto.progress == PhotoProgress.SEEN
    )
    return session.exec(query.order_by(sa.case((_CHANGED, 0), else_=1), col(ReanalysedPhoto.id)).limit(1)).first()


def progress(session: Session, run: Reanalysis) -> Progress:
    """Count the photos of a re-analysis."""
    by = select(col(ReanalysedPhoto.progress), sa.func.count()).where(ReanalysedPhoto.reanalysis_id == run.id)
    counts: dict[PhotoProgress, int] = dict(session.exec(by.group_by(col(ReanalysedPhoto.progress))).all())
    applied = counts.get(PhotoProgress.APPLIED, 0)
    return Progress(
        seen=counts.get(PhotoProgress.SEEN, 0) + applied,
        unreadable=counts.get(PhotoProgress.UNREADABLE, 0),
        remain=remaining(session, run, PhotoState.ANALYSED),
        applied=applied,
        waiting=remaining(session, run, PhotoState.RESTRICTED),
    )


def remaining(session: Session, run: Reanalysis, state: PhotoState) -> int:
    """Return how many photos in a state have an analysis of another engine and none of this re-analysis."""
    return session.exec(select(sa.func.count()).select_from(_remaining(run, state).subquery())).one()


def change_counts(session: Session, run_id: UUID) -> Mapping[tuple[Outcome, Outcome], int]:
    """Return how many verdicts would change, by what they were and what they would be."""
    before, after = col(ReanalysedPhoto.outcome_before), col(ReanalysedPhoto.outcome_after)
    query = select(before, after, sa.func.count()).where(
        ReanalysedPhoto.reanalysis_id == run_id, before.is_not(None), _CHANGED
    )
    found = session.exec(query.group_by(before, after)).all()
    return {(was, would): count for was, would, count in found if was and would}


def changes(session: Session, run_id: UUID, *, page: int, size: int) -> list[Change]:
    """Return a page (from 0) of the photos whose verdict would change."""
    query = (
        select(ReanalysedPhoto, Photo.reference)
        .join(Photo, col(Photo.id) == col(ReanalysedPhoto.photo_id))
        .where(ReanalysedPhoto.reanalysis_id == run_id, col(ReanalysedPhoto.outcome_before).is_not(None), _CHANGED)
        .order_by(col(ReanalysedPhoto.outcome_after), col(Photo.reference))
    )
    return [_change(row, reference) for row, reference in session.exec(query.offset(page * size).limit(size))]


def drop_some(session: Session, run_id: UUID, *, at_most: int) -> int:
    """Remove some of a re-analysis's analyses that do not count, with its own lines; return how many."""
    query = select(ReanalysedPhoto).where(ReanalysedPhoto.reanalysis_id == run_id).limit(at_most)
    rows = list(session.exec(query))
    analyses = [row.analysis_id for row in rows if row.analysis_id]
    session.exec(sa.delete(Face).where(col(Face.analysis_id).in_(analyses)))
    session.exec(sa.delete(Analysis).where(col(Analysis.id).in_(analyses), ~col(Analysis.current)))
    session.exec(sa.delete(ReanalysedPhoto).where(col(ReanalysedPhoto.id).in_([row.id for row in rows])))
    return len(rows)


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove what re-analyses noted of a photo; its analyses go with the analysis's own rows."""
    session.exec(sa.delete(ReanalysedPhoto).where(col(ReanalysedPhoto.photo_id) == photo_id))


def _remaining(run: Reanalysis, state: PhotoState) -> SelectOfScalar[UUID]:
    """Photos whose current analysis is by another engine, and that this re-analysis did not come to yet."""
    met = sa.exists().where(
        col(ReanalysedPhoto.reanalysis_id) == run.id, col(ReanalysedPhoto.photo_id) == col(Photo.id)
    )
    other = sa.or_(col(Analysis.engine) != run.engine, col(Analysis.engine_version) != run.engine_version)
    return (
        select(Photo.id)
        .join(Analysis, sa.and_(col(Analysis.photo_id) == col(Photo.id), col(Analysis.current)))
        .where(col(Photo.state) == state, other, ~met)
    )


def _change(row: ReanalysedPhoto, reference: str) -> Change:
    assert row.outcome_before and row.outcome_after and row.shot_before and row.shot_after  # noqa: PT018 - one condition: it was seen
    return Change(
        photo_id=row.photo_id,
        reference=reference,
        before=row.outcome_before,
        after=row.outcome_after,
        shot_before=row.shot_before,
        shot_after=row.shot_after,
    )
