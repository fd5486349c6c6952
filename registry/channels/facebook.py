"""A Facebook page, through the Graph API with a page token that has `pages_manage_posts`.

A photo is published as a post of one photo. A removal deletes the post where it shows this photo alone, then the
photo; in a post of several only the photo. Photo stories cannot be removed by the interface. The photo's files keep
their signed addresses until Facebook's caches let go: a look sees that.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from registry.channels.base import Capabilities, Channel, Parcel
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.meta import ADDRESS, Graph
from registry.channels.posts import Post, PostChannel, Wall
from registry.channels.vendor import VendorMissing

_FIELDS = "id,name,images,link,created_time,page_story_id"
_SHOWN = "attachments{target{id},subattachments{target{id}}}"
_PAGES = "https://www.facebook.com/"


class FacebookWall(Wall):
    """The photos of one page."""

    kind = "facebook"
    most_bytes = 10_000_000

    def __init__(self, *, graph: Graph, page: str) -> None:
        self._graph = graph
        self._page = page

    def posts(self) -> Iterator[Post]:
        """Give every photo the page uploaded."""
        return map(_post, self._graph.entries(f"/{self._page}/photos", _FIELDS, type="uploaded"))

    def post(self, locator: str) -> Post:
        """Return one photo."""
        return _post(self._graph.json("GET", f"/{locator}", params={"fields": _FIELDS}))

    def send(self, parcel: Parcel, text: str) -> Post:
        """Upload and publish in one call."""
        told = {"caption": text, "alt_text_custom": parcel.alt_text, "published": "true"}
        file = {"source": (parcel.name, parcel.data, parcel.media_type)}
        made = self._graph.json("POST", f"/{self._page}/photos", data=told, files=file)
        return self.post(str(made["id"]))

    def delete(self, post: Post) -> None:
        """Delete the post if it shows this photo alone, then the photo."""
        alone = [story for story in post.parts if self._shown_in(story) == {post.locator}]
        for story in alone:
            self._delete_quietly(story)
        if alone:
            self._delete_quietly(post.locator)  # it goes with its post
        else:
            self._graph.deleted(f"/{post.locator}")

    def probe(self) -> None:
        """See that the page is the token's, its photos can be read, and posts may be managed."""
        self._graph.json("GET", f"/{self._page}", params={"fields": "id"})
        next(self.posts(), None)
        self._graph.need("pages_manage_posts", "pages_read_engagement")

    def file(self, post: Post, *, most_bytes: int) -> bytes:
        """Read the photo in its largest size."""
        return self._graph.file(post.files[0], most_bytes=most_bytes)

    def is_served(self, url: str) -> bool:
        """Ask for a file as a visitor; a page answers everybody alike and tells nothing."""
        return not url.startswith(_PAGES) and self._graph.is_served(url)

    def _shown_in(self, story: str) -> set[str]:
        try:
            body = self._graph.json("GET", f"/{story}", params={"fields": _SHOWN})
        except VendorMissing:
            return set()
        attached = (body.get("attachments") or {}).get("data", [])
        inner = [sub for one in attached for sub in (one.get("subattachments") or {}).get("data", [])]
        return {str(one["target"]["id"]) for one in inner or attached}

    def _delete_quietly(self, node: str) -> None:
        try:
            self._graph.deleted(f"/{node}")
        except VendorMissing:
            return


def _post(entry: dict[str, Any]) -> Post:
    images = sorted(entry.get("images", []), key=lambda one: -int(one["width"]))
    return Post(
        locator=str(entry["id"]),
        text=str(entry.get("name") or ""),
        files=tuple(str(one["source"]) for one in images),
        page=entry.get("link"),
        made_at=datetime.fromisoformat(entry["created_time"]) if entry.get("created_time") else None,
        parts=(str(entry["page_story_id"]),) if entry.get("page_story_id") else (),
    )


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    graph = Graph(address=settings.values.get("address", ADDRESS), token=settings.values["page_token"])
    able = Capabilities(removes=True, looks=True, lists=True, largest_side=2048, keeps_bytes=False)
    wall = FacebookWall(graph=graph, page=settings.values["page"])
    return PostChannel(settings=settings, around=around, wall=wall, capabilities=able)


KIND = Kind(build=build, needs=frozenset({"page"}), may_have=frozenset({"address"}), secrets=frozenset({"page_token"}))
