"""A WordPress site, through its REST API (version 2) with an application password.

A picture there is one item in the media library, the file, five or six smaller sizes, and the posts that show it. A
removal takes the picture out of every text first (posts, pages, reusable blocks, drafts and the trash), then deletes
the item with `force`, for media has no trash. A look asks the library again, and every address ever known without a
login, as a visitor would; also the `.webp` beside it that plug-ins make. Old revisions of a post may keep a broken
address; the picture's bytes are not in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from registry.channels.base import Capabilities, Channel, Listed, Parcel, Placement, copy_tag, tagged_name
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    FetchOutcome,
    Healthy,
    LookOutcome,
    ManualOnly,
    PingOutcome,
    Present,
    Published,
    PublishOutcome,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)
from registry.channels.wordpress_content import Traces, without
from registry.channels.wordpress_site import SiteMissing, SiteTrouble, WordpressSite

_FIELDS = "id,slug,source_url,media_details,modified_gmt"
_NEEDED = ("upload_files", "edit_others_posts", "delete_others_posts", "edit_pages")
_STATUSES = "publish,future,draft,pending,private,trash"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    """One item of the media library, with every address of its files."""

    number: int
    addresses: tuple[str, ...]
    original: str
    size: int | None
    changed_at: datetime | None

    @property
    def traces(self) -> Traces:
        return Traces.of(self.number, self.addresses)


class WordpressChannel(Channel):
    """The media library of one site."""

    kind = "wordpress"
    capabilities = Capabilities(removes=True, looks=True, lists=True, largest_side=None)

    def __init__(self, *, settings: ChannelSettings, around: Surroundings) -> None:
        super().__init__(name=settings.name, title=settings.title, purpose=settings.purpose)
        self._content_mac = around.content_mac
        self._site = WordpressSite(
            address=settings.values["address"],
            user=settings.values["user"],
            password=settings.values["application_password"],
        )

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Upload once, with caption and alternative text; the library item is the locator."""
        name = tagged_name(parcel)
        if PurePosixPath(name).name != name or name.startswith("."):
            return Refused(code="name-not-plain")
        try:
            tagged = (one for one in self._items(copy_tag(parcel.copy_id)) if _is_tagged(one, parcel.copy_id))
            item = next(tagged, None) or _item(self._site.upload(name, parcel.data, parcel.media_type))
            texts = {"alt_text": parcel.alt_text, "caption": parcel.caption}
            self._site.ask("POST", f"/wp/v2/media/{item.number}", json=texts)
        except SiteTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)
        return Published(locator=str(item.number), urls=item.addresses)

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Mend the texts, then delete the items; what was not allowed to be mended is a person's."""
        try:
            found = self._matches(placement)
            sees_all = self._has_rights()  # the site shows an account only the texts it may change
            unmended = [trouble for item in self._named(placement, found) for trouble in self._mend(item)]
            for item in found:
                self._delete(item)
        except SiteTrouble as trouble:
            if trouble.is_refusal:
                return Refused(code=trouble.code)
            return Retryable(code=trouble.code, after=trouble.after)
        if unmended or not sees_all:
            return ManualOnly(code="texts-not-mended")
        return Removed(count=len(found)) if found else AlreadyGone()

    def look(self, placement: Placement) -> LookOutcome:
        """Ask the library, every known address as a visitor, and the texts."""
        try:
            found = [str(item.number) for item in self._matches(placement)]
            # What the library still holds is served anyway; only its "nothing" has to be checked.
            seen = [] if found else [one for one in self._addresses(placement) if self._site.is_served(one)]
            texts = [place for item in self._named(placement, []) for place, _ in self._texts(item)]
        except SiteTrouble as trouble:
            return Unclear(code=trouble.code)
        locators = (*found, *seen, *texts)
        how = "library-files-and-texts"
        return Present(how=how, locators=locators) if locators else Absent(how=how)

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every item of the media library."""
        try:
            for item in self._items():
                yield Listed(locator=str(item.number), urls=item.addresses, size=item.size, changed_at=item.changed_at)
        except SiteTrouble as trouble:
            yield Unclear(code=trouble.code)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read an item's original file."""
        if not locator.isdigit():
            return Unclear(code="not-an-item")
        try:
            item = _item(self._site.ask("GET", f"/wp/v2/media/{locator}", params={"context": "edit"}).json())
            data = self._site.file(item.original)
        except SiteMissing:
            return Absent(how="library-asked")
        except SiteTrouble as trouble:
            return Unclear(code=trouble.code)
        return Fetched(data=data) if len(data) <= most_bytes else Unclear(code="too-large")

    def ping(self) -> PingOutcome:
        """See who logs in, and that they may upload, mend and delete what others made."""
        try:
            return Healthy() if self._has_rights() else Refused(code="not-allowed")
        except SiteTrouble as trouble:
            return Retryable(code=trouble.code, after=trouble.after)

    def _has_rights(self) -> bool:
        me = self._site.ask("GET", "/wp/v2/users/me", params={"context": "edit"}).json()
        able = me.get("capabilities", {})
        return all(able.get(one) for one in _NEEDED)

    def _items(self, search: str = "") -> Iterator[_Item]:
        params = {"context": "edit", "_fields": _FIELDS} | ({"search": search} if search else {})
        return map(_item, self._site.pages("/wp/v2/media", params))

    def _matches(self, placement: Placement) -> list[_Item]:
        return [item for item in self._items() if _is_tagged(item, placement.copy_id) or self._holds(item, placement)]

    def _holds(self, item: _Item, placement: Placement) -> bool:
        if placement.content_mac is None:
            return False
        if placement.size is not None and item.size not in (None, placement.size):
            return False
        try:
            return self._content_mac(self._site.file(item.original)) == placement.content_mac
        except SiteMissing:
            return False

    def _named(self, placement: Placement, found: list[_Item]) -> list[Traces]:
        """Return the traces of what was found, and of what the ledger remembers though the item is gone."""
        traces = [item.traces for item in found]
        remembered = placement.locator if placement.locator and placement.locator.isdigit() else None
        if remembered and int(remembered) not in {one.number for one in traces}:
            traces.append(Traces.of(int(remembered), placement.urls))
        return traces

    def _addresses(self, placement: Placement) -> Iterator[str]:
        for address in placement.urls:
            yield address
            yield f"{address}.webp"
            yield f"{address.rpartition('.')[0]}.webp"

    def _texts(self, traces: Traces) -> Iterator[tuple[str, dict[str, str]]]:
        """Give every text that shows the picture: its route, and its fields as they must become."""
        for base in self._site.text_kinds():
            params = {"context": "edit", "status": _STATUSES, "_fields": "id,content,excerpt,featured_media"}
            for entry in self._site.pages(f"/wp/v2/{base}", params):
                if changes := _changes(entry, traces):
                    yield f"/wp/v2/{base}/{entry['id']}", changes

    def _mend(self, traces: Traces) -> list[str]:
        """Mend every text; return the routes of those the account may not change."""
        refused = []
        for route, changes in list(self._texts(traces)):
            try:
                self._site.ask("POST", route, json=changes)
            except SiteTrouble as trouble:
                if not trouble.is_refusal:
                    raise
                refused.append(route)
        return refused

    def _delete(self, item: _Item) -> None:
        try:
            self._site.ask("DELETE", f"/wp/v2/media/{item.number}", params={"force": "true"})
        except SiteMissing:
            return


