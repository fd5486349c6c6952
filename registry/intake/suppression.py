"""Erased stays erased: recognises a photo that was destroyed when it comes back, changed or not.

How the fingerprints are protected, and why not more:

- The exact one is an HMAC-SHA256 of the file's SHA-256 under a key derived from the master key. Without that key
  nobody can test whether a given file is among the erased ones.
- The perceptual ones (PDQ, 32 bytes for each of 256 light crops) must be compared by closeness, which no keyed hash
  allows: a hash that keeps closeness shows it to everyone. They are therefore encrypted (AES-256-GCM, a key derived
  from the master key, bound to their row) and opened in memory only, to be compared at intake. Who has both the
  database and the master key can test a picture against them, and could draw from one a grey blur of 16 x 16 spots:
  where light and dark were, no face. Keeping less (a salted hash of the file alone) would let every resized copy back
  in; keeping more (features of the picture) would keep what the citizen asked to destroy.
- The master key lies apart from the database, so a stolen or restored database shows nothing of erased photos.

A suppression can be lifted, by an officer, when the person in the photo agrees after all.
"""

import hmac
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from registry.database import new_id
from registry.intake import fingerprint
from registry.intake.errors import SuppressionUnknown
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import Pdq
from registry.intake.records import Suppression
from registry.vault import envelope
from registry.vault.keyring import KeyRing


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognised:
    """An erased photo came back: which suppression knew it, and how many of 256 bits differed (0 for the same file)."""

    suppression_id: UUID
    photo_id: UUID
    distance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prints:
    """What an erased photo is remembered by: its file's SHA-256 (hex) and the PDQ of its crops, 32 bytes each."""

    exact: str = field(repr=False)
    crops: bytes = field(repr=False)


class Suppressions:
    """Writes and asks the list of erased photos; opened fingerprints stay in this object's memory."""

    def __init__(self, *, keyring: KeyRing, figures: IntakeFigures) -> None:
        self._exact_key = keyring.secret("suppression exact")
        self._perceptual_key = keyring.secret("suppression perceptual")
        self._figures = figures
        self._opened: dict[UUID, bytes] = {}

    def add(
        self, session: Session, photo_id: UUID, prints: Prints, *, erasure_id: UUID | None, now: datetime
    ) -> Suppression:
        """Remember an erased photo; done again for the same photo, nothing changes."""
        known = self.of_photo(session, photo_id)
        if known is not None:
            return known
        row_id = new_id()
        row = Suppression(
            id=row_id,
            photo_id=photo_id,
            erasure_id=erasure_id,
            exact_mac=self._mac(prints.exact),
            perceptual=envelope.seal(self._perceptual_key, row_id.bytes, prints.crops) if prints.crops else None,
            created_at=now,
        )
        session.add(row)
        session.flush()
        return row

    def of_photo(self, session: Session, photo_id: UUID) -> Suppression | None:
        """Return what a photo is remembered by, also when that was lifted."""
        return session.exec(select(Suppression).where(Suppression.photo_id == photo_id)).first()

    def find(
        self, session: Session, exact: str, hashes: Iterable[Pdq], *, apart_from: Collection[UUID] = ()
    ) -> Recognised | None:
        """Return the erased photo that this file (its SHA-256, hex) or these hashes of it are copies of.

        The looks of photos `apart_from` do not count: a version with hidden faces looks like what it replaces.
        """
        live = select(Suppression).where(col(Suppression.lifted_at).is_(None))
        same = session.exec(live.where(Suppression.exact_mac == self._mac(exact))).first()
        if same is not None:
            return Recognised(suppression_id=same.id, photo_id=same.photo_id, distance=0)
        telling = [pdq.bits for pdq in hashes if pdq.tells_apart(self._figures)]
        others = (row for row in session.exec(live) if row.photo_id not in apart_from)
        near = (self._compared(row, telling) for row in others if telling)
        return min((found for found in near if found), key=lambda found: found.distance, default=None)

    def opened(self, session: Session) -> Iterator[tuple[UUID, bytes]]:
        """Give each erased photo's id with its hashes, 32 bytes each, to be compared in memory and kept nowhere."""
        for row in session.exec(select(Suppression).where(col(Suppression.lifted_at).is_(None))):
            yield row.photo_id, self._prints(row)

    def lift(self, session: Session, suppression_id: UUID, *, by: UUID | None, on: UUID, now: datetime) -> Suppression:
        """Let a photo in again from now on, on a consent (its event's id). Raises SuppressionUnknown."""
        row = session.get(Suppression, suppression_id)
        if row is None:
            raise SuppressionUnknown(suppression=suppression_id)
        if row.lifted_at is None:
            row.lifted_at, row.lifted_by, row.lifted_for = now, by, on
        self._opened.pop(row.id, None)
        return row

    def _compared(self, row: Suppression, hashes: list[bytes]) -> Recognised | None:
        nearest = fingerprint.nearest(self._prints(row), hashes)
        if nearest > self._figures.suppression_distance:
            return None
        return Recognised(suppression_id=row.id, photo_id=row.photo_id, distance=nearest)

    def _prints(self, row: Suppression) -> bytes:
        """Return a row's hashes, 32 bytes each; opened once, since a row's fingerprints never change."""
        if row.id not in self._opened:
            sealed = row.perceptual
            self._opened[row.id] = envelope.open_(self._perceptual_key, row.id.bytes, sealed) if sealed else b""
        return self._opened[row.id]

    def _mac(self, exact: str) -> str:
        return hmac.new(self._exact_key, exact.encode(), sha256).hexdigest()
