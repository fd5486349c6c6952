"""An Instagram professional account, through the Graph API with Facebook Login.

Instagram fetches what it is to publish from a public address: the photo stands for that moment in a folder the
municipality's own web server serves (`staging_path`, `staging_url`), and is taken out of it again at once; a removal
and a look watch that folder too. Deleting (since December 2025) takes `instagram_manage_contents`, and always the whole
post: a carousel is a person's. Subcode 2207085 was seen on apps with every permission: then it is a person's as well.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from registry.channels.base import Capabilities, Channel, Parcel
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.meta import ADDRESS, Graph
from registry.channels.posts import Post, PostChannel, Wall
from registry.channels.vendor import VendorTrouble

_FIELDS = "id,caption,media_type,media_url,permalink,timestamp,children{id}"
_PAGES = "https://www.instagram.com/"


class InstagramWall(Wall):
    """The posts of one account, and the folder Instagram fetches them from."""

    kind = "instagram"
    most_bytes = 8_000_000

    def __init__(self, *, graph: Graph, account: str, staging: Path, staging_url: str) -> None:
        self._graph = graph
        self._account = account
        self._staging = staging
        self._staging_url = staging_url.rstrip("/")

    def posts(self) -> Iterator[Post]:
        """Give every post of the account."""
        return map(_post, self._graph.entries(f"/{self._account}/media", _FIELDS))

    def post(self, locator: str) -> Post:
        """Return one post."""
        return _post(self._graph.json("GET", f"/{locator}", params={"fields": _FIELDS}))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Let Instagram fetch the photo into a container, publish that, and take the photo out of the folder."""
        name = f"{text.rpartition(chr(10))[2]}.jpg"
        staged = self._staging / name
        self._stage(staged, parcel.data)
        try:
            told = {"image_url": f"{self._staging_url}/{quote(name)}", "caption": text, "alt_text": parcel.alt_text}
            container = self._graph.json("POST", f"/{self._account}/media", data=told)["id"]
            publish = {"creation_id": str(container)}
            made = self._graph.json("POST", f"/{self._account}/media_publish", data=publish)
        finally:
            self.clear(str(staged))
        return self.post(str(made["id"]))

    def delete(self, post: Post) -> None:
        """Delete the whole post."""
        self._graph.deleted(f"/{post.locator}")

    def probe(self) -> None:
        """See that the account can be read, the folder is there, and contents may be published and managed."""
        self._graph.json("GET", f"/{self._account}", params={"fields": "id"})
        self.leftovers("-")
        self._graph.need("instagram_basic", "instagram_content_publish", "instagram_manage_contents")

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo as the account shows it."""
        return self._graph.file(post.files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for a file as a visitor; a page answers everybody alike and tells nothing."""
        return not url.startswith(_PAGES) and self._graph.is_served(url)

    def leftovers(self, tag: str) -> list[str]:
        """Return what still stands in the folder after a publication that broke off."""
        try:
            return [str(path) for path in self._staging.iterdir() if tag in path.name]
        except OSError as error:
            raise VendorTrouble("staging-folder-missing") from error

    def clear(self, leftover: str) -> None:
        """Take one file out of the folder."""
        try:
            Path(leftover).unlink(missing_ok=True)
        except OSError as error:
            raise VendorTrouble("staging-folder-refuses") from error

    def _stage(self, path: Path, data: bytes) -> None:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise VendorTrouble("staging-folder-missing") from error


def _post(entry: dict[str, Any]) -> Post:
    children = (entry.get("children") or {}).get("data", [])
    return Post(
        locator=str(entry["id"]),
        text=str(entry.get("caption") or ""),
        files=(str(entry["media_url"]),) if entry.get("media_url") else (),
        page=entry.get("permalink"),
        made_at=datetime.fromisoformat(entry["timestamp"]) if entry.get("timestamp") else None,
        pictures=max(len(children), 1),
    )


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    values = settings.values
    wall = InstagramWall(
        graph=Graph(address=values.get("address", ADDRESS), token=values["access_token"]),
        account=values["account"],
        staging=around.home / values["staging_path"],
        staging_url=values["staging_url"],
    )
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=1440, keeps_bytes=False)
    return PostChannel(settings=settings, around=around, wall=wall, capabilities=able)


KIND = Kind(
    build=build,
    needs=frozenset({"account", "staging_path", "staging_url"}),
    may_have=frozenset({"address"}),
    secrets=frozenset({"access_token"}),
)
