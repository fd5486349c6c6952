"""A wall of posts as a channel: what social pages and media libraries with an interface of their own have in common.

A published photo carries its copy's tag in the text or the record's key, so that it is found again though the answer to
its publication was lost: none of these places offers a search, so its own posts are read. Where a place encodes photos
anew (`Capabilities.keeps_bytes` is False) content cannot be compared; there the remembered id, the tag and every
remembered file address carry a removal and a look, and a sweep finds what others posted.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import PurePosixPath
from uuid import UUID

from registry.channels.base import Capabilities, Channel, ContentMac, Listed, Parcel, Placement, copy_tag, tagged_name
from registry.channels.kinds import ChannelSettings, Surroundings
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    FetchOutcome,
    Healthy,
    LookOutcome,
    ManualOnly,
    PingOutcome,
    Present,
    Published,
    PublishOutcome,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)
from registry.channels.vendor import Meaning, VendorMissing, VendorTrouble, understood

_RECENT = 200
"""How many of our last posts are read before publishing, to see whether the parcel stands already."""
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """One photo on the wall; `files` are addresses a browser loads, `page` the one a person opens, `size` in bytes."""

    locator: str
    text: str
    files: tuple[str, ...]
    page: str | None = None
    size: int | None = None
    made_at: datetime | None = None
    pictures: int = 1
    """Photos that go when the post goes."""
    parts: tuple[str, ...] = ()
    """What goes with it under identifiers of its own: a story, a file, earlier versions."""

    @property
    def urls(self) -> tuple[str, ...]:
        """Every address, the page first."""
        return (*((self.page,) if self.page else ()), *self.files)


class Wall(ABC):
    """One vendor's interface, as a wall of posts. What it answers otherwise is a VendorTrouble, and nothing else."""

    kind: str
    most_bytes: int
    """Largest file the place takes."""

    @abstractmethod
    def posts(self) -> Iterator[Post]:
        """Give every post of ours, the newest first."""

    @abstractmethod
    def post(self, locator: str) -> Post:
        """Return one post. Raises VendorMissing."""

    @abstractmethod
    def send(self, parcel: Parcel, text: str) -> Post:
        """Post the photo with this text, which ends with the copy's tag."""

    @abstractmethod
    def delete(self, post: Post) -> None:
        """Delete a post. Raises VendorMissing when the vendor says it is not there."""

    @abstractmethod
    def probe(self) -> None:
        """Change nothing; VendorTrouble where the account cannot be reached or lacks a right a removal needs."""

    @abstractmethod
    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read a post's photo. Raises VendorMissing."""

    @abstractmethod
    def is_served(self, url: str) -> bool:
        """Say whether a visitor still gets the photo's file at a remembered address; False for a page for persons."""

    def locator_of(self, copy_id: UUID) -> str | None:  # noqa: ARG002 - for walls where we choose the key
        """Return the locator a copy must have where the place lets us choose it; None where it does not."""
        return None

    def leftovers(self, tag: str) -> list[str]:  # noqa: ARG002 - for walls that keep more than posts
        """Return what was put with a copy's tag beside the posts (uploads that never were posted)."""
        return []

    def clear(self, leftover: str) -> None:  # noqa: B027 - most walls leave nothing
        """Remove one leftover."""


