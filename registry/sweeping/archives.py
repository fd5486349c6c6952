"""What the records say of archives that are taken over: progress, what was refused, what stands without a ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.charter.verdict import Outcome
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.review.records import Judgement
from registry.sweeping.records import AdoptedFile, Adoption
from registry.sweeping.states import FileOutcome

_THERE = (FileOutcome.TAKEN, FileOutcome.COPY)


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveProgress:
    """How far the taking over of one archive is, in files."""

    run: Adoption
    counts: Mapping[FileOutcome, int]

    @property
    def total(self) -> int:
        """How many files the archive holds, as far as it was listed."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """How many of them were dealt with."""
        return self.total - self.counts.get(FileOutcome.WAITING, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A file of an archive that stands there, with its photo and the verdict on it."""

    photo_id: UUID
    reference: str
    outcome: Outcome


def progress(session: Session, run: Adoption) -> ArchiveProgress:
    """Return how many files ended how."""
    counted = select(AdoptedFile.outcome, sa.func.count()).where(AdoptedFile.adoption_id == run.id)
    rows = session.exec(counted.group_by(col(AdoptedFile.outcome)))
    return ArchiveProgress(run=run, counts={FileOutcome(outcome): number for outcome, number in rows})


def by_verdict(session: Session, place: str, purpose: str) -> dict[Outcome, int]:
    """Return how many files that stand in a place have which verdict for a purpose; only judged ones count."""
    query = _standing(place, purpose, Judgement.outcome, sa.func.count()).group_by(col(Judgement.outcome))
    return {outcome: number for outcome, number in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def without_ground(session: Session, place: str, purpose: str, *, page: int, size: int) -> list[Standing]:
    """Return a page (from 0) of the photos that stand in a place and may not, by the verdicts on them."""
    refused = [outcome for outcome in Outcome if not outcome.may_go_out]
    query = (
        _standing(place, purpose, Photo.id, Photo.reference, Judgement.outcome)
        .where(col(Judgement.outcome).in_(refused))
        .distinct()
        .order_by(col(Photo.reference))
        .offset(page * size)
        .limit(size)
    )
    return [
        Standing(photo_id=photo_id, reference=reference, outcome=outcome)
        for photo_id, reference, outcome in session.execute(query)
    ]


def _standing(place: str, purpose: str, *columns: object) -> sa.Select[tuple[object, ...]]:
    """Return a query on the files of a place's archives whose photos are here, with the verdict on each."""
    query: sa.Select[tuple[object, ...]] = (
        sa.select(*columns)  # type: ignore[call-overload]
        .select_from(AdoptedFile)
        .join(Adoption, col(Adoption.id) == col(AdoptedFile.adoption_id))
        .join(Photo, col(Photo.id) == col(AdoptedFile.photo_id))
        .join(Judgement, sa.and_(col(Judgement.photo_id) == col(Photo.id), col(Judgement.current)))
        .where(
            col(Adoption.place) == place,
            col(AdoptedFile.outcome).in_(_THERE),
            col(Photo.state) != PhotoState.ERASED,
            col(Judgement.purpose) == purpose,
        )
    )
    return query
