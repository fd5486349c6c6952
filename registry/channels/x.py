"""An account on X, through API version 2 with OAuth 1.0a user keys.

A photo is a post of one photo; the last line of its text is the photo's reference. Deleting goes post by post, at most
50 in 15 minutes for a user (429 with `x-rate-limit-reset`). An edited post is a chain of versions with identifiers of
their own: each is deleted. The interface answers 200 with `errors` for a post that is not there. It lists about the
last 3,200 posts; an older one is found by its remembered identifier only.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import httpx

from registry.channels.answers import wait_of, wait_until
from registry.channels.base import Capabilities, Channel, Parcel
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.oauth1 import OAuth1
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

ADDRESS = "https://api.x.com"
_PAGES = "https://x.com/"
_TEXT_LENGTH = 280
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "tweet.fields": "created_at,attachments,edit_history_tweet_ids",
        "expansions": "attachments.media_keys",
        "media.fields": "url,type",
    }
)
TABLE: Table = MappingProxyType(
    {
        "resource-not-found": missing(),
        "not-authorized-for-resource": refused("not-allowed"),
        "client-forbidden": refused("not-allowed"),
        "oauth1-permissions": refused("permission-lost"),
        "usage-capped": later("rate-limited"),
        "http-401": refused("token-expired"),
        "http-402": refused("credits-used-up"),
        "http-403": refused("not-allowed"),
        "http-404": missing(),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
    }
)


def _keys(answer: httpx.Response) -> Iterator[str]:
    body = error_of(answer)
    for problem in (body, *(body.get("errors") or ())):
        if isinstance(problem, dict) and "type" in problem:
            yield str(problem["type"]).rstrip("/").rpartition("/")[2]


def _fails(answer: httpx.Response) -> bool:
    body = error_of(answer)
    return not answer.is_success or ("errors" in body and "data" not in body)


def _wait(answer: httpx.Response) -> timedelta | None:
    return wait_of(answer) or wait_until(answer, "x-rate-limit-reset")


DIALECT = Dialect(name="x", table=TABLE, keys=_keys, fails=_fails, wait=_wait)


class XWall(Wall):
    """The posts of one account."""

    kind = "x"
    most_bytes = 5_000_000

    def __init__(self, *, api: Vendor, user: str) -> None:
        self._api = api
        self._user = user

    def posts(self) -> Iterator[Post]:
        """Give the account's posts that show photos, as far back as X lists them."""
        params = {**_FIELDS, "max_results": "100", "exclude": "retweets"}
        after: str | None = ""
        while after is not None:
            asked = params | ({"pagination_token": after} if after else {})
            body = self._api.json("GET", f"/2/users/{self._user}/tweets", params=asked)
            media = _media(body)
            posts = (_post(entry, media) for entry in body.get("data", []))
            yield from (post for post in posts if post.files)
            after = (body.get("meta") or {}).get("next_token")

    def post(self, locator: str) -> Post:
        """Return one post."""
        body = self._api.json("GET", f"/2/tweets/{locator}", params=_FIELDS)
        return _post(body["data"], _media(body))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Upload the photo, give it its alternative text, and post it."""
        file = {"media": (parcel.name, parcel.data, parcel.media_type)}
        about = {"media_category": "tweet_image", "media_type": parcel.media_type}
        media = str(self._api.json("POST", "/2/media/upload", data=about, files=file)["data"]["id"])
        if parcel.alt_text:
            described = {"id": media, "metadata": {"alt_text": {"text": parcel.alt_text[:1000]}}}
            self._api.json("POST", "/2/media/metadata", json=described)
        told = {"text": _shortened(text), "media": {"media_ids": [media]}}
        return self.post(str(self._api.json("POST", "/2/tweets", json=told)["data"]["id"]))

    def delete(self, post: Post) -> None:
        """Delete the post, then every earlier or later version of it."""
        self._delete_one(post.locator)
        for version in post.parts:
            try:
                self._delete_one(version)
            except VendorMissing:
                continue  # it went with the one before

    def probe(self) -> None:
        """See who the keys are, and that they may write: X says so in a header."""
        answer = self._api.ask("GET", "/2/users/me")
        if str(answer.json()["data"]["id"]) != self._user:
            raise VendorTrouble("another-account", meaning=Meaning.REFUSED)
        if "write" not in answer.headers.get("x-access-level", "write"):
            raise VendorTrouble("permission-lost", meaning=Meaning.REFUSED)

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo as X shows it."""
        return self._api.file(post.files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for a file as a visitor; a page answers everybody alike and tells nothing."""
        return not url.startswith(_PAGES) and self._api.is_served(url)

    def _delete_one(self, number: str) -> None:
        if self._api.json("DELETE", f"/2/tweets/{number}")["data"].get("deleted") is not True:
            raise VendorTrouble("said-not-deleted")


def _media(body: dict[str, Any]) -> dict[str, str]:
    shown = (body.get("includes") or {}).get("media", [])
    return {str(one["media_key"]): str(one["url"]) for one in shown if one.get("url")}


def _post(entry: dict[str, Any], media: Mapping[str, str]) -> Post:
    number = str(entry["id"])
    keys = (entry.get("attachments") or {}).get("media_keys", [])
    files = tuple(media[key] for key in keys if key in media)
    versions = reversed(entry.get("edit_history_tweet_ids", []))
    return Post(
        locator=number,
        text=str(entry.get("text") or ""),
        files=files,
        page=f"{_PAGES}i/status/{number}",
        made_at=datetime.fromisoformat(entry["created_at"]) if entry.get("created_at") else None,
        pictures=max(len(files), 1),
        parts=tuple(str(one) for one in versions if str(one) != number),
    )


def _shortened(text: str) -> str:
    # The reference on the last line must stay whole: it finds the post again.
    caption, _, reference = text.rpartition("\n\n")
    room = _TEXT_LENGTH - len(reference) - 3
    return text if len(text) <= _TEXT_LENGTH else f"{caption[:room]}…\n\n{reference}"


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    values = settings.values
    auth = OAuth1(
        key=values["api_key"],
        key_secret=values["api_key_secret"],
        token=values["access_token"],
        token_secret=values["access_token_secret"],
    )
    api = Vendor(dialect=DIALECT, address=values.get("address", ADDRESS), auth=auth)
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=4096, keeps_bytes=False)
    return PostChannel(settings=settings, around=around, wall=XWall(api=api, user=values["user"]), capabilities=able)


KIND = Kind(
    build=build,
    needs=frozenset({"user"}),
    may_have=frozenset({"address"}),
    secrets=frozenset({"api_key", "api_key_secret", "access_token", "access_token_secret"}),
)
