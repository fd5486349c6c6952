"""A Bluesky account on its personal data server, through the AT protocol with an app password.

The post's record key is made of the copy's id, so that publishing twice writes one record and a removal needs no
memory. No call removes a photo (a "blob"): it dies with the last record that shows it. So a look asks whether the
server still lists or gives the blob, and whether the CDN still serves it, which lags. The server gives a blob back byte
for byte, so copies that others of the account posted are found by content. Asked by HTTP: it needs seven calls.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from uuid import UUID

import httpx

from registry.channels.answers import wait_of, wait_until
from registry.channels.base import Capabilities, Channel, Parcel
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.posts import Post, PostChannel, Wall
from registry.channels.vendor import (
    Dialect,
    Meaning,
    Table,
    Vendor,
    VendorMissing,
    VendorTrouble,
    error_of,
    later,
    missing,
    refused,
)

ADDRESS, CDN = "https://bsky.social", "https://cdn.bsky.app"
_PAGES = "https://bsky.app/"
_POSTS = "app.bsky.feed.post"
_TEXT_LENGTH = 300
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_SIZES = ("feed_fullsize", "feed_thumbnail")
_ENDED = "session-ended"
TABLE: Table = MappingProxyType(
    {
        "ExpiredToken": later(_ENDED),
        "InvalidToken": later(_ENDED),
        "AuthenticationRequired": refused("login-refused"),
        "AccountTakedown": refused("account-blocked"),
        "RecordNotFound": missing(),
        "BlobNotFound": missing(),
        "BlobTooLarge": refused("too-large"),
        "RateLimitExceeded": later("rate-limited"),
        "http-401": refused("login-refused"),
        "http-403": refused("permission-lost"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-502": later("vendor-busy"),
        "http-503": later("vendor-busy"),
    }
)


def _keys(answer: httpx.Response) -> Iterator[str]:
    error = error_of(answer).get("error")
    if isinstance(error, str):
        yield error


def _wait(answer: httpx.Response) -> timedelta | None:
    return wait_of(answer) or wait_until(answer, "ratelimit-reset")


DIALECT = Dialect(name="bluesky", table=TABLE, keys=_keys, wait=_wait)


class BlueskyServer:
    """The account's data server: its calls with a session that is made once and again when it ends.

    Sessions are rationed (300 a day), so one is kept as long as the server takes it.
    """

    def __init__(self, *, address: str, account: str, password: str) -> None:
        self._api = Vendor(dialect=DIALECT, address=address)
        self._login = {"identifier": account, "password": password}
        self._session: dict[str, Any] = {}

    @property
    def did(self) -> str:
        """The account's lasting identifier."""
        return str(self._opened()["did"])

    def ask(self, method: str, call: str, **options: Any) -> httpx.Response:
        """Make one call with the session. Raises VendorMissing, VendorTrouble."""
        try:
            return self._ask(method, call, **options)
        except VendorTrouble as trouble:
            if trouble.code != _ENDED:
                raise
        self._session = {}
        return self._ask(method, call, **options)

    def is_served(self, url: str) -> bool:
        """Say whether a visitor still gets something at an address."""
        return self._api.is_served(url)

    def open_anew(self) -> dict[str, Any]:
        """Log in and return the session."""
        self._session = self._api.json("POST", "/xrpc/com.atproto.server.createSession", json=self._login)
        return self._session

    def _opened(self) -> dict[str, Any]:
        return self._session or self.open_anew()

    def _ask(self, method: str, call: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._opened()['accessJwt']}"} | options.pop("headers", {})
        return self._api.ask(method, f"/xrpc/{call}", headers=headers, **options)


