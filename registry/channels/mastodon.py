"""An account on a Mastodon server, through its REST API with the scopes `read` and `write`.

`delete_media=true` (servers from 4.4 on) takes the file away with the status; an older server keeps it for about a day,
which a look sees. Copies
on other servers are asked to go by the protocol between them; whether they do, nobody can say.
A server allows about 30 deletions in 30 minutes (429 with `X-RateLimit-Reset`). Asked by HTTP rather than through
Mastodon.py, whose error for a 429 drops the answer and with it the wait it names.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import httpx

from registry.channels.answers import wait_of, wait_until
from registry.channels.base import Capabilities, Channel, Parcel
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.posts import Post, PostChannel, Wall
from registry.channels.vendor import Dialect, Meaning, Table, Vendor, VendorTrouble, later, missing, refused

_LIMIT = 40
_NEEDED = ("write:statuses", "write:media", "read:statuses")
TABLE: Table = MappingProxyType(
    {
        "http-401": refused("token-expired"),
        "http-403": refused("permission-lost"),
        "http-404": missing(),
        "http-410": missing(),
        "http-422": later("media-not-ready"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
    }
)


def _wait(answer: httpx.Response) -> timedelta | None:
    return wait_of(answer) or wait_until(answer, "x-ratelimit-reset")


DIALECT = Dialect(name="mastodon", table=TABLE, wait=_wait)


class MastodonWall(Wall):
    """The statuses of one account."""

    kind = "mastodon"
    most_bytes = 16_000_000

    def __init__(self, *, api: Vendor) -> None:
        self._api = api

    def posts(self) -> Iterator[Post]:
        """Give every status of the account that shows photos."""
        account = self._api.json("GET", "/api/v1/accounts/verify_credentials")["id"]
        before = ""
        while True:
            asked = {"only_media": "true", "exclude_reblogs": "true", "limit": str(_LIMIT)}
            asked |= {"max_id": before} if before else {}
            entries = self._api.ask("GET", f"/api/v1/accounts/{account}/statuses", params=asked).json()
            yield from map(_post, entries)
            if len(entries) == 0:
                return
            before = str(entries[-1]["id"])

    def post(self, locator: str) -> Post:
        """Return one status."""
        return _post(self._api.json("GET", f"/api/v1/statuses/{locator}"))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Upload the photo and post it; the copy's id makes a repetition within the hour one status."""
        file = {"file": (parcel.name, parcel.data, parcel.media_type)}
        media = self._api.json("POST", "/api/v2/media", files=file, data={"description": parcel.alt_text})["id"]
        told = {"status": text, "media_ids": [str(media)], "visibility": "public"}
        once = {"Idempotency-Key": str(parcel.copy_id)}
        return _post(self._api.json("POST", "/api/v1/statuses", json=told, headers=once))

    def delete(self, post: Post) -> None:
        """Delete the status with its files."""
        self._api.ask("DELETE", f"/api/v1/statuses/{post.locator}", params={"delete_media": "true"})

    def probe(self) -> None:
        """See that the token is valid and was granted what a removal and a publication need."""
        self._api.json("GET", "/api/v1/accounts/verify_credentials")
        granted = self._api.json("GET", "/api/v1/apps/verify_credentials").get("scopes", _NEEDED)
        if not all(one in granted or one.partition(":")[0] in granted for one in _NEEDED):
            raise VendorTrouble("permission-lost", meaning=Meaning.REFUSED)

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo as the server shows it."""
        return self._api.file(post.files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for the status's page or a file as a visitor."""
        return self._api.is_served(url)


def _post(entry: dict[str, Any]) -> Post:
    shown = entry.get("media_attachments", [])
    addresses = [str(one[size]) for one in shown for size in ("url", "preview_url") if one.get(size)]
    return Post(
        locator=str(entry["id"]),
        text=str(entry.get("content") or ""),
        files=tuple(dict.fromkeys(addresses)),
        page=entry.get("url"),
        made_at=datetime.fromisoformat(entry["created_at"]) if entry.get("created_at") else None,
        pictures=max(len(shown), 1),
    )


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    headers = {"Authorization": f"Bearer {settings.values['access_token']}"}
    api = Vendor(dialect=DIALECT, address=settings.values["address"], headers=headers)
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=3840, keeps_bytes=False)
    return PostChannel(settings=settings, around=around, wall=MastodonWall(api=api), capabilities=able)


KIND = Kind(build=build, needs=frozenset({"address"}), secrets=frozenset({"access_token"}))
