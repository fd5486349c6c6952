"""What happened in each month: photos and verdicts, requests and the days they took, copies by place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis
from registry.charter.verdict import Outcome
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.erasure.records import Erasure
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.removal.records import RemovalRequest
from registry.review.records import Judgement

OUTSIDE = (CopyKind.PUBLISHED, CopyKind.EXPORT, CopyKind.SENT)
"""The kinds of copies that stand outside the registry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """How many photos of a month have this shot type and this verdict."""

    month: date
    shot_type: ShotType
    outcome: Outcome
    photos: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The requests received in a month; days run from receipt to decision, None where none was decided yet."""

    month: date
    requests: int
    answered: int
    late: int
    median_days: float | None
    slowest_days: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """The copies at one place: shown or put there, and taken away again."""

    place: str
    there: int
    gone: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """One month in figures."""

    month: date
    photos: int = 0
    outcomes: Mapping[Outcome, int]
    published: int = 0
    requests: int = 0
    erasures: int = 0
    median_days: float | None = None


def seen(session: Session, since: datetime, purpose: str) -> list[Seen]:
    """Return the photos received since then by month (UTC), shot type and verdict for a purpose, oldest month first."""
    month = _month(session, col(Photo.received_at))
    # Asked for photo by photo, so that each is one look in an index: joined, SQLite goes through every judgement.
    kind = sa.select(col(Analysis.shot_type)).where(col(Analysis.photo_id) == col(Photo.id), col(Analysis.current))
    outcome = sa.select(col(Judgement.outcome)).where(
        col(Judgement.photo_id) == col(Photo.id), col(Judgement.current), col(Judgement.purpose) == purpose
    )
    each = sa.select(
        month.label("month"),
        kind.limit(1).scalar_subquery().label("kind"),
        outcome.limit(1).scalar_subquery().label("outcome"),
    ).where(col(Photo.received_at) >= since, col(Photo.state) != PhotoState.ERASED)
    judged = each.subquery()
    query = (
        sa.select(judged.c.month, judged.c.kind, judged.c.outcome, sa.func.count())
        .where(judged.c.kind.is_not(None), judged.c.outcome.is_not(None))
        .group_by(judged.c.month, judged.c.kind, judged.c.outcome)
        .order_by(judged.c.month)
    )
    return [
        Seen(month=_day(name), shot_type=kind, outcome=outcome, photos=count)
        for name, kind, outcome, count in session.connection().execute(query)
    ]


def answered(session: Session, since: datetime) -> list[Answered]:
    """Return the requests received since then by month (UTC), the oldest month first."""
    query = sa.select(
        col(RemovalRequest.received_at),
        col(RemovalRequest.decided_at),
        sa.func.coalesce(RemovalRequest.extended_until, RemovalRequest.due_on),
    ).where(col(RemovalRequest.received_at) >= since)
    found: dict[date, list[tuple[int | None, bool]]] = defaultdict(list)
    for received, decided, due in session.connection().execute(query):
        last = date.fromisoformat(due) if isinstance(due, str) else due
        days = (decided - received).days if decided else None
        is_late = decided is not None and decided.astimezone(LOCAL_TIME).date() > last
        found[received.date().replace(day=1)].append((days, is_late))
    return [_answered(month, found[month]) for month in sorted(found)]


def standing(session: Session) -> list[Standing]:
    """Return how many copies stand at each place outside the registry, and how many were taken away."""
    query = (
        sa.select(col(Copy.place), col(Copy.state), sa.func.count())
        .where(col(Copy.kind).in_(OUTSIDE))
        .group_by(col(Copy.place), col(Copy.state))
    )
    there: dict[str, int] = defaultdict(int)
    gone: dict[str, int] = defaultdict(int)
    for place, state, count in session.connection().execute(query):
        (gone if CopyState(state).is_gone else there)[place] += count
    return [Standing(place=place, there=there[place], gone=gone[place]) for place in sorted({*there, *gone})]


def months(session: Session, since: datetime, purpose: str) -> list[Month]:
    """Return each month since then in figures, verdicts for a purpose, the newest first."""
    photos = _count(session, col(Photo.received_at), since)
    published = _count(session, col(Copy.planned_at), since, col(Copy.kind) == CopyKind.PUBLISHED)
    erasures = _count(session, col(Erasure.asked_at), since)
    requests = {one.month: one for one in answered(session, since)}
    outcomes: dict[date, dict[Outcome, int]] = defaultdict(lambda: defaultdict(int))
    for one in seen(session, since, purpose):
        outcomes[one.month][one.outcome] += one.photos
    return [
        Month(
            month=month,
            photos=photos.get(month, 0),
            outcomes=dict(outcomes[month]),
            published=published.get(month, 0),
            requests=requests[month].requests if month in requests else 0,
            erasures=erasures.get(month, 0),
            median_days=requests[month].median_days if month in requests else None,
        )
        for month in sorted({*photos, *published, *erasures, *requests}, reverse=True)
    ]


def first_of(today: date, months_back: int) -> datetime:
    """Return the first moment (UTC) of the month so many months before today's."""
    months_gone = today.year * 12 + today.month - 1 - months_back
    return datetime(months_gone // 12, months_gone % 12 + 1, 1, tzinfo=UTC)


def _answered(month: date, requests: list[tuple[int | None, bool]]) -> Answered:
    days = [taken for taken, _ in requests if taken is not None]
    return Answered(
        month=month,
        requests=len(requests),
        answered=len(days),
        late=sum(is_late for _, is_late in requests),
        median_days=float(median(days)) if days else None,
        slowest_days=max(days, default=None),
    )


def _count(session: Session, at: Any, since: datetime, *which: Any) -> dict[date, int]:
    month = _month(session, at)
    query = sa.select(month, sa.func.count()).where(at >= since, *which).group_by(month)
    return {_day(name): count for name, count in session.connection().execute(query)}


def _month(session: Session, at: Any) -> Any:
    if session.connection().dialect.name == "sqlite":
        return sa.func.strftime("%Y-%m", at)
    return sa.func.to_char(sa.func.timezone("UTC", at), "YYYY-MM")


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
