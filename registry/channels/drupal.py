"""A Drupal site's media library, through JSON:API with a login (Basic).

A photo is a media entity and a file entity: deleting the first leaves the second, so both go, the media with all its
revisions. The smaller pictures Drupal makes (`/styles/<style>/public/…`, also as WebP) have addresses of their own
that a look asks for. A file whose media is gone already is found by the tag in its name. Texts that show the media keep
a reference to nothing, which Drupal leaves out of the page; they are not mended.
"""

from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Any

from registry.channels.base import Capabilities, Channel, Parcel, tagged_name
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.posts import Post, PostChannel, Wall
from registry.channels.vendor import (
    Dialect,
    Meaning,
    Table,
    Vendor,
    VendorMissing,
    VendorTrouble,
    later,
    missing,
    refused,
)

_MEDIA, _FILE, _FIELD = "/jsonapi/media/image", "/jsonapi/file/file", "field_media_image"
_PAGE = 50
_STYLES = "thumbnail,medium,large,wide"
_TYPE = {"Accept": "application/vnd.api+json"}
_SENT = _TYPE | {"Content-Type": "application/vnd.api+json"}
TABLE: Table = MappingProxyType(
    {
        "http-401": refused("login-refused"),
        "http-403": refused("permission-lost"),
        "http-404": missing(),
        "http-405": refused("site-read-only"),
        "http-410": missing(),
        "http-413": refused("too-large"),
        "http-429": later("rate-limited"),
        "http-500": later("site-failed"),
        "http-503": later("site-busy"),
    }
)
DIALECT = Dialect(name="drupal", table=TABLE)


class DrupalWall(Wall):
    """The images of one site's media library."""

    kind = "drupal"
    most_bytes = 50_000_000

    def __init__(self, *, api: Vendor, address: str, styles: tuple[str, ...]) -> None:
        self._api = api
        self._address = address.rstrip("/")
        self._styles = styles

    def posts(self) -> Iterator[Post]:
        """Give every image of the library."""
        for entry, files in self._pages(_MEDIA, {"include": _FIELD, "sort": "-created"}):
            yield self._post(entry, files)

    def post(self, locator: str) -> Post:
        """Return one image."""
        body = self._api.json("GET", f"{_MEDIA}/{locator}", params={"include": _FIELD}, headers=_TYPE)
        return self._post(body["data"], _by_id(body))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Upload the file under its tagged name, and make the media that shows it."""
        name = tagged_name(parcel)
        typed = _TYPE | {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'file; filename="{name}"',
        }
        sent = self._api.json("POST", f"{_MEDIA}/{_FIELD}", content=parcel.data, headers=typed)["data"]
        shown = {"type": "file--file", "id": sent["id"], "meta": {"alt": parcel.alt_text}}
        media = {"type": "media--image", "attributes": {"name": text.rpartition("\n\n")[2]}}
        told = {"data": media | {"relationships": {_FIELD: {"data": shown}}}}
        return self.post(str(self._api.json("POST", _MEDIA, json=told, headers=_SENT)["data"]["id"]))

    def delete(self, post: Post) -> None:
        """Delete the media, then its file."""
        self._api.ask("DELETE", f"{_MEDIA}/{post.locator}", headers=_TYPE)
        for file in post.parts:
            self.clear(file)

    def probe(self) -> None:
        """See who logs in, and that media may be made: what lacks its file is refused as such, so nothing is made.

        The right to delete others' files does not show before one is deleted.
        """
        if "me" not in (self._api.json("GET", "/jsonapi", headers=_TYPE).get("meta") or {}).get("links", {}):
            raise VendorTrouble("login-refused", meaning=Meaning.REFUSED)
        told = {"data": {"type": "media--image", "attributes": {"name": "probe"}}}
        try:
            self._api.ask("POST", _MEDIA, json=told, headers=_SENT)
        except VendorTrouble as trouble:
            if trouble.code != "drupal-answered-http-422":
                raise

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the file itself."""
        return self._api.file(post.files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for a file as a visitor; a style's picture that was never made is refused, for it lacks its token."""
        try:
            return self._api.is_served(url)
        except VendorTrouble as trouble:
            if "/styles/" in url and trouble.code == "drupal-file-answered-403":
                return False
            raise

    def leftovers(self, tag: str) -> list[str]:
        """Return the files with a copy's tag in their names."""
        asked = {
            "filter[named][condition][path]": "filename",
            "filter[named][condition][operator]": "CONTAINS",
            "filter[named][condition][value]": tag,
        }
        return [str(entry["id"]) for entry, _ in self._pages(_FILE, asked)]

    def clear(self, leftover: str) -> None:
        """Delete one file."""
        try:
            self._api.ask("DELETE", f"{_FILE}/{leftover}", headers=_TYPE)
        except VendorMissing:
            return

    def _pages(self, route: str, params: dict[str, str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        offset: int | None = 0
        while offset is not None:
            asked = params | {"page[limit]": str(_PAGE), "page[offset]": str(offset)}
            body = self._api.json("GET", route, params=asked, headers=_TYPE)
            for entry in body["data"]:
                yield entry, _by_id(body)
            offset = offset + _PAGE if "next" in (body.get("links") or {}) else None

    def _post(self, entry: dict[str, Any], files: dict[str, Any]) -> Post:
        shown = (entry["relationships"][_FIELD]["data"] or {}).get("id")
        file = files[shown]["attributes"] if shown in files else {}
        path, moment = str((file.get("uri") or {}).get("url") or ""), entry["attributes"].get("changed")
        return Post(
            locator=str(entry["id"]),
            text=f"{entry['attributes'].get('name') or ''} {file.get('filename') or ''}",
            files=tuple(f"{self._address}{one}" for one in (path, *self._derived(path))) if path else (),
            size=int(file["filesize"]) if file.get("filesize") else None,
            made_at=datetime.fromisoformat(moment) if moment else None,
            parts=(str(shown),) if shown else (),
        )

    def _derived(self, path: str) -> Iterator[str]:
        root, sep, inner = path.partition("/files/")
        for style in self._styles if sep else ():
            made = f"{root}/files/styles/{style}/public/{inner}"
            yield from (made, f"{made}.webp")


def _by_id(body: dict[str, Any]) -> dict[str, Any]:
    return {str(one["id"]): one for one in body.get("included", [])}


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    values = settings.values
    api = Vendor(dialect=DIALECT, address=values["address"], auth=(values["user"], values["password"]))
    styles = tuple(one.strip() for one in values.get("styles", _STYLES).split(",") if one.strip())
    wall = DrupalWall(api=api, address=values["address"], styles=styles)
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=None)
    return PostChannel(settings=settings, around=around, wall=wall, capabilities=able)


KIND = Kind(
    build=build,
    needs=frozenset({"address", "user"}),
    may_have=frozenset({"styles"}),
    secrets=frozenset({"password"}),
)
