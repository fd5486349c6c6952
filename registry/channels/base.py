"""The contract every channel keeps, in prose; `tests/channels/test_conformance.py` holds each channel to it.

A channel is a place outside the vault where a rendition is shown: a folder a website serves, a media library, a social
page. It knows nothing of photos, persons or rules; it is given bytes to place and descriptions of what to remove.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from registry.channels.outcomes import FetchOutcome, LookOutcome, PingOutcome, PublishOutcome, RemoveOutcome, Unclear

ContentMac: TypeAlias = Callable[[bytes], str]
"""Keyed fingerprint (HMAC) of exact bytes, as the copy ledger stores it; the key never enters a channel's settings."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capabilities:
    """What a kind of place can do, said before anything is tried."""

    removes: bool
    """A machine can take a copy away (print and press cannot)."""
    looks: bool
    """A machine can see whether a copy is still there."""
    lists: bool
    """The place's media can be listed, so copies can be found that nobody remembered."""
    largest_side: int | None
    """Longest side in px the place shows; larger renditions are refused. None: no limit."""
    keeps_bytes: bool = True
    """The place shows the very bytes it was given. One that encodes photos anew is searched by id, tag and address;
    copies that others made in it are found by a sweep's perceptual fingerprints, never by their exact content."""
    asks_people: bool = False
    """Removing means asking somebody, who answers in their own time: a wait is no sign that the place is down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parcel:
    """What is handed to a channel for publication.

    `name` is a file name made of the photo's reference, never of its original name; `data` are the rendition's bytes.
    """

    copy_id: UUID
    name: str
    data: bytes
    media_type: str = "image/jpeg"
    caption: str = ""
    """Text shown with the photo where the place shows text."""
    alt_text: str = ""
    """Text for who does not see the photo (WCAG 1.1.1)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """What the ledger knows of a copy in a channel; all but `copy_id` may be unknown after a crash."""

    copy_id: UUID
    locator: str | None = None
    urls: tuple[str, ...] = ()
    content_mac: str | None = None
    size: int | None = None
    """Bytes; files of another size need not be read to know that they differ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One item found in a channel's listing; `size` in bytes."""

    locator: str
    urls: tuple[str, ...]
    size: int | None
    changed_at: datetime | None


def copy_tag(copy_id: UUID) -> str:
    """Return the part of a published name that ties it to its row in the ledger (12 hexadecimal digits)."""
    return copy_id.hex[:12]


def tagged_name(parcel: Parcel) -> str:
    """Return the parcel's name with its copy's tag, as in `F-7K2M-9QXD-1400-3f9c0a1b2c3d.jpg`.

    The tag makes publishing idempotent and lets a removal find what was made from the file beside it (`…-300x200.jpg`).
    """
    stem, dot, suffix = parcel.name.rpartition(".")
    return f"{stem}-{copy_tag(parcel.copy_id)}.{suffix}" if dot else f"{suffix}-{copy_tag(parcel.copy_id)}"


class Channel(ABC):
    """A place that shows photos.

    - No method raises for what the place answers or fails to answer: that is an outcome. An answer the channel's table
      does not know is `Retryable` (or `Unclear` for a look), never success.
    - `publish` is idempotent by `parcel.copy_id`: after a crash or a lost reply the same parcel may be given again and
      stands once. It either puts the whole parcel or nothing that is shown.
    - `remove` takes away every copy of the content the channel can find, not only the one remembered (a file renamed or
      copied within the place counts, where the place keeps the bytes it was given). Removing twice is harmless: the
      second answer is `AlreadyGone`. A place that cannot be reached, or only in part, is `Retryable`: absence of the
      place is not absence of the photo.
    - `look` is independent of `remove`: it asks the place afresh and by other means where there are any. `Absent` means
      the whole place was seen and the content was not in it.
    - `listing` gives what the place holds; where it could not go on it gives one `Unclear` and ends, so that half a
      listing never passes for a whole one. A place that cannot be listed (see `capabilities`)
      gives nothing.
    - `fetch` reads one listed item's bytes, up to a limit; it changes nothing.
    - `ping` changes nothing and says whether the place can be reached with the rights removal needs.
    """

    kind: str
    capabilities: Capabilities

    def __init__(self, *, name: str, title: str, purpose: str) -> None:
        """Keep the channel's name, its title for people, and the code of the charter's purpose it serves."""
        self.name = name
        self.title = title
        self.purpose = purpose

    @abstractmethod
    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Put the parcel's bytes in the place."""

    @abstractmethod
    def remove(self, placement: Placement) -> RemoveOutcome:
        """Take every copy of the content away."""

    @abstractmethod
    def look(self, placement: Placement) -> LookOutcome:
        """See whether the content is still in the place."""

    @abstractmethod
    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every item the place holds."""

    @abstractmethod
    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read one item."""

    @abstractmethod
    def ping(self) -> PingOutcome:
        """Say whether the place can be reached."""

    def prepare(self) -> PingOutcome:
        """Put what later proves that the place is the right one; once, by a person. A kind without such proof pings."""
        return self.ping()
