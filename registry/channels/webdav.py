"""A WebDAV place (RFC 4918), with a trash bin where the server has one (Nextcloud).

On Nextcloud a deleted file lies in `remote.php/dav/trashbin/USER/trash` until it is deleted there too: give that
address as `trash`. Its versions go with it, for the registry never overwrites one published file with another.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import httpx
from webdav4.multistatus import parse_multistatus_response

from registry.channels.answers import wait_of
from registry.channels.base import Channel
from registry.channels.folder import MARKER
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.tree import Leaf, LeafMissing, Tree, TreeChannel, TreeTrouble

TRASH = "trash:"
"""What a locator in the trash bin begins with."""
_TIMEOUT_SECONDS = 30
_PART = ".part-"


class WebdavChannel(TreeChannel):
    """A tree under an address, and the trash bin beside it."""

    kind = "webdav"

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
        """Open a client; a server is first met by the first call."""
        with ExitStack() as stack:
            files = stack.enter_context(self._client(self._values["address"]))
            trash = self._values.get("trash")
            yield _WebdavTree(files, stack.enter_context(self._client(trash)) if trash else None)

    def _client(self, address: str) -> httpx.Client:
        login = (self._values["user"], self._values["password"])
        return httpx.Client(auth=login, timeout=_TIMEOUT_SECONDS, base_url=f"{address.rstrip('/')}/")


class _WebdavTree(Tree):
    def __init__(self, files: httpx.Client, trash: httpx.Client | None) -> None:
        self._files = files
        self._trash = trash

    def leaves(self) -> Iterator[Leaf]:
        yield from _walk(self._files, "", prefix="")
        if self._trash is not None:
            yield from _walk(self._trash, "", prefix=TRASH)

    def has(self, path: str) -> bool:
        try:
            _ask(self._files, "HEAD", path)
        except LeafMissing:
            return False
        return True

    def read(self, path: str) -> bytes:
        client, inner = self._at(path)
        return _ask(client, "GET", inner).content

    def put(self, path: str, data: bytes) -> None:
        folder, _, name = path.rpartition("/")
        part = f"{folder}/{_PART}{name}".lstrip("/")
        _ask(self._files, "PUT", part, content=data)
        target = str(self._files.base_url.join(quote(path)))
        _ask(self._files, "MOVE", part, headers={"Destination": target, "Overwrite": "T"})

    def delete(self, path: str) -> None:
        client, inner = self._at(path)
        try:
            _ask(client, "DELETE", inner)
        except LeafMissing:
            return

    def _at(self, path: str) -> tuple[httpx.Client, str]:
        if path.startswith(TRASH) and self._trash is not None:
            return self._trash, path.removeprefix(TRASH)
        return self._files, path


def _walk(client: httpx.Client, folder: str, *, prefix: str) -> Iterator[Leaf]:
    answer = _ask(client, "PROPFIND", f"{folder}/" if folder else "", headers={"Depth": "1"})
    if answer.status_code != httpx.codes.MULTI_STATUS:
        raise TreeTrouble(f"webdav-answered-{answer.status_code}")
    for entry in parse_multistatus_response(answer).responses.values():
        path = _under(client, entry.href)
        if path in ("", folder):
            continue
        if entry.properties.resource_type == "directory":
            yield from _walk(client, path, prefix=prefix)
        elif path.rpartition("/")[2] != MARKER:
            size, moment = entry.properties.content_length, entry.properties.modified
            yield Leaf(path=f"{prefix}{path}", size=size or 0, changed_at=moment.astimezone(UTC) if moment else None)


def _under(client: httpx.Client, href: str) -> str:
    root = unquote(client.base_url.path).strip("/")
    path = unquote(urlsplit(href).path).strip("/")
    return path.removeprefix(root).strip("/")


def _ask(client: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    try:
        answer = client.request(method, quote(path), **options)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TreeTrouble("webdav-unreachable") from error
    if answer.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise LeafMissing
    # A multi-status answer to anything but a listing says that a part of it failed.
    if not answer.is_success or (answer.status_code == httpx.codes.MULTI_STATUS and method != "PROPFIND"):
        raise TreeTrouble(_code(answer.status_code), after=wait_of(answer))
    return answer


def _code(status: int) -> str:
    named = {401: "login-refused", 403: "not-allowed", 423: "locked", 429: "rate-limited", 503: "webdav-busy"}
    return named.get(status, f"webdav-answered-{status}")


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    return WebdavChannel(settings=settings, around=around)


KIND = Kind(
    build=build,
    needs=frozenset({"address", "user"}),
    may_have=frozenset({"trash", "url"}),
    secrets=frozenset({"password"}),
)
