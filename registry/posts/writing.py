"""Writing posts: the checklist, decisions with a reason, the college, and the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.rules import DECIDABLE
from registry.clock import Clock
from registry.database import Database
from registry.intake.records import Photo
from registry.posts.checklist import Initiative, judge
from registry.posts.errors import MomentPast, PostChanged, PostEmpty, PostNotReady, ReasonMissing
from registry.posts.foreseeing import BALANCE, Foreseen, Foresight
from registry.posts.planning import changeable, enter, get, is_under_way, open_again
from registry.posts.records import CollegeQuestion, Post, PostDecision, PostDelivery, PostPhoto
from registry.posts.releases import tie_photos
from registry.posts.states import DeliveryState, PostState
from registry.posts.viewing import PostView, questions_of, view_of
from registry.proof import audit
from registry.proof.events import AuditEvent

_LISTED = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPost:
    """A post as it is written; `id` is made by the form. `alt_texts` are by photo, in the order of the photos."""

    id: UUID
    caption: str
    alt_texts: Mapping[UUID, str]
    channels: tuple[str, ...]
    send_at: datetime
    domain: str | None
    initiative: Initiative
    answers: Mapping[str, str]
    release_id: UUID | None = None


class Posts:
    """The use cases of posts; sending them is the worker's (`sending.py`)."""

    def __init__(self, *, database: Database, clock: Clock, foresight: Foresight) -> None:
        self._database = database
        self._clock = clock
        self._foresight = foresight

    def write(self, actor: Actor, new: NewPost) -> Post:
        """Keep a draft, or write it anew while it has not been scheduled.

        Raises Forbidden, PostEmpty, MomentPast, PostChanged, ReleaseUnknown.
        """
        require(actor, Permission.PUBLISH)
        if not new.alt_texts or not new.channels:
            raise PostEmpty
        now = self._clock.now()
        if new.send_at < now:
            raise MomentPast
        with self._database.transaction() as session:
            post = session.get(Post, new.id)
            if post is not None and post.state is not PostState.DRAFT:
                raise PostChanged(post=new.id, state=post.state.value)
            post = _written(session, post, new, actor, now)
            if new.release_id is not None:
                tie_photos(session, new.release_id, tuple(new.alt_texts))
        return post

    def reword(
        self, actor: Actor, post_id: UUID, *, caption: str, domain: str | None, alt_texts: Mapping[UUID, str]
    ) -> None:
        """Change the words of a draft; what officers decided about the earlier words falls away.

        Raises Forbidden, PostUnknown, PostChanged.
        """
        require(actor, Permission.PUBLISH)
        with self._database.transaction() as session:
            post = get(session, post_id)
            if post.state is not PostState.DRAFT:
                raise PostChanged(post=post_id, state=post.state.value)
            post.caption, post.domain, post.version = caption.strip(), domain, post.version + 1
            session.add(post)
            for photo in session.exec(select(PostPhoto).where(PostPhoto.post_id == post_id)):
                photo.alt_text = alt_texts.get(photo.photo_id, photo.alt_text).strip()
                session.add(photo)
            session.execute(sa.delete(PostDecision).where(col(PostDecision.post_id) == post_id))

    def foresee(self, actor: Actor, post_id: UUID, send_at: datetime | None = None) -> Foreseen:
        """Return what a post comes to at its moment, or would at another one. Raises Forbidden, PostUnknown."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            post = get(session, post_id)
            return self._foreseen(session, post, send_at or post.send_at)

    def decide(self, actor: Actor, post_id: UUID, rule: str, reason: str) -> None:
        """Answer one rule's question (or the balance) for one post, with a reason; the log notes the rule.

        Raises Forbidden, PostUnknown, PostChanged, ReasonMissing, PostNotReady for a rule nobody may decide on.
        """
        require(actor, Permission.DECIDE_CASES)
        if not reason.strip():
            raise ReasonMissing
        if rule not in DECIDABLE | {BALANCE}:
            raise PostNotReady(post=post_id)
        now = self._clock.now()
        with self._database.transaction() as session:
            changeable(session, post_id)
            session.execute(
                sa.delete(PostDecision).where(col(PostDecision.post_id) == post_id, col(PostDecision.rule) == rule)
            )
            session.add(
                PostDecision(
                    post_id=post_id, rule=rule, reason=reason.strip(), decided_by=actor.user_id, decided_at=now
                )
            )
            audit.append(session, AuditEvent.POST_DECIDED, now=now, actor=actor, subject=post_id, rule=rule)

    def ask_college(self, actor: Actor, post_id: UUID) -> CollegeQuestion:
        """Put a post in doubt to the college. Raises Forbidden, PostUnknown, PostChanged."""
        require(actor, Permission.PUBLISH)
        now = self._clock.now()
        with self._database.transaction() as session:
            post = changeable(session, post_id)
            finding = judge(post.initiative, post.answers)
            question = CollegeQuestion(
                post_id=post_id, codes=[*finding.in_doubt, *finding.against], asked_by=actor.user_id, asked_at=now
            )
            session.add(question)
            enter(session, post, PostState.AT_COLLEGE, now)
            audit.append(session, AuditEvent.COLLEGE_ASKED, now=now, actor=actor, subject=post_id)
        return question

    def record_college(self, actor: Actor, post_id: UUID, *, approved: bool, decided_on: date, decision: str) -> None:
        """Record what the college decided of a post in doubt, by which decision.

        Raises Forbidden, PostUnknown, PostChanged, ReasonMissing.
        """
        require(actor, Permission.DECIDE_CASES)
        if not decision.strip():
            raise ReasonMissing
        now = self._clock.now()
        with self._database.transaction() as session:
            post = get(session, post_id)
            if post.state is not PostState.AT_COLLEGE:
                raise PostChanged(post=post_id, state=post.state.value)
            question = questions_of(session, post_id)[-1]
            question.approved, question.decided_on, question.decision = approved, decided_on, decision.strip()[:200]
            question.recorded_by, question.recorded_at = actor.user_id, now
            session.add(question)
            enter(session, post, PostState.DRAFT if approved else PostState.REFUSED, now)
            audit.append(session, AuditEvent.COLLEGE_DECIDED, now=now, actor=actor, subject=post_id, approved=approved)

    def move(self, actor: Actor, post_id: UUID, send_at: datetime) -> None:
        """Give a post another moment; one that is planned stays so, and moves only to where nothing stands in its way.

        Raises Forbidden, PostUnknown, PostChanged (also once something of it is under way), MomentPast, PostNotReady.
        """
        require(actor, Permission.PUBLISH)
        now = self._clock.now()
        with self._database.transaction() as session:
            post = get(session, post_id)
            is_planned = post.state is PostState.SCHEDULED
            if not (is_planned or post.state.can_change) or is_under_way(session, post):
                raise PostChanged(post=post_id, state=post.state.value)
            if send_at < now:
                raise MomentPast
            post.send_at = send_at
            session.add(post)
            if is_planned:
                self._plan(session, actor, post, now)

    def schedule(self, actor: Actor, post_id: UUID, send_at: datetime | None = None) -> Post:
        """Give a post its moment (another one, say, after it was held); what stands in the way then is refused now.

        Raises Forbidden, PostUnknown, PostChanged, MomentPast, PostNotReady.
        """
        require(actor, Permission.PUBLISH)
        now = self._clock.now()
        with self._database.transaction() as session:
            post = changeable(session, post_id)
            post.send_at = send_at or post.send_at
            if post.send_at < now:
                raise MomentPast
            self._plan(session, actor, post, now)
        return post

    def take_back(self, actor: Actor, post_id: UUID) -> None:
        """Make a planned post a draft again, to change its words or to decide on what stands in its way.

        Raises Forbidden, PostUnknown, PostChanged (also once something of it is under way).
        """
        require(actor, Permission.PUBLISH)
        now = self._clock.now()
        with self._database.transaction() as session:
            post = get(session, post_id)
            if post.state is not PostState.SCHEDULED or is_under_way(session, post):
                raise PostChanged(post=post_id, state=post.state.value)
            enter(session, post, PostState.DRAFT, now)
            audit.append(session, AuditEvent.POST_TAKEN_BACK, now=now, actor=actor, subject=post_id)

    def cancel(self, actor: Actor, post_id: UUID) -> None:
        """Give a post up. Raises Forbidden, PostUnknown, PostChanged."""
        require(actor, Permission.PUBLISH)
        now = self._clock.now()
        with self._database.transaction() as session:
            post = get(session, post_id)
            if not post.state.can_be_cancelled:
                raise PostChanged(post=post_id, state=post.state.value)
            enter(session, post, PostState.CANCELLED, now)
            audit.append(session, AuditEvent.POST_CANCELLED, now=now, actor=actor, subject=post_id)

    def all(self, actor: Actor, states: Sequence[PostState] = tuple(PostState)) -> list[PostView]:
        """Return posts in some states, the latest moment first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            query = select(Post).where(col(Post.state).in_(states)).order_by(col(Post.send_at).desc()).limit(_LISTED)
            return [view_of(session, post) for post in session.exec(query)]

    def one(self, actor: Actor, post_id: UUID) -> PostView:
        """Return one post. Raises Forbidden, PostUnknown."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return view_of(session, get(session, post_id))

    def photos(self, actor: Actor, references: Sequence[str]) -> dict[str, UUID]:
        """Return the photos with these references, by reference. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            found = session.exec(select(Photo.reference, Photo.id).where(col(Photo.reference).in_(list(references))))
            return dict(found.all())

    def _plan(self, session: Session, actor: Actor, post: Post, now: datetime) -> None:
        if not self._foreseen(session, post, post.send_at).is_ready:
            raise PostNotReady(post=post.id)
        waiting = open_again(session, post.id)
        enter(session, post, PostState.SCHEDULED, now)
        audit.append(session, AuditEvent.POST_SCHEDULED, now=now, actor=actor, subject=post.id, deliveries=waiting)

    def _foreseen(self, session: Session, post: Post, send_at: datetime) -> Foreseen:
        asked = questions_of(session, post.id)
        approved = bool(asked) and asked[-1].approved is True
        now = self._clock.now()
        return self._foresight.foresee(session, post, approved=approved, at=max(send_at, now), now=now)


def _written(session: Session, post: Post | None, new: NewPost, actor: Actor, now: datetime) -> Post:
    post = post or Post(
        id=new.id, caption="", initiative=new.initiative, send_at=new.send_at, state=PostState.DRAFT,
        created_by=actor.user_id, created_at=now, state_at=now, version=0,
    )  # fmt: skip
    post.caption, post.domain, post.release_id = new.caption.strip(), new.domain, new.release_id
    post.send_at, post.initiative, post.answers = new.send_at, new.initiative, dict(new.answers)
    post.version += 1
    session.add(post)
    session.flush()
    for table in (PostDelivery, PostPhoto):
        session.execute(sa.delete(table).where(col(table.post_id) == new.id))
    for ordinal, (photo_id, alt_text) in enumerate(new.alt_texts.items(), start=1):
        session.add(PostPhoto(post_id=new.id, photo_id=photo_id, ordinal=ordinal, alt_text=alt_text.strip()))
        for channel in new.channels:
            row = PostDelivery(post_id=new.id, photo_id=photo_id, channel=channel, state=DeliveryState.WAITING)
            session.add(row)
    return post
