"""A folder as a channel: a directory a website serves, a share on a NAS.

What is removed is found by its content, wherever in the tree it lies and whatever it is called now; files that carry
the copy's tag in their name (what a site's tools make beside it) go too. The folder proves that it is the right one by
a marker file: a share that is not mounted is an existing, empty directory, and must not pass for a clean place.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from registry.channels.base import (
    Capabilities,
    Channel,
    ContentMac,
    Listed,
    Parcel,
    Placement,
    copy_tag,
    tagged_name,
)
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
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

MARKER = ".registry-channel"
MISSING = "folder-missing"
FOREIGN = "folder-without-marker"
UNREADABLE = "folder-unreadable"
UNWRITABLE = "folder-not-writable"


class FolderChannel(Channel):
    """Publishes into `root`; `base_url` is the address the folder is served at, if it is."""

    kind = "folder"
    capabilities = Capabilities(removes=True, looks=True, lists=True, largest_side=None)

    def __init__(
        self, *, name: str, title: str, purpose: str, root: Path, base_url: str | None, content_mac: ContentMac
    ) -> None:
        super().__init__(name=name, title=title, purpose=purpose)
        self.root = root
        self._base_url = base_url
        self._content_mac = content_mac

    def prepare(self) -> PingOutcome:
        """Make the folder and its marker, once, when the channel is set up. Raises OSError.

        Never called for a folder that was in use before: a lost folder must be seen to be lost.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / MARKER).write_text(f"{self.name}\n", encoding="utf-8")
        return Healthy()

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Write under a temporary name and rename, so that a reader never meets half a photo."""
        if trouble := self._trouble():
            return Retryable(code=trouble)
        name = tagged_name(parcel)
        if PurePosixPath(name).name != name or name.startswith("."):
            return Refused(code="name-not-plain")
        try:
            self._write(name, parcel)
        except OSError:
            return Retryable(code=UNWRITABLE)
        return Published(locator=name, urls=self._urls(name))

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Unlink every file in the tree that holds the content or carries the copy's tag."""
        if trouble := self._trouble():
            return Retryable(code=trouble)
        try:
            found = list(self._matches(placement))
        except OSError:
            return Retryable(code=UNREADABLE)
        try:
            for path in found:
                _unlink(path)
        except OSError:
            return Retryable(code=UNWRITABLE)
        return Removed(count=len(found)) if found else AlreadyGone()

    def look(self, placement: Placement) -> LookOutcome:
        """Read the whole tree again; the remembered name plays no part in it."""
        if trouble := self._trouble():
            return Unclear(code=trouble)
        try:
            found = tuple(self._locator(path) for path in self._matches(placement))
        except OSError:
            return Unclear(code=UNREADABLE)
        return Present(how="tree-hashed", locators=found) if found else Absent(how="tree-hashed")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every file in the tree but the marker."""
        if trouble := self._trouble():
            yield Unclear(code=trouble)
            return
        try:
            for path in self._files():
                yield self._listed(path)
        except OSError:
            yield Unclear(code=UNREADABLE)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read one file of the tree."""
        if trouble := self._trouble():
            return Unclear(code=trouble)
        path = self.root / locator
        try:
            if not path.resolve().is_relative_to(self.root.resolve()):
                return Unclear(code="outside-the-folder")
            if path.stat().st_size > most_bytes:
                return Unclear(code="too-large")
            return Fetched(data=path.read_bytes())
        except FileNotFoundError:
            return Absent(how="tree-read")
        except OSError:
            return Unclear(code=UNREADABLE)

    def ping(self) -> PingOutcome:
        """Say whether the folder is there, is the right one, and may be written."""
        if trouble := self._trouble():
            return Retryable(code=trouble)
        return Healthy() if os.access(self.root, os.R_OK | os.W_OK | os.X_OK) else Refused(code=UNWRITABLE)

    def _trouble(self) -> str | None:
        try:
            if (self.root / MARKER).is_file():
                return None
            return FOREIGN if self.root.is_dir() else MISSING
        except OSError:
            return UNREADABLE

    def _write(self, name: str, parcel: Parcel) -> None:
        part = self.root / f".{copy_tag(parcel.copy_id)}.part"
        with part.open("wb") as stream:
            stream.write(parcel.data)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o644)
        part.replace(self.root / name)
        _sync_folder(self.root)

    def _files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.root, onerror=_fail):
            for name in sorted(names):
                path = Path(folder, name)
                if name != MARKER and not _is_special(path):
                    yield path

    def _listed(self, path: Path) -> Listed:
        status, locator = path.lstat(), self._locator(path)
        changed_at = datetime.fromtimestamp(status.st_mtime, UTC)
        return Listed(locator=locator, urls=self._urls(locator), size=status.st_size, changed_at=changed_at)

    def _matches(self, placement: Placement) -> Iterator[Path]:
        tag = copy_tag(placement.copy_id)
        for path in self._files():
            if tag in path.name or self._holds(path, placement):
                yield path

    def _holds(self, path: Path, placement: Placement) -> bool:
        if placement.content_mac is None:
            return False
        try:
            if placement.size is not None and path.stat().st_size != placement.size:
                return False
            return self._content_mac(path.read_bytes()) == placement.content_mac
        except FileNotFoundError:
            return False  # a dangling link, or a file that went while the tree was read

    def _locator(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _urls(self, locator: str) -> tuple[str, ...]:
        return (f"{self._base_url.rstrip('/')}/{quote(locator)}",) if self._base_url else ()


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the folder channel that settings describe, prepared the first time it is set up."""
    channel = FolderChannel(
        name=settings.name,
        title=settings.title,
        purpose=settings.purpose,
        root=around.home / settings.values["path"],
        base_url=settings.values.get("url"),
        content_mac=around.content_mac,
    )
    _prepare_once(channel, around.home / "channels" / f"{settings.name}.prepared")
    return channel


KIND = Kind(build=build, needs=frozenset({"path"}), may_have=frozenset({"url"}))


def _prepare_once(channel: FolderChannel, note: Path) -> None:
    # A folder that was in use and is lost must stay lost: an empty new one would look like "nothing left".
    if not note.exists():
        channel.prepare()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


def _fail(error: OSError) -> None:
    # os.walk passes over folders it cannot read; a removal that skipped one would prove nothing.
    raise error


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _unlink(path: Path) -> None:
    try:
        if not path.is_symlink() and path.stat().st_nlink > 1:
            os.truncate(path, 0)  # another name of the same bytes may lie outside the folder
        path.unlink()
    except FileNotFoundError:
        return
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
