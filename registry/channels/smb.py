"""A Windows or Samba share. Signing is required, encryption is used where the server offers it (SMB 3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

import smbclient
from smbprotocol.exceptions import LogonFailure, SMBAuthenticationError, SMBException, SMBOSError

from registry.channels.base import Channel
from registry.channels.folder import MARKER
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.tree import Leaf, LeafMissing, Tree, TreeChannel, TreeTrouble

_TIMEOUT_SECONDS = 20
_PART = ".part-"


class SmbChannel(TreeChannel):
    """A tree under a folder of a share."""

    kind = "smb"

    def __init__(self, *, settings: ChannelSettings, around: Surroundings) -> None:
        super().__init__(
            name=settings.name,
            title=settings.title,
            purpose=settings.purpose,
            base_url=settings.values.get("url"),
            content_mac=around.content_mac,
        )
        self._values = settings.values

    @contextmanager
    def connect(self) -> Iterator[Tree]:
        """Log in with connections of its own, closed at the end."""
        connections: dict[str, Any] = {}
        server, port = self._values["host"], int(self._values.get("port", "445"))
        root = "\\".join(
            ["\\\\" + server, self._values["share"], *filter(None, self._values.get("path", "").split("/"))]
        )
        try:
            with _translated():
                smbclient.register_session(
                    server,
                    username=self._values["user"],
                    password=self._values["password"],
                    port=port,
                    connection_timeout=_TIMEOUT_SECONDS,
                    connection_cache=connections,
                    auth_protocol="ntlm",
                )
            yield _SmbTree(root, {"port": port, "connection_cache": connections})
        finally:
            smbclient.reset_connection_cache(fail_on_error=False, connection_cache=connections)


class _SmbTree(Tree):
    def __init__(self, root: str, options: dict[str, Any]) -> None:
        self._root = root
        self._options = options

    def leaves(self) -> Iterator[Leaf]:
        with _translated():
            yield from self._walk("")

    def _walk(self, folder: str) -> Iterator[Leaf]:
        for entry in sorted(smbclient.scandir(self._at(folder), **self._options), key=lambda one: one.name):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(path)
            elif entry.name != MARKER:
                about = entry.smb_info
                yield Leaf(path=path, size=about.end_of_file, changed_at=about.last_write_time.astimezone(UTC))

    def has(self, path: str) -> bool:
        with _translated():
            try:
                smbclient.stat(self._at(path), **self._options)
            except SMBOSError as error:
                if _is_missing(error):
                    return False
                raise
        return True

    def read(self, path: str) -> bytes:
        with _translated():
            try:
                with smbclient.open_file(self._at(path), mode="rb", share_access="rwd", **self._options) as stream:
                    return bytes(stream.read())
            except SMBOSError as error:
                if _is_missing(error):
                    raise LeafMissing from error
                raise

    def put(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        part = f"{folder}/{_PART}{name}" if folder else f"{_PART}{name}"
        with _translated():
            with smbclient.open_file(self._at(part), mode="wb", **self._options) as stream:
                stream.write(data)
            smbclient.replace(self._at(part), self._at(path), **self._options)

    def delete(self, path: str) -> None:
        with _translated():
            try:
                smbclient.remove(self._at(path), **self._options)
            except SMBOSError as error:
                if not _is_missing(error):
                    raise

    def _at(self, path: str) -> str:
        return "\\".join([self._root, *filter(None, path.split("/"))])


def _is_missing(error: SMBOSError) -> bool:
    return isinstance(error, FileNotFoundError) or error.errno == 2  # ENOENT


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SMBAuthenticationError, LogonFailure) as error:
        raise TreeTrouble("login-refused") from error
    except SMBOSError as error:
        raise TreeTrouble("not-allowed" if error.errno == 13 else "share-unreadable") from error  # EACCES
    except (SMBException, OSError, ValueError) as error:  # the library answers a lost connection with ValueError
        raise TreeTrouble("smb-unreachable") from error


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    return SmbChannel(settings=settings, around=around)


KIND = Kind(
    build=build,
    needs=frozenset({"host", "share", "user"}),
    may_have=frozenset({"port", "path", "url"}),
    secrets=frozenset({"password"}),
)
