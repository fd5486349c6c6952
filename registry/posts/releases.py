"""Press releases (article 3c): to whom, when, under which embargo, and what that means for their photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.facts import PressRelease
from registry.clock import Clock
from registry.consent.persons import is_mail
from registry.database import Database
from registry.posts.errors import MomentPast, ReasonMissing, ReleaseUnknown, ReleaseUnusable
from registry.posts.moments import local_day
from registry.posts.records import Release, ReleasePhoto, ReleaseRecipient
from registry.posts.states import ReleaseState
from registry.proof import audit
from registry.proof.events import AuditEvent


@dataclass(frozen=True, kw_only=True, slots=True)
class NewRelease:
    """A press release as it is written; `id` is made by the form, so that sending it twice makes one."""

    id: UUID
    title: str
    body: str
    domain: str | None
    distribute_at: datetime
    embargo_until: datetime | None
    recipients: tuple[str, ...]
    photo_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseView:
    """A press release, its photos and its recipients."""

    release: Release
    photo_ids: tuple[UUID, ...]
    recipients: tuple[ReleaseRecipient, ...]


class Releases:
    """The use cases of press releases; sending them is the worker's (`distributing.py`)."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def plan(self, actor: Actor, new: NewRelease) -> Release:
        """Plan a press release; planning the same one twice is harmless.

        Raises Forbidden, ReleaseUnusable, MomentPast.
        """
        require(actor, Permission.DECIDE_CASES)
        now = self._clock.now()
        _check(new, now)
        with self._database.transaction() as session:
            known = session.get(Release, new.id)
            if known is not None:
                return known
            release = _row(new, actor, now)
            session.add(release)
            session.flush()
            session.add_all(ReleasePhoto(release_id=new.id, photo_id=one) for one in dict.fromkeys(new.photo_ids))
            session.add_all(ReleaseRecipient(release_id=new.id, address=one) for one in dict.fromkeys(new.recipients))
            audit.append(session, AuditEvent.RELEASE_PLANNED, now=now, actor=actor, subject=new.id,
                         recipients=len(set(new.recipients)))  # fmt: skip
        return release

    def all(self, actor: Actor) -> list[ReleaseView]:
        """Return the press releases, the newest moment first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            rows = session.exec(select(Release).order_by(col(Release.distribute_at).desc()).limit(100))
            return [_view(session, row) for row in rows]

    def cancel(self, actor: Actor, release_id: UUID) -> None:
        """Give up a press release that has not gone out. Raises Forbidden, ReleaseUnknown."""
        require(actor, Permission.DECIDE_CASES)
        with self._database.transaction() as session:
            release = _planned(session, release_id)
            release.state = ReleaseState.CANCELLED
            session.add(release)
            audit.append(session, AuditEvent.RELEASE_CANCELLED, now=self._clock.now(), actor=actor, subject=release_id)

    def record_urgency(self, actor: Actor, release_id: UUID, *, decision: str, decided_on: date) -> None:
        """Record that the general director and the college unanimously found a release urgent, by which decision.

        Raises Forbidden, ReleaseUnknown, ReasonMissing.
        """
        require(actor, Permission.DECIDE_CASES)
        if not decision.strip():
            raise ReasonMissing
        with self._database.transaction() as session:
            release = session.get(Release, release_id)
            if release is None or release.state is ReleaseState.CANCELLED:
                raise ReleaseUnknown(release=release_id)
            release.urgent_decision, release.urgent_decided_on = decision.strip()[:200], decided_on
            release.urgent_recorded_by = actor.user_id
            session.add(release)
            audit.append(session, AuditEvent.RELEASE_URGENT, now=self._clock.now(), actor=actor, subject=release_id)


def press_release_of(session: Session, photo_id: UUID, *, at: datetime, now: datetime) -> PressRelease | None:
    """Return what the strictest of a photo's press releases asks at a moment, in the caller's transaction.

    One whose moment is to come is taken to go out then; one that has not gone out though its moment is past keeps
    social media waiting.
    """
    query = (
        select(Release)
        .join(ReleasePhoto, col(ReleasePhoto.release_id) == col(Release.id))
        .where(ReleasePhoto.photo_id == photo_id, Release.state != ReleaseState.CANCELLED)
    )
    found = [_facts(release, at, now) for release in session.exec(query)]
    return max(found, key=lambda one: (one.under_embargo, not one.urgent, one.distributed_on), default=None)


def tie_photos(session: Session, release_id: UUID, photo_ids: Sequence[UUID]) -> None:
    """Note that photos belong to a press release, in the caller's transaction. Raises ReleaseUnknown."""
    if session.get(Release, release_id) is None:
        raise ReleaseUnknown(release=release_id)
    tied = set(session.exec(select(ReleasePhoto.photo_id).where(ReleasePhoto.release_id == release_id)))
    session.add_all(ReleasePhoto(release_id=release_id, photo_id=one) for one in photo_ids if one not in tied)


def _facts(release: Release, at: datetime, now: datetime) -> PressRelease:
    planned = local_day(release.distribute_at)
    late = planned if release.distribute_at >= now else max(planned, local_day(at))
    day = local_day(release.sent_at) if release.sent_at else late
    return PressRelease(
        distributed_on=day,
        urgent=release.urgent_decision is not None,
        under_embargo=release.embargo_until is not None and at < release.embargo_until,
    )


def _check(new: NewRelease, now: datetime) -> None:
    usable = all(is_mail(address) for address in new.recipients)
    if not (new.title.strip() and new.body.strip() and new.recipients and usable):
        raise ReleaseUnusable
    if new.distribute_at < now:
        raise MomentPast


def _row(new: NewRelease, actor: Actor, now: datetime) -> Release:
    return Release(
        id=new.id,
        title=new.title.strip(),
        body=new.body.strip(),
        domain=new.domain,
        distribute_at=new.distribute_at,
        embargo_until=new.embargo_until,
        state=ReleaseState.PLANNED,
        created_by=actor.user_id,
        created_at=now,
    )


def _planned(session: Session, release_id: UUID) -> Release:
    release = session.get(Release, release_id)
    if release is None or release.state is not ReleaseState.PLANNED:
        raise ReleaseUnknown(release=release_id)
    return release


def _view(session: Session, release: Release) -> ReleaseView:
    photos = session.exec(select(ReleasePhoto.photo_id).where(ReleasePhoto.release_id == release.id))
    people = select(ReleaseRecipient).where(ReleaseRecipient.release_id == release.id)
    return ReleaseView(
        release=release,
        photo_ids=tuple(photos),
        recipients=tuple(session.exec(people.order_by(col(ReleaseRecipient.address)))),
    )
