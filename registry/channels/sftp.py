"""A directory on another machine over SFTP (OpenSSH). The server must show the host key that the settings name.

`host_key` is a line as `ssh-keyscan` prints it without the host: `ssh-ed25519 AAAA…`. A key is preferred to a password.
"""

import base64
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePosixPath

import paramiko

from registry.channels.base import Channel
from registry.channels.folder import MARKER
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.tree import Leaf, LeafMissing, Tree, TreeChannel, TreeTrouble

_TIMEOUT_SECONDS = 20
_PART = ".part-"


class SftpChannel(TreeChannel):
    """A tree under `root` on a server; `entry` says who logs in and how."""

    kind = "sftp"

    def __init__(self, *, settings: ChannelSettings, around: Surroundings) -> None:
        super().__init__(
            name=settings.name,
            title=settings.title,
            purpose=settings.purpose,
            base_url=settings.values.get("url"),
            content_mac=around.content_mac,
        )
        self._values = settings.values
        self._root = PurePosixPath(settings.values["path"])

    @contextmanager
    def connect(self) -> Iterator[Tree]:
        """Log in, refusing a server whose key is not the one in the settings."""
        transport = None
        with _translated():
            transport = paramiko.Transport((self._values["host"], int(self._values.get("port", "22"))))
            transport.banner_timeout = transport.auth_timeout = _TIMEOUT_SECONDS
        try:
            with _translated():
                self._log_in(transport)
                client = paramiko.SFTPClient.from_transport(transport)
                if client is None:
                    raise TreeTrouble("sftp-refused")
                client.get_channel().settimeout(_TIMEOUT_SECONDS)
            yield _SftpTree(client, self._root)
        finally:
            transport.close()

    def _log_in(self, transport: paramiko.Transport) -> None:
        kind, _, encoded = self._values["host_key"].partition(" ")
        # Ask for the kind of key that is known; another one proves nothing.
        transport.get_security_options().key_types = _algorithms(kind)
        transport.start_client(timeout=_TIMEOUT_SECONDS)
        if transport.get_remote_server_key().asbytes() != base64.b64decode(encoded.split()[0]):
            raise TreeTrouble("host-key-differs")
        if key := self._values.get("private_key"):
            transport.auth_publickey(self._values["user"], _private_key(key))
        else:
            transport.auth_password(self._values["user"], self._values.get("password", ""))


class _SftpTree(Tree):
    def __init__(self, client: paramiko.SFTPClient, root: PurePosixPath) -> None:
        self._client = client
        self._root = root

    def leaves(self) -> Iterator[Leaf]:
        with _translated():
            yield from self._walk(PurePosixPath())

    def _walk(self, folder: PurePosixPath) -> Iterator[Leaf]:
        for entry in sorted(self._client.listdir_attr(str(self._root / folder)), key=lambda one: one.filename):
            path, mode = folder / entry.filename, entry.st_mode or 0
            if stat.S_ISDIR(mode):
                yield from self._walk(path)
            elif (stat.S_ISREG(mode) or stat.S_ISLNK(mode)) and entry.filename != MARKER:
                changed_at = datetime.fromtimestamp(entry.st_mtime or 0, UTC)
                yield Leaf(path=str(path), size=entry.st_size or 0, changed_at=changed_at)

    def has(self, path: str) -> bool:
        with _translated():
            try:
                self._client.stat(str(self._root / path))
            except FileNotFoundError:
                return False
        return True

    def read(self, path: str) -> bytes:
        with _translated():
            try:
                with self._client.open(str(self._root / path), "rb") as stream:
                    stream.prefetch()
                    return bytes(stream.read())
            except FileNotFoundError as error:
                raise LeafMissing from error

    def put(self, path: str, data: bytes) -> None:
        target = self._root / path
        part = target.with_name(f"{_PART}{target.name}")
        with _translated():
            with self._client.open(str(part), "wb") as stream:
                stream.set_pipelined(pipelined=True)
                stream.write(data)
            self._client.chmod(str(part), 0o644)
            self._client.posix_rename(str(part), str(target))

    def delete(self, path: str) -> None:
        with _translated():
            try:
                self._client.remove(str(self._root / path))
            except FileNotFoundError:
                return


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except paramiko.AuthenticationException as error:
        raise TreeTrouble("login-refused") from error
    except PermissionError as error:
        raise TreeTrouble("not-allowed") from error
    except FileNotFoundError as error:
        raise TreeTrouble("folder-missing") from error
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise TreeTrouble("sftp-unreachable") from error


def _algorithms(kind: str) -> tuple[str, ...]:
    # One RSA key is offered under three names since RFC 8332.
    return ("rsa-sha2-512", "rsa-sha2-256") if kind == "ssh-rsa" else (kind,)


def _private_key(text: str) -> paramiko.PKey:
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text))
        except paramiko.SSHException:
            continue
    raise TreeTrouble("private-key-unreadable")


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    return SftpChannel(settings=settings, around=around)


KIND = Kind(
    build=build,
    needs=frozenset({"host", "host_key", "user", "path"}),
    may_have=frozenset({"port", "url"}),
    may_have_secrets=frozenset({"private_key", "password"}),
)
