"""A tree of files on another machine as a channel: what SFTP, SMB and WebDAV places have in common.

As in a folder, what is removed is found by its content, wherever it lies and whatever it is called; files that carry
the copy's tag go too. A marker file proves that the place is the right one: a share that is not mounted behind the
server is an existing, empty directory. A place with a recycle bin shows there what was just deleted, so a removal looks
again and removes again until nothing is left.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import quote

from registry.channels.base import Capabilities, Channel, ContentMac, Listed, Parcel, Placement, copy_tag, tagged_name
from registry.channels.folder import MARKER
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    FetchOutcome,
    Healthy,
    LookOutcome,
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

FOREIGN = "place-without-marker"
_ROUNDS = 3


class TreeTrouble(Exception):
    """The place did not do what was asked; `code` says why, `after` is a wait it named. Never leaves a channel."""

    def __init__(self, code: str, *, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.after = after


class LeafMissing(TreeTrouble):
    """The file is not there (any more)."""

    def __init__(self) -> None:
        super().__init__("file-missing")


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One file: its path under the place's root, with slashes; `size` in bytes."""

    path: str
    size: int
    changed_at: datetime | None


class Tree(ABC):
    """An open connection to a place. A place that does not answer as hoped is a TreeTrouble, and nothing else."""

    @abstractmethod
    def leaves(self) -> Iterator[Leaf]:
        """Give every file under the root, recycle bins included, the marker not."""

    @abstractmethod
    def has(self, path: str) -> bool:
        """Say whether a file stands there."""

    @abstractmethod
    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises LeafMissing."""

    @abstractmethod
    def put(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all, over what stands there."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Delete a file; one that is not there is no trouble."""


class TreeChannel(Channel):
    """Publishes into the root of a tree; `base_url` is the address the tree is served at, if it is."""

    capabilities = Capabilities(removes=True, looks=True, lists=True, largest_side=None)

    def __init__(self, *, name: str, title: str, purpose: str, base_url: str | None, content_mac: ContentMac) -> None:
        super().__init__(name=name, title=title, purpose=purpose)
        self._base_url = base_url
        self._content_mac = content_mac

    @abstractmethod
    def connect(self) -> AbstractContextManager[Tree]:
        """Open a connection for one call. Raises TreeTrouble."""

    def prepare(self) -> PingOutcome:
        """Put the marker, once, when the channel is set up by a person who knows the place is the right one."""
        try:
            with self.connect() as tree:
                tree.put(MARKER, f"{self.name}\n".encode())
        except TreeTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)
        return Healthy()

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Write under a temporary name and rename, so that a reader never meets half a photo."""
        name = tagged_name(parcel)
        if PurePosixPath(name).name != name or name.startswith("."):
            return Refused(code="name-not-plain")
        try:
            with self._marked() as tree:
                # Writing over it would leave the old one in a recycle bin or a version.
                if not (tree.has(name) and tree.read(name) == parcel.data):
                    tree.put(name, parcel.data)
        except TreeTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)
        return Published(locator=name, urls=self._urls(name))

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Delete every file that holds the content or carries the copy's tag, from the recycle bin too."""
        count = 0
        try:
            with self._marked() as tree:
                for _ in range(_ROUNDS):
                    found = list(self._matches(tree, placement))
                    for path in found:
                        tree.delete(path)
                    count = count or len(found)
                    if not found:
                        return Removed(count=count) if count else AlreadyGone()
        except TreeTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)
        return Retryable(code="keeps-coming-back")

    def look(self, placement: Placement) -> LookOutcome:
        """Connect afresh and read the whole tree again; the remembered name plays no part in it."""
        try:
            with self._marked() as tree:
                found = tuple(self._matches(tree, placement))
        except TreeTrouble as trouble:
            return Unclear(code=trouble.code)
        return Present(how="tree-hashed", locators=found) if found else Absent(how="tree-hashed")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every file in the tree but the marker."""
        try:
            with self._marked() as tree:
                for leaf in tree.leaves():
                    urls = self._urls(leaf.path)
                    yield Listed(locator=leaf.path, urls=urls, size=leaf.size, changed_at=leaf.changed_at)
        except TreeTrouble as trouble:
            yield Unclear(code=trouble.code)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read one file of the tree."""
        if ".." in PurePosixPath(locator).parts:
            return Unclear(code="outside-the-place")
        try:
            with self._marked() as tree:
                data = tree.read(locator)
        except LeafMissing:
            return Absent(how="tree-read")
        except TreeTrouble as trouble:
            return Unclear(code=trouble.code)
        return Fetched(data=data) if len(data) <= most_bytes else Unclear(code="too-large")

    def ping(self) -> PingOutcome:
        """Connect, find the marker, and see that a file can be put and deleted."""
        probe = f".{self.name}.probe"
        try:
            with self._marked() as tree:
                tree.put(probe, b"")
                tree.delete(probe)
        except TreeTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)
        return Healthy()

    def _marked(self) -> AbstractContextManager[Tree]:
        return _Marked(self.connect())

    def _matches(self, tree: Tree, placement: Placement) -> Iterator[str]:
        tag = copy_tag(placement.copy_id)
        for leaf in list(tree.leaves()):
            if tag in PurePosixPath(leaf.path).name or self._holds(tree, leaf, placement):
                yield leaf.path

    def _holds(self, tree: Tree, leaf: Leaf, placement: Placement) -> bool:
        if placement.content_mac is None or placement.size not in (None, leaf.size):
            return False
        try:
            return self._content_mac(tree.read(leaf.path)) == placement.content_mac
        except LeafMissing:
            return False  # it went while the tree was read

    def _urls(self, locator: str) -> tuple[str, ...]:
        return (f"{self._base_url.rstrip('/')}/{quote(locator)}",) if self._base_url else ()


class _Marked(AbstractContextManager[Tree]):
    """A connection to a place that has shown its marker."""

    def __init__(self, connection: AbstractContextManager[Tree]) -> None:
        self._connection = connection

    def __enter__(self) -> Tree:
        tree = self._connection.__enter__()
        try:
            if tree.has(MARKER):
                return tree
        except TreeTrouble as trouble:
            self._connection.__exit__(type(trouble), trouble, trouble.__traceback__)
            raise
        self._connection.__exit__(None, None, None)
        raise TreeTrouble(FOREIGN)

    def __exit__(self, *caught: object) -> bool | None:
        return self._connection.__exit__(*caught)  # type: ignore[arg-type]