class PostChannel(Channel):
    """Publishes each photo as a post of its own."""

    def __init__(
        self, *, settings: ChannelSettings, around: Surroundings, wall: Wall, capabilities: Capabilities
    ) -> None:
        super().__init__(name=settings.name, title=settings.title, purpose=settings.purpose)
        self.kind = settings.kind
        self.capabilities = capabilities
        self.wall = wall
        self._content_mac: ContentMac = around.content_mac

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Post once: the last posts are read for the copy's tag first."""
        if PurePosixPath(parcel.name).name != parcel.name or parcel.name.startswith("."):
            return Refused(code="name-not-plain")
        if len(parcel.data) > self.wall.most_bytes:
            return Refused(code="too-large")
        try:
            with understood(self.wall.kind):
                post = self._standing(parcel.copy_id) or self.wall.send(parcel, _text(parcel))
        except VendorTrouble as trouble:
            return _not_published(trouble)
        return Published(locator=post.locator, urls=post.urls)

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Delete every post of the photo; one that shows other photos too is a person's."""
        try:
            with understood(self.wall.kind):
                found = self._found(placement)
                shared = [post for post in found if post.pictures > 1]
                for post in found:
                    if post not in shared:
                        self.wall.delete(post)
                left = self.wall.leftovers(copy_tag(placement.copy_id))
                for leftover in left:
                    self.wall.clear(leftover)
        except VendorTrouble as trouble:
            return _not_removed(trouble)
        if shared:
            return ManualOnly(code="post-shows-other-photos")
        return Removed(count=len(found) + len(left)) if found or left else AlreadyGone()

    def look(self, placement: Placement) -> LookOutcome:
        """Read the whole wall again, ask for the remembered post, and for each remembered file as a visitor."""
        try:
            with understood(self.wall.kind):
                found = [post.locator for post in self._found(placement)]
                # What the wall still holds is served anyway; only its "nothing" has to be checked.
                seen = [] if found else [url for url in placement.urls if self.wall.is_served(url)]
                left = [] if found else self.wall.leftovers(copy_tag(placement.copy_id))
        except VendorTrouble as trouble:
            return Unclear(code=trouble.code)
        locators, how = (*found, *seen, *left), "posts-and-files"
        return Present(how=how, locators=locators) if locators else Absent(how=how)

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every post of ours that shows a photo."""
        try:
            with understood(self.wall.kind):
                for post in self.wall.posts():
                    yield Listed(locator=post.locator, urls=post.urls, size=post.size, changed_at=post.made_at)
        except VendorTrouble as trouble:
            yield Unclear(code=trouble.code)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read a post's photo as the place shows it."""
        try:
            with understood(self.wall.kind):
                return Fetched(data=self.wall.file(self.wall.post(locator), most_bytes=most_bytes))
        except VendorMissing:
            return Absent(how="post-asked")
        except VendorTrouble as trouble:
            return Unclear(code=trouble.code)

    def ping(self) -> PingOutcome:
        """See that the account is ours and may delete."""
        try:
            with understood(self.wall.kind):
                self.wall.probe()
        except VendorTrouble as trouble:
            if trouble.meaning in (Meaning.REFUSED, Meaning.BY_HAND):
                return Refused(code=trouble.code)
            return Retryable(code=trouble.code, after=trouble.after)
        return Healthy()

    def _standing(self, copy_id: UUID) -> Post | None:
        chosen = self.wall.locator_of(copy_id)
        if chosen is not None:
            return self._asked(chosen)
        tag = copy_tag(copy_id)
        found = next((post for post in islice(self.wall.posts(), _RECENT) if tag in post.text), None)
        return self._asked(found.locator) if found else None

    def _found(self, placement: Placement) -> list[Post]:
        found = {post.locator: post for post in self.wall.posts() if self._is_it(post, placement)}
        # A wall may list only so far back; what is remembered, or must be called so, is asked for by itself.
        seen = {name for post in found.values() for name in (post.locator, *post.parts)}
        for locator in (placement.locator, self.wall.locator_of(placement.copy_id)):
            if locator and locator not in seen and (post := self._asked(locator)):
                found[locator] = post
        return list(found.values())

    def _asked(self, locator: str) -> Post | None:
        try:
            return self.wall.post(locator)
        except VendorMissing:
            return None

    def _is_it(self, post: Post, placement: Placement) -> bool:
        named = (placement.locator, self.wall.locator_of(placement.copy_id))
        is_known = any(one in named for one in (post.locator, *post.parts))
        return is_known or copy_tag(placement.copy_id) in post.text or self._holds(post, placement)

    def _holds(self, post: Post, placement: Placement) -> bool:
        if not self.capabilities.keeps_bytes or placement.content_mac is None:
            return False
        if placement.size is not None and post.size not in (None, placement.size):
            return False
        try:
            return self._content_mac(self.wall.file(post, most_bytes=_MOST_BYTES)) == placement.content_mac
        except VendorMissing:
            return False  # it went while the wall was read


def _text(parcel: Parcel) -> str:
    """Return the caption with the photo's reference under it: what people quote, and what ties the post to its row."""
    reference = tagged_name(parcel).rpartition(".")[0]
    return f"{parcel.caption}\n\n{reference}" if parcel.caption else reference


def _not_published(trouble: VendorTrouble) -> PublishOutcome:
    if trouble.meaning in (Meaning.REFUSED, Meaning.BY_HAND):
        return Refused(code=trouble.code)
    return Retryable(code=trouble.code, after=trouble.after)


def _not_removed(trouble: VendorTrouble) -> RemoveOutcome:
    match trouble.meaning:
        case Meaning.REFUSED:
            return Refused(code=trouble.code)
        case Meaning.BY_HAND:
            return ManualOnly(code=trouble.code)
        case Meaning.MISSING:
            return Retryable(code="said-missing-though-seen")
        case Meaning.LATER:
            return Retryable(code=trouble.code, after=trouble.after)
