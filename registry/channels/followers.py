"""The contract of what must be told once a photo's addresses are gone; `test_followers.py` holds each follower to it.

A follower is no place to publish: it is a cache in front of places (a CDN), a search engine that shows small pictures
of its own, or an archive of web pages. It is told addresses (URLs), never bytes, and only after the places themselves
have let go: purging a cache before the origin only makes it fetch the photo again. Order: `Station.rank`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit

from registry.channels.kinds import ChannelSettings, Takes
from registry.channels.outcomes import Healthy, LookOutcome, PingOutcome, Refused, Retryable
from registry.channels.vendor import Meaning, VendorTrouble


class Station(StrEnum):
    """Where a follower stands behind the places."""

    CACHE = "cache"
    """Keeps copies in front of a place: told first, once the places are empty."""
    SEARCH = "search"
    """Shows addresses and small pictures of its own: told when no cache serves them any more."""
    ARCHIVE = "archive"
    """Keeps pages for later readers: told last."""

    @property
    def rank(self) -> int:
        """Position in the order in which followers are told; the lowest first."""
        return list(Station).index(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """The follower took note of `count` addresses (0: none of them is its concern); only a look proves more."""

    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ForPerson:
    """No machine can tell this follower: a person does, with a text that is ready.

    `message` is an English message id with `{placeholders}`; `values` fill it; `address` is where it goes: a page
    (https:) or a mailbox (mailto:). Values hold addresses of photos, so the text belongs on a task, never in a log.
    """

    code: str
    address: str
    message: str
    values: Mapping[str, str] = field(repr=False)

    def text(self, tr: Callable[[str], str]) -> str:
        """Return the ready text in the language of `tr`."""
        return tr(self.message).format(**self.values)


TellOutcome: TypeAlias = Told | Retryable | Refused | ForPerson


class Follower(ABC):
    """What follows the places.

    - No method raises for what the follower answers or fails to answer: that is an outcome. An answer its table does
      not know is `Retryable` (or `Unclear` for a look), never `Told`.
    - `tell` may be repeated without harm, with any addresses: those that are not its concern are passed over.
    - `look` says whether the follower still shows any of the addresses: `Absent` means that each of its concern was
      asked for and none is shown; one that cannot be looked at by a machine (`looks` is False) answers `Unclear`.
    - `ping` changes nothing and says whether the follower can be reached with the rights telling needs.
    """

    kind: str
    station: Station
    looks: bool
    """A machine can see whether it still shows an address."""

    def __init__(self, *, name: str, title: str) -> None:
        """Keep the follower's name and its title for people."""
        self.name = name
        self.title = title

    @abstractmethod
    def concerns(self, url: str) -> bool:
        """Say whether this address is one the follower may keep."""

    @abstractmethod
    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Say that these addresses are gone."""

    @abstractmethod
    def look(self, urls: Iterable[str]) -> LookOutcome:
        """See whether any of these addresses is still shown."""

    @abstractmethod
    def ping(self) -> PingOutcome:
        """Say whether the follower can be reached."""

    def concerned(self, urls: Iterable[str]) -> tuple[str, ...]:
        """Return the addresses of its concern, each once, in their order."""
        return tuple(url for url in dict.fromkeys(urls) if self.concerns(url))


FollowerBuilder: TypeAlias = Callable[[ChannelSettings], Follower]


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowerKind(Takes):
    """One kind of follower: how it is built (without a connection) and which settings it takes."""

    build: FollowerBuilder


def in_order(followers: Iterable[Follower]) -> list[Follower]:
    """Return followers as they must be told: caches, then search engines, then archives."""
    return sorted(followers, key=lambda one: (one.station.rank, one.name))


def not_told(trouble: VendorTrouble) -> Refused | Retryable:
    """Return what a follower's trouble is as an outcome."""
    if trouble.meaning in (Meaning.REFUSED, Meaning.BY_HAND):
        return Refused(code=trouble.code)
    return Retryable(code=trouble.code, after=trouble.after)


def follower_ping(asked: Callable[[], object]) -> PingOutcome:
    """Ask something that changes nothing, and say how it went."""
    try:
        asked()
    except VendorTrouble as trouble:
        return not_told(trouble)
    return Healthy()


def host_of(url: str) -> str:
    """Return an http(s) address's host in lower case; empty for anything else."""
    parts = urlsplit(url)
    return (parts.hostname or "") if parts.scheme in ("http", "https") else ""


def hosts_in(setting: str) -> frozenset[str]:
    """Return the hosts that a setting names, with commas between them."""
    return frozenset(one.strip().lower() for one in setting.split(",") if one.strip())
