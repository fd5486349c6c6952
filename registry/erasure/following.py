"""What follows the places: caches, search engines and archives that may still show a published copy's addresses.

Each is a copy in the ledger, so that it is shown before, told, looked at and certified like any other. They are told in
the order the municipality's followers stand in: caches, then search engines, then archives.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from registry.channels.followers import Follower
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """A published copy's addresses that one follower may still show, and that no copy in the ledger tells of yet."""

    origin: UUID
    follower: str
    urls: tuple[str, ...]


def followed(copies: Sequence[Copy], followers: Mapping[str, Follower]) -> Iterator[Followed]:
    """Give what the followers may show of these copies and the ledger does not know, in the order they are told."""
    known = {(c.locator, c.place, url) for c in copies if c.kind is CopyKind.CACHED for url in c.urls}
    for follower in followers.values():
        for copy in copies:
            urls = follower.concerned(copy.urls) if copy.kind is not CopyKind.CACHED else ()
            new = tuple(url for url in urls if (copy.id.hex, follower.name, url) not in known)
            if new:
                yield Followed(origin=copy.id, follower=follower.name, urls=new)


def note_followed(session: Session, photo_id: UUID, followers: Mapping[str, Follower], now: datetime) -> None:
    """Put in the ledger what the followers may show of a photo."""
    for found in list(followed(ledger.of_photo(session, photo_id), followers)):
        copy = ledger.plan(
            session,
            photo_id=photo_id,
            kind=CopyKind.CACHED,
            place=found.follower,
            now=now,
            locator=found.origin.hex,
        )
        ledger.confirm(session, copy.id, now=now, urls=found.urls)
