"""Everything about posts in one place, as the pages and the worker use it, and what the gate asks of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.charter.facts import PressRelease
from registry.clock import Clock
from registry.posts.channels import ChannelRegister, is_closed
from registry.posts.college import College
from registry.posts.distributing import Distribution
from registry.posts.records import Post, PostDecision, PostDelivery, PostPhoto, ReleasePhoto
from registry.posts.releases import Releases, press_release_of
from registry.posts.sending import Sending
from registry.posts.telling import Telling
from registry.posts.writing import Posts
from registry.publication.records import PublishedWords

_BLANKED = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostOffice:
    """The services of this stage."""

    posts: Posts
    college: College
    releases: Releases
    channels: ChannelRegister
    sending: Sending
    distribution: Distribution
    telling: Telling

    def tend(self) -> None:
        """For the worker, every minute: press releases, posts, closing channels, and who must hear of what was held."""
        self.distribution.tend()
        self.sending.tend()
        self.channels.tend()
        self.telling.tend()


@dataclass(frozen=True, kw_only=True, slots=True)
class Arranged:
    """What the gate asks: the press release a photo waits for, and whether a channel is closed."""

    clock: Clock

    def press_release(self, session: Session, photo_id: UUID) -> PressRelease | None:
        """Return what a photo's press releases ask now."""
        now = self.clock.now()
        return press_release_of(session, photo_id, at=now, now=now)

    def is_closed(self, session: Session, channel: str) -> bool:
        """Return whether the register of channels closed this one."""
        return is_closed(session, channel)


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove a photo from posts and press releases, and blank what its posts say: a caption may name who was in it."""
    theirs = select(PostPhoto.post_id).where(PostPhoto.photo_id == photo_id)
    post_ids = list(session.exec(theirs))
    session.execute(sa.update(Post).where(col(Post.id).in_(post_ids)).values(caption=_BLANKED))
    session.execute(sa.update(PostPhoto).where(col(PostPhoto.post_id).in_(post_ids)).values(alt_text=_BLANKED))
    session.execute(sa.update(PostDecision).where(col(PostDecision.post_id).in_(post_ids)).values(reason=_BLANKED))
    _blank_published(session, post_ids)
    session.execute(sa.delete(PostPhoto).where(col(PostPhoto.photo_id) == photo_id))
    session.execute(sa.delete(ReleasePhoto).where(col(ReleasePhoto.photo_id) == photo_id))


def _blank_published(session: Session, post_ids: Sequence[UUID]) -> None:
    """Blank the words that the other photos of some posts went out with: they are the same."""
    copies = select(PostDelivery.copy_id).where(col(PostDelivery.post_id).in_(post_ids))
    blank = sa.update(PublishedWords).where(col(PublishedWords.copy_id).in_(copies))
    session.execute(blank.values(caption=_BLANKED, alt_text=_BLANKED))
