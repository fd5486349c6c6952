"""The templates of people who agreed to be recognised, held in memory as long as that is true.

Each use first reads a number in the database that rises in the very transaction that changes who may be matched: what
another process withdrew a moment ago is not matched here any more. What is dropped is overwritten.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.analysis.comparison import Prepared
from registry.analysis.engine import Engine
from registry.charter.charter import Charter
from registry.consent import history
from registry.consent.records import GalleryVersion, Person, RecognitionTemplate
from registry.database import Database
from registry.vault.errors import BlobMissing, KeyUnavailable
from registry.vault.store import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Templates at one version: `vectors` float32 (templates, n); `owners` rising, each row's index in `people`."""

    version: int
    vectors: NDArray[np.float32] = field(repr=False)
    owners: NDArray[np.intp]
    people: tuple[UUID, ...]
    _made_ready: dict[str, Prepared] = field(default_factory=dict, repr=False)
    _wiped: Event = field(default_factory=Event, repr=False)

    @property
    def wiped(self) -> bool:
        """Whether its templates are gone; asked after a comparison, it says whether that one counts."""
        return self._wiped.is_set()

    def prepared(self, engine: Engine) -> Prepared:
        """Return the templates as an engine compares many faces with them; made once."""
        if engine.name not in self._made_ready:
            self._made_ready[engine.name] = engine.prepare(self.vectors)
        return self._made_ready[engine.name]

    def wipe(self) -> None:
        """Overwrite every template; who is comparing with them just now finds it `wiped` afterwards."""
        self._wiped.set()
        self.vectors.fill(0)
        for ready in self._made_ready.values():
            ready.wipe()


def version(session: Session) -> int:
    """Return the number that rises whenever who may be matched changes."""
    row = session.get(GalleryVersion, 1, populate_existing=True)
    return row.version if row else 0


def raise_version(session: Session) -> None:
    """Make every gallery in every process look again before its next use."""
    row = session.get(GalleryVersion, 1, populate_existing=True) or GalleryVersion(id=1, version=0)
    row.version += 1
    session.add(row)
    session.flush()


@dataclass(kw_only=True, slots=True)
class _Held:
    """One engine's templates in memory, and of which version and day they are; by the ids of their rows."""

    at: tuple[int, date] | None = None
    snapshot: Snapshot | None = None
    vectors: dict[UUID, NDArray[np.float32]] = field(default_factory=dict)

    def forget(self, *, keep: AbstractSet[UUID] = frozenset()) -> None:
        """Overwrite what was put together and every template but these."""
        for gone in self.vectors.keys() - keep:
            self.vectors.pop(gone).fill(0)
        if self.snapshot is not None:
            self.snapshot.wipe()
        self.snapshot = self.at = None


class Gallery:
    """One process's templates, each engine's apart; safe to use from several threads."""

    def __init__(self, *, database: Database, vault: Vault, charter: Charter) -> None:
        self._database = database
        self._vault = vault
        self._charter = charter
        self._lock = Lock()
        self._held: dict[str, _Held] = {}

    def snapshot(self, *, on: date, engine: str) -> Snapshot:
        """Return the templates that may be compared on a day, loading and dropping what changed since the last use.

        Another thread may drop it while it is used: see `Snapshot.wiped`. Raises BlobTampered or StoreUnavailable.
        """
        with self._lock:
            held = self._held.setdefault(engine, _Held())
            while True:
                with self._database.reading() as session:
                    now = version(session)
                    if held.snapshot is not None and held.at == (now, on):
                        return held.snapshot
                    rows = self._eligible(session, on, engine)
                self._drop_stale(engine, (now, on))
                self._load(held, rows)
                held.snapshot, held.at = _assembled(now, rows, held.vectors), (now, on)

    def _drop_stale(self, engine: str, at: tuple[int, date]) -> None:
        """Overwrite what other engines hold of another version or day: somebody in it may have withdrawn."""
        for name, held in self._held.items():
            if name != engine and held.at != at:
                held.forget()

    def _eligible(self, session: Session, on: date, engine: str) -> list[RecognitionTemplate]:
        query = select(RecognitionTemplate).where(RecognitionTemplate.engine == engine)
        rows = list(session.exec(query.order_by(col(RecognitionTemplate.person_id), col(RecognitionTemplate.id))))
        owners = {row.person_id for row in rows}
        events = history.events_of(session, owners)
        persons = (p for some in history.batched(owners) for p in session.exec(_persons(some)))
        matchable = {p.id for p in persons if history.may_be_matched(p, events[p.id], self._charter, on)}
        return [row for row in rows if row.person_id in matchable]

    def _load(self, held: _Held, rows: Sequence[RecognitionTemplate]) -> None:
        held.forget(keep={row.id for row in rows})
        for row in rows:
            if row.id in held.vectors:
                continue
            try:
                sealed = self._vault.get(blob=row.copy_id, key=row.copy_id)
            except (BlobMissing, KeyUnavailable):
                continue  # withdrawn while loading: the version has risen and the next turn leaves it out
            held.vectors[row.id] = np.frombuffer(sealed, dtype="<f4").copy()


def _persons(ids: Sequence[UUID]) -> SelectOfScalar[Person]:
    return select(Person).where(col(Person.id).in_(ids))


def _assembled(now: int, rows: Sequence[RecognitionTemplate], vectors: Mapping[UUID, NDArray[np.float32]]) -> Snapshot:
    there = [row for row in rows if row.id in vectors]
    people = tuple(dict.fromkeys(row.person_id for row in there))
    places = {person: place for place, person in enumerate(people)}
    return Snapshot(
        version=now,
        vectors=np.stack([vectors[row.id] for row in there]) if there else np.empty((0, 0), dtype=np.float32),
        owners=np.array([places[row.person_id] for row in there], dtype=np.intp),
        people=people,
    )
