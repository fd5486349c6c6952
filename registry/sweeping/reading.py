"""One look at some items of a place: which are known, which are read, and what each is a copy of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """

    all_photos: Comparisons
    recent: Comparisons
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
            match = _looked_up(row, item, known, against)
            return True if match is None else self._with_bytes(channel, item, mac, match, row)
        if against.only in owners:
            return True
        return self._read(channel, item, mac, against)

    def _with_bytes(self, channel: Channel, item: Listed, mac: str, match: Match, row: SweptItem) -> Seen | bool:
        got = channel.fetch(item.locator, most_bytes=self._most_bytes)
        if not isinstance(got, Fetched):
            return False
        return self._developed(got.data, item, mac, compared=row.compared_at is not None, match=match)

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
            match = match or against.all_photos.of_looks(prints.hashes)
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


def _looked_up(row: SweptItem, item: Listed, known: _Known, against: Against) -> Match | None:
    """Return what an item that did not change is a copy of, where the ledger does not say so yet."""
    owners = known.copies.get(item.locator, ())
    new = row.compared_at is None or (row.photo_id is not None and not _settled(row, item, known))
    match = (against.all_photos if new else against.recent).of_looks(row.hashes)
    if match is None or match.photo_id in owners or (item.locator, match.photo_id) in known.asked:
        return None
    return match


def _settled(row: SweptItem, item: Listed, known: _Known) -> bool:
    return bool(known.copies.get(item.locator)) or (item.locator, row.photo_id) in known.asked


def _known(session: Session, place: str, items: Sequence[Listed], macs: Sequence[str]) -> _Known:
    locators = [item.locator for item in items]
    rows = session.exec(select(SweptItem).where(SweptItem.place == place, col(SweptItem.locator_mac).in_(macs)))
    asked = session.exec(
        select(SweepQuestion.locator, SweepQuestion.photo_id).where(
            SweepQuestion.place == place, col(SweepQuestion.locator).in_(locators)
        )
    )
    copies: dict[str, list[UUID | None]] = {}
    for copy in noting.standing(session, place, locators):
        # A version with hidden faces that the registry put there is no copy of the photo it replaces.
        owners = [copy.photo_id, *(album.replaced_by(session, copy.photo_id) - {copy.photo_id})]
        copies.setdefault(copy.locator or "", []).extend(owners)
    return _Known(rows={row.locator_mac: row for row in rows}, copies=copies, asked=frozenset(asked))
