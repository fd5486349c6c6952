"""One look at some items of a place: which are known, which are read, and what each is a copy of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.base import Channel, ContentMac, Listed
from registry.channels.outcomes import Fetched, Unclear
from registry.database import Database
from registry.intake import album
from registry.intake.figures import IntakeFigures
from registry.intake.suppression import Suppressions
from registry.sweeping import noting
from registry.sweeping.comparing import Comparisons, Match, same_file
from registry.sweeping.figures import SweepFigures
from registry.sweeping.noting import Seen
from registry.sweeping.prints import prints_of
from registry.sweeping.records import SweepQuestion, SweptItem

LocatorMac = Callable[[str, str], str]
"""Keyed fingerprint (HMAC) of a place's name and a locator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """What items are compared with: those never compared with `all_photos`, the others only with the `recent` ones.

    `only` is the one photo whose copies are looked for; then what is read is not yet compared with every photo.
    What was compared since it `began` was so by this very sweep, before it was broken off.
    """

    all_photos: Comparisons
    recent: Comparisons
    began: datetime
    only: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What came of some items: what is written down, who did not change (by mac), how many were unreadable."""

    seen: Sequence[Seen]
    unchanged: Sequence[str]
    unreadable: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What the records say of some items, by their keyed fingerprints and locators."""

    rows: Mapping[str, SweptItem]
    copies: Mapping[str, Sequence[UUID | None]]
    asked: frozenset[tuple[str, UUID]]

    def was_asked(self, locator: str, mac: str, photo_id: UUID | None) -> bool:
        """Say whether a person was asked of an item; of an erased photo's, only its keyed fingerprint is kept."""
        return photo_id is not None and bool({(locator, photo_id), (noting.KEYED + mac, photo_id)} & self.asked)