class BlueskyWall(Wall):
    """The posts of one account."""

    kind = "bluesky"
    most_bytes = 1_000_000

    def __init__(self, *, server: BlueskyServer, address: str, cdn: str) -> None:
        self._server = server
        self._address = address.rstrip("/")
        self._cdn = cdn.rstrip("/")

    def posts(self) -> Iterator[Post]:
        """Give every record of the account that shows photos."""
        cursor: str | None = ""
        while cursor is not None:
            asked = {"repo": self._server.did, "collection": _POSTS, "limit": "100"}
            asked |= {"cursor": cursor} if cursor else {}
            body = self._server.ask("GET", "com.atproto.repo.listRecords", params=asked).json()
            yield from (self._post(record) for record in body["records"] if _blobs(record))
            cursor = body.get("cursor")

    def post(self, locator: str) -> Post:
        """Return one record as a post."""
        asked = {"repo": self._server.did, "collection": _POSTS, "rkey": locator}
        return self._post(self._server.ask("GET", "com.atproto.repo.getRecord", params=asked).json())

    def send(self, parcel: Parcel, text: str) -> Post:
        """Upload the photo as a blob, and write the record that shows it under the copy's own key."""
        typed = {"Content-Type": parcel.media_type}
        sent = self._server.ask("POST", "com.atproto.repo.uploadBlob", content=parcel.data, headers=typed)
        image = {"alt": parcel.alt_text, "image": sent.json()["blob"]}
        record = {
            "$type": _POSTS,
            "text": _shortened(text),
            "createdAt": _moment_of(sent),
            "embed": {"$type": "app.bsky.embed.images", "images": [image]},
        }
        key = self.locator_of(parcel.copy_id)
        told = {"repo": self._server.did, "collection": _POSTS, "rkey": key, "record": record}
        self._server.ask("POST", "com.atproto.repo.createRecord", json=told)
        return self.post(key)

    def delete(self, post: Post) -> None:
        """Delete the record."""
        told = {"repo": self._server.did, "collection": _POSTS, "rkey": post.locator}
        self._server.ask("POST", "com.atproto.repo.deleteRecord", json=told)

    def probe(self) -> None:
        """Log in afresh, and see that the account is active and its records can be read."""
        if self._server.open_anew().get("active", True) is not True:
            raise VendorTrouble("account-blocked", meaning=Meaning.REFUSED)
        next(self.posts(), None)

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo's blob."""
        data = self._blob(_cid_of(post.files[0]))
        if len(data) > most_bytes:
            raise VendorTrouble("too-large")
        return data

    def is_served(self, url: str) -> bool:
        """Ask the server whether it lists or gives the blob, the CDN as a visitor; a page tells nothing."""
        if url.startswith(_PAGES):
            return False
        if not url.startswith(f"{self._address}/xrpc/"):
            return self._server.is_served(url)
        cid = _cid_of(url)
        return cid in self._listed() or self._gives(cid)

    def locator_of(self, copy_id: UUID) -> str:
        """Return the record key of a copy: 63 bits of its id in the form the protocol asks of a post's key (TID)."""
        bits = copy_id.int >> 65
        return "".join(_ALPHABET[bits >> shift & 31] for shift in range(60, -1, -5))

    def _post(self, record: dict[str, Any]) -> Post:
        did, value = self._server.did, record["value"]
        blobs, key = _blobs(record), str(record["uri"]).rpartition("/")[2]
        files = [url for blob in blobs for url in self._addresses(did, str(blob["ref"]["$link"]))]
        return Post(
            locator=key,
            text=str(value.get("text") or ""),
            files=tuple(files),
            page=f"{_PAGES}profile/{did}/post/{key}",
            size=int(blobs[0]["size"]) if len(blobs) == 1 else None,
            made_at=datetime.fromisoformat(value["createdAt"]) if value.get("createdAt") else None,
            pictures=max(len(blobs), 1),
        )

    def _addresses(self, did: str, cid: str) -> list[str]:
        own = f"{self._address}/xrpc/com.atproto.sync.getBlob?did={quote(did)}&cid={cid}"
        return [own, *(f"{self._cdn}/img/{size}/plain/{did}/{cid}@jpeg" for size in _SIZES)]

    def _blob(self, cid: str) -> bytes:
        asked = {"did": self._server.did, "cid": cid}
        return self._server.ask("GET", "com.atproto.sync.getBlob", params=asked).content

    def _gives(self, cid: str) -> bool:
        try:
            self._blob(cid)
        except VendorMissing:
            return False
        return True

    def _listed(self) -> Iterator[str]:
        cursor: str | None = ""
        while cursor is not None:
            asked = {"did": self._server.did, "limit": "500"} | ({"cursor": cursor} if cursor else {})
            body = self._server.ask("GET", "com.atproto.sync.listBlobs", params=asked).json()
            yield from body["cids"]
            cursor = body.get("cursor")


def _blobs(record: dict[str, Any]) -> list[dict[str, Any]]:
    embed = record["value"].get("embed") or {}
    images = [*embed.get("images", []), *(embed.get("media") or {}).get("images", [])]
    return [one["image"] for one in images]


def _cid_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["cid"][0]


def _moment_of(answer: httpx.Response) -> str:
    # The server's own clock: a post dated in the future is hidden.
    moment = datetime.strptime(answer.headers["date"], "%a, %d %b %Y %H:%M:%S %Z")  # noqa: DTZ007 - GMT by RFC 9110
    return f"{moment.isoformat()}Z"


def _shortened(text: str) -> str:
    caption, _, reference = text.rpartition("\n\n")
    room = _TEXT_LENGTH - len(reference) - 3
    return text if len(text) <= _TEXT_LENGTH else f"{caption[:room]}…\n\n{reference}"


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    values = settings.values
    address = values.get("address", ADDRESS)
    server = BlueskyServer(address=address, account=values["account"], password=values["app_password"])
    wall = BlueskyWall(server=server, address=address, cdn=values.get("cdn", CDN))
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=1600)
    return PostChannel(settings=settings, around=around, wall=wall, capabilities=able)


KIND = Kind(
    build=build,
    needs=frozenset({"account"}),
    may_have=frozenset({"address", "cdn"}),
    secrets=frozenset({"app_password"}),
)