def _item(entry: dict[str, Any]) -> _Item:
    source, details = str(entry["source_url"]), entry.get("media_details") or {}
    folder = source.rpartition("/")[0]
    sizes = [str(one["source_url"]) for one in (details.get("sizes") or {}).values() if "source_url" in one]
    original = f"{folder}/{details['original_image']}" if details.get("original_image") else source
    moment = str(entry.get("modified_gmt") or "")
    return _Item(
        number=int(entry["id"]),
        addresses=tuple(dict.fromkeys((source, original, *sizes))),
        original=original,
        # What is known is the size of the file that is shown, not of an original kept beside it.
        size=int(details["filesize"]) if details.get("filesize") and original == source else None,
        changed_at=datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None,
    )


def _is_tagged(item: _Item, copy_id: Any) -> bool:
    return any(copy_tag(copy_id) in address.rpartition("/")[2] for address in item.addresses)


def _changes(entry: dict[str, Any], traces: Traces) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for field in ("content", "excerpt"):
        raw = (entry.get(field) or {}).get("raw")
        if isinstance(raw, str) and (mended := without(raw, traces)) != raw:
            changes[field] = mended
    if entry.get("featured_media") == traces.number:
        changes["featured_media"] = 0
    return changes


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    return WordpressChannel(settings=settings, around=around)


KIND = Kind(build=build, needs=frozenset({"address", "user"}), secrets=frozenset({"application_password"}))