class Reader:
    """Reads items of a place and compares them; nothing is written here."""

    def __init__(
        self,
        *,
        database: Database,
        suppressions: Suppressions,
        content_mac: ContentMac,
        locator_mac: LocatorMac,
        intake: IntakeFigures,
        figures: SweepFigures,
        most_bytes: int,
    ) -> None:
        self._database = database
        self._suppressions = suppressions
        self._content_mac = content_mac
        self._locator_mac = locator_mac
        self._intake = intake
        self._figures = figures
        self._most_bytes = most_bytes

    def locator_mac(self, place: str, locator: str) -> str:
        """Return the keyed fingerprint by which an item is known when its locator is not kept."""
        return self._locator_mac(place, locator)

    def read(self, channel: Channel, items: Sequence[Listed], against: Against) -> Found:
        """Compare some listed items; those that did not change are not fetched again."""
        macs = [self._locator_mac(channel.name, item.locator) for item in items]
        with self._database.reading() as session:
            known = _known(session, channel.name, items, macs)
        seen, unchanged, unreadable = [], [], 0
        for item, mac in zip(items, macs, strict=True):
            one = self._one(channel, item, mac, known, against)
            if isinstance(one, Seen):
                seen.append(one)
            elif one:
                unchanged.append(mac)
            else:
                unreadable += 1
        return Found(seen=seen, unchanged=unchanged, unreadable=unreadable)

    def fetched(self, channel: Channel, item: Listed, match: Match) -> Seen | Unclear | None:
        """Read one item whose photo is known already, as for the ledger; None when it is there no more."""
        got = channel.fetch(item.locator, most_bytes=self._most_bytes)
        if not isinstance(got, Fetched):
            return got if isinstance(got, Unclear) else None
        mac = self._locator_mac(channel.name, item.locator)
        return self._developed(got.data, item, mac, compared=True, match=match)

    def _one(self, channel: Channel, item: Listed, mac: str, known: _Known, against: Against) -> Seen | bool:
        """Return what is to be written of an item; True where it did not change, False where it cannot be read."""
        row = known.rows.get(mac)
        owners = known.copies.get(item.locator, ())
        if row is None and owners and against.only is None:
            # The registry put it there: how it is now is what later changes are told by.
            owner = Match(photo_id=owners[0], distance=0, certain=True) if owners[0] else None
            return Seen(item=item, locator_mac=mac, hashes=b"", match=owner, compared=True)
        if row is not None and (row.size, row.changed_at) == (item.size, item.changed_at):
            if not _may_be(row, item, known, against):
                return True
            return self._with_bytes(channel, item, mac, row, known, against)
        if against.only in owners:
            return True
        return self._read(channel, item, mac, against)

    def _with_bytes(
        self, channel: Channel, item: Listed, mac: str, row: SweptItem, known: _Known, against: Against
    ) -> Seen | bool:
        """Look at the pixels of an item that did not change and may be a copy of a photo that was not here then."""
        got = channel.fetch(item.locator, most_bytes=self._most_bytes)
        if not isinstance(got, Fetched):
            return False
        seen = self._developed(got.data, item, mac, compared=row.compared_at is not None, against=against)
        match = seen.match
        told = match is not None and (
            match.photo_id in known.copies.get(item.locator, ()) or known.was_asked(item.locator, mac, match.photo_id)
        )
        return True if match is None or told else seen

    def _read(self, channel: Channel, item: Listed, mac: str, against: Against) -> Seen | bool:
        got = channel.fetch(item.locator, most_bytes=self._most_bytes)
        if isinstance(got, Unclear) and got.code == "too-large":
            return Seen(item=item, locator_mac=mac, hashes=b"", match=None, compared=True)
        if not isinstance(got, Fetched):
            return False
        return self._developed(got.data, item, mac, compared=against.only is None, against=against)

    def _developed(
        self,
        data: bytes,
        item: Listed,
        mac: str,
        *,
        compared: bool,
        match: Match | None = None,
        against: Against | None = None,
    ) -> Seen:
        prints = prints_of(data, self._intake, self._figures)
        if against is not None:
            with self._database.reading() as session:
                match = same_file(session, prints, self._suppressions)
            match = match or against.all_photos.of_looks(prints)
        return Seen(
            item=item,
            locator_mac=mac,
            hashes=prints.hashes,
            match=match,
            compared=compared,
            content_mac=self._content_mac(data),
            size=len(data),
            width=prints.width,
            height=prints.height,
        )


def _may_be(row: SweptItem, item: Listed, known: _Known, against: Against) -> bool:
    """Say whether an item that did not change may be a copy of a photo, where nobody has settled that yet."""
    settled = bool(known.copies.get(item.locator)) or known.was_asked(item.locator, row.locator_mac, row.photo_id)
    if row.compared_at is not None and row.compared_at >= against.began:
        return False
    new = row.compared_at is None or (row.photo_id is not None and not settled)
    return (against.all_photos if new else against.recent).alike(row.hashes)


def _known(session: Session, place: str, items: Sequence[Listed], macs: Sequence[str]) -> _Known:
    locators = [item.locator for item in items]
    rows = session.exec(select(SweptItem).where(SweptItem.place == place, col(SweptItem.locator_mac).in_(macs)))
    asked = session.exec(
        select(SweepQuestion.locator, SweepQuestion.photo_id).where(
            SweepQuestion.place == place,
            col(SweepQuestion.locator).in_([*locators, *(noting.KEYED + mac for mac in macs)]),
        )
    )
    copies: dict[str, list[UUID | None]] = {}
    for copy in noting.standing(session, place, locators):
        # A version with hidden faces that the registry put there is no copy of the photo it replaces.
        owners = [copy.photo_id, *(album.replaced_by(session, copy.photo_id) - {copy.photo_id})]
        copies.setdefault(copy.locator or "", []).extend(owners)
    return _Known(rows={row.locator_mac: row for row in rows}, copies=copies, asked=frozenset(asked))
