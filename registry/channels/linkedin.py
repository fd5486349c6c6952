"""A LinkedIn organisation page, through the Posts API with `w_organization_social` and `r_organization_social`.

Every call names the version of the interface; LinkedIn serves a version for a year and then answers 426. A deletion is
idempotent: 204 whether or not the post was there, so only the look tells. The uploaded image itself (`urn:li:image:…`)
cannot be deleted by the interface; its address is signed and ends.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import httpx

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

ADDRESS = "https://api.linkedin.com"
VERSION = "202511"
_PAGES = "https://www.linkedin.com/"
_COUNT = 100
_RESERVED = r"\|{}@[]()<>#*_~"
_MAY_DELETE = frozenset({"ADMINISTRATOR", "CONTENT_ADMINISTRATOR", "CONTENT_ADMIN"})
TABLE: Table = MappingProxyType(
    {
        "EXPIRED_ACCESS_TOKEN": refused("token-expired"),
        "REVOKED_ACCESS_TOKEN": refused("token-expired"),
        "INVALID_ACCESS_TOKEN": refused("token-expired"),
        "NONEXISTENT_VERSION": refused("version-ended"),
        "http-401": refused("token-expired"),
        "http-403": refused("permission-lost"),
        "http-404": missing(),
        "http-410": missing(),
        "http-426": refused("version-ended"),
        "http-429": later("rate-limited"),
        "http-500": later("vendor-failed"),
        "http-503": later("vendor-busy"),
        "http-504": later("vendor-busy"),
    }
)


def _keys(answer: httpx.Response) -> Iterator[str]:
    code = error_of(answer).get("code")
    if code:
        yield str(code)


DIALECT = Dialect(name="linkedin", table=TABLE, keys=_keys)


class LinkedinWall(Wall):
    """The posts of one organisation."""

    kind = "linkedin"
    most_bytes = 8_000_000

    def __init__(self, *, api: Vendor, organisation: str) -> None:
        self._api = api
        self._author = f"urn:li:organization:{organisation}"

    def posts(self) -> Iterator[Post]:
        """Give every post of the organisation that shows photos; their addresses are asked for one by one, on need."""
        start = 0
        while True:
            asked = {"q": "author", "author": self._author, "count": str(_COUNT), "start": str(start)}
            entries = self._api.json("GET", "/rest/posts", params=asked)["elements"]
            if not entries:
                return  # a page may be shorter than asked for and not be the last
            yield from (_post(entry, ()) for entry in entries if _images(entry))
            start += len(entries)

    def post(self, locator: str) -> Post:
        """Return one post with the addresses of its photos."""
        entry = self._api.json("GET", f"/rest/posts/{quote(locator, safe='')}")
        return _post(entry, tuple(self._address_of(image) for image in _images(entry)))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Ask for a place to upload to, upload, and post."""
        asked = {"initializeUploadRequest": {"owner": self._author}}
        place = self._api.json("POST", "/rest/images?action=initializeUpload", json=asked)["value"]
        self._api.put(str(place["uploadUrl"]), parcel.data)
        told = _told(self._author, _escaped(text), str(place["image"]), parcel.alt_text)
        return self.post(str(self._api.ask("POST", "/rest/posts", json=told).headers["x-restli-id"]))

    def delete(self, post: Post) -> None:
        """Delete the post; 204 says nothing about whether it was there."""
        self._api.ask("DELETE", f"/rest/posts/{quote(post.locator, safe='')}", headers={"X-RestLi-Method": "DELETE"})

    def probe(self) -> None:
        """See that the token's owner has a role at the organisation that may delete posts."""
        asked = {"q": "roleAssignee", "state": "APPROVED"}
        roles = self._api.json("GET", "/rest/organizationAcls", params=asked)["elements"]
        if not any(one["organization"] == self._author and one["role"] in _MAY_DELETE for one in roles):
            raise VendorTrouble("permission-lost", meaning=Meaning.REFUSED)

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo as LinkedIn shows it."""
        files = post.files or self.post(post.locator).files
        return self._api.file(files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for a file as a visitor; a page answers everybody alike and tells nothing."""
        return not url.startswith(_PAGES) and self._api.is_served(url)

    def _address_of(self, image: str) -> str:
        try:
            return str(self._api.json("GET", f"/rest/images/{quote(image, safe='')}")["downloadUrl"])
        except VendorMissing as error:
            raise VendorTrouble("image-without-address") from error  # the post stands: it must not pass for missing


def _images(entry: dict[str, Any]) -> list[str]:
    content = entry.get("content") or {}
    shown = [content.get("media") or {}, *((content.get("multiImage") or {}).get("images", []))]
    return [str(one["id"]) for one in shown if str(one.get("id", "")).startswith("urn:li:image:")]


def _post(entry: dict[str, Any], files: tuple[str, ...]) -> Post:
    moment = entry.get("publishedAt")
    return Post(
        locator=str(entry["id"]),
        text=str(entry.get("commentary") or ""),
        files=files,
        page=f"{_PAGES}feed/update/{entry['id']}",
        made_at=datetime.fromtimestamp(int(moment) / 1000, UTC) if moment else None,
        pictures=max(len(_images(entry)), 1),
    )


def _told(author: str, text: str, image: str, alt_text: str) -> dict[str, Any]:
    feed = {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []}
    return {
        "author": author,
        "commentary": text,
        "visibility": "PUBLIC",
        "distribution": feed,
        "content": {"media": {"id": image, "altText": alt_text}},
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }


def _escaped(text: str) -> str:
    """Return the text with what LinkedIn's "little text" would read as signs of its own made plain."""
    return "".join(f"\\{sign}" if sign in _RESERVED else sign for sign in text)


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    values = settings.values
    headers = {
        "Authorization": f"Bearer {values['access_token']}",
        "LinkedIn-Version": values.get("version", VERSION),
        "X-Restli-Protocol-Version": "2.0.0",
    }
    api = Vendor(dialect=DIALECT, address=values.get("address", ADDRESS), headers=headers)
    wall = LinkedinWall(api=api, organisation=values["organisation"])
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=4096, keeps_bytes=False)
    return PostChannel(settings=settings, around=around, wall=wall, capabilities=able)


KIND = Kind(
    build=build,
    needs=frozenset({"organisation"}),
    may_have=frozenset({"address", "version"}),
    secrets=frozenset({"access_token"}),
)
