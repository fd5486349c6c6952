"""The cleared set of an event as a zip that is never whole in memory.

Each photo is judged by the gate and its copy planned, in one transaction, before its first byte leaves; it is noted as
being there once its bytes are on their way. A connection that breaks leaves a planned row, never an unknown copy.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.outcomes import Published as Put
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.downloads.errors import UseUnknown
from registry.downloads.place import DownloadPlace
from registry.downloads.sheet import FILE_NAME, SheetLine, render
from registry.intake import album
from registry.intake.errors import IntakeError
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import Locale, format_datetime
from registry.mending import seeing as mended
from registry.mending.errors import MendUnknown
from registry.publication.gate import Gate, Prepared
from registry.publication.preparing import Preparing
from registry.publication.words import NO_WORDS
from registry.vault.errors import VaultError

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the zip's entries say nothing about when a photo was taken


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What is asked for: an event's photos for one use (a purpose of the charter), `long_side` px at most."""

    event_id: UUID
    purpose: str
    long_side: int
    locale: Locale


class Downloads:
    """Hands out the photos of an event that may go out; `purposes` gives each use its title."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        gate: Gate,
        preparing: Preparing,
        purposes: dict[str, str],
        longest_side: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._gate = gate
        self._preparing = preparing
        self.purposes = purposes
        self.longest_side = longest_side

    def cleared(self, actor: Actor, order: Order) -> list[UUID]:
        """Return the photos of an event that may go out now, in the order they came in. Raises as `packed`."""
        place = self._place(actor, order)
        with self._database.reading() as session:
            album.event(session, order.event_id)
            checked = select(Photo.id).where(Photo.event_id == order.event_id, Photo.state == PhotoState.ANALYSED)
            photo_ids = list(session.exec(checked.order_by(col(Photo.received_at), col(Photo.id))))
        return [photo_id for photo_id in photo_ids if self._may_go(photo_id, place, order.long_side)]

    def packed(self, actor: Actor, order: Order) -> Iterator[bytes]:
        """Return the pieces of the zip, made while they are asked for; the contact sheet comes last.

        Raises Forbidden, EventUnknown and UseUnknown before the first piece.
        """
        photo_ids, place = self.cleared(actor, order), self._place(actor, order)
        return self._pieces(actor, order, place, photo_ids)

    def _pieces(self, actor: Actor, order: Order, place: DownloadPlace, photo_ids: list[UUID]) -> Iterator[bytes]:
        stream, lines = _Drained(), []
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            for photo_id in photo_ids:
                handed = self._hand_out(actor, order, place, photo_id)
                if handed is None:
                    continue
                line, data, confirm = handed
                lines.append(line)
                if data:
                    packed.writestr(zipfile.ZipInfo(line.file, date_time=_EARLIEST), data)
                    yield stream.drain()
                    confirm()
            packed.writestr(zipfile.ZipInfo(FILE_NAME, date_time=_EARLIEST), self._sheet(order, lines))
        yield stream.drain()

    def _hand_out(
        self, actor: Actor, order: Order, place: DownloadPlace, photo_id: UUID
    ) -> tuple[SheetLine, bytes, Callable[[], None]] | None:
        """Judge a photo, plan its copy; return its line, its bytes and what notes them as handed out."""
        with self._database.reading() as session:
            mend = mended.ready(session, photo_id)
            side = min(order.long_side, mend.long_side) if mend else order.long_side
            verdict = self._gate.judge(session, photo_id, place, side, mend)
            reference = album.photo(session, photo_id).reference
        if not verdict.outcome.may_go_out:
            return None
        line = SheetLine(reference=reference, file="", verdict=verdict.outcome.label, width=0, height=0)
        try:
            prepared, data, _ = self._preparing.prepare(photo_id, side, verdict, mend, NO_WORDS)
        except (IntakeError, VaultError, MendUnknown):
            return line, b"", _nothing
        return self._planned(actor, place, prepared, data, line)

    def _planned(
        self, actor: Actor, place: DownloadPlace, prepared: Prepared, data: bytes, line: SheetLine
    ) -> tuple[SheetLine, bytes, Callable[[], None]] | None:
        now = self._clock.now()
        with self._database.transaction() as session:
            planned = self._gate.plan(session, actor, prepared, place, now, kind=CopyKind.EXPORT)
            if not isinstance(planned, Copy):
                return None  # judged otherwise meanwhile: nothing of it leaves
            planned.locator = str(actor.user_id) if actor.user_id else None
            session.add(planned)
        name = f"{line.reference}-{prepared.long_side}.jpg"
        with_file = SheetLine(
            reference=line.reference, file=name, verdict=line.verdict, width=prepared.width, height=prepared.height
        )
        return with_file, data, lambda: self._confirm(actor, place, prepared, planned)

    def _confirm(self, actor: Actor, place: DownloadPlace, prepared: Prepared, copy: Copy) -> None:
        """Note that the bytes left; what was withdrawn meanwhile is found in the ledger by its erasure."""
        with self._database.transaction() as session:
            put = Put(locator=copy.locator or "", urls=())
            self._gate.confirm(session, actor, prepared, copy.id, put, place, self._clock.now())

    def _may_go(self, photo_id: UUID, place: DownloadPlace, side: int) -> bool:
        with self._database.reading() as session:
            mend = mended.ready(session, photo_id)
            side = min(side, mend.long_side) if mend else side
            return self._gate.judge(session, photo_id, place, side, mend).outcome.may_go_out

    def _place(self, actor: Actor, order: Order) -> DownloadPlace:
        require(actor, Permission.PUBLISH)
        if order.purpose not in self.purposes or not 1 <= order.long_side <= self.longest_side:
            raise UseUnknown
        return DownloadPlace(order.purpose)

    def _sheet(self, order: Order, lines: list[SheetLine]) -> bytes:
        with self._database.reading() as session:
            name = album.event(session, order.event_id).name
        moment = format_datetime(self._clock.now(), order.locale)
        return render(lines, event=name, use=self.purposes[order.purpose], moment=moment, locale=order.locale)


class _Drained(io.RawIOBase):
    """A stream that keeps only what was written since it was drained; the zip is written without going back."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        """Say that bytes can be written."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep bytes until they are drained."""
        self.kept += data
        return len(data)

    def drain(self) -> bytes:
        """Return what was written since the last time, and keep it no longer."""
        piece = bytes(self.kept)
        self.kept.clear()
        return piece


def _nothing() -> None:
    """Note nothing: no byte of the photo leaves."""
