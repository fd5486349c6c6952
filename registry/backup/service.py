"""Making a backup while the registry runs, and restoring one without bringing back what was erased since."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM
from registry.backup import tables
from registry.backup.errors import PlaceNotEmpty
from registry.backup.folder import BackupFolder, mark_unfinished
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database, become_only_writer
from registry.erasure.service import ErasureService
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.migrations import upgrade
from registry.proof import audit
from registry.proof.endings import Ended, Ending, Endings
from registry.proof.events import AuditEvent
from registry.vault.errors import BlobMissing
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_IN_VAULT = (CopyState.PLANNED, CopyState.PRESENT, CopyState.HIDDEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A finished backup: rows, blobs in all, blobs newly copied, and those the register names but the vault lacks."""

    folder: Path
    rows: int
    blobs: int
    copied: int
    missing: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """A finished restore: rows, blobs, blobs left out (their keys are destroyed), and what was ended again.

    `waiting` are erasures that some place did not answer yet; their photos are already shown to nobody.
    """

    rows: int
    blobs: int
    left_out: int
    photos_erased: int
    consents_ended: int
    persons_forgotten: int
    waiting: int


class BackupService:
    """Backups of the data; the keys are never in them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        endings: Endings,
        erasure: ErasureService,
        end_consent: Callable[[UUID], bool],
        forget_again: Callable[[UUID], bool],
        home: Path,
        software: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._endings = endings
        self._erasure = erasure
        self._end_consent = end_consent
        self._forget_again = forget_again
        self._home = home
        self._software = software

    def make(self, target: Path, *, keep: int | None = None) -> Made:
        """Write a backup under `target`; with `keep`, delete all but that many. Raises OSError, StoreUnavailable.

        The tables are read in one transaction, so they belong together; a photo erased meanwhile is simply not copied.
        """
        folder, now = self._folder(target), self._clock.now()
        made = folder.begin(now)
        with self._database.reading() as session:
            connection = session.connection()
            rows = sum(
                tables.write(connection, table, made / "tables" / f"{table.name}.gz")
                for table in tables.tables(connection)
            )
            revision = tables.revision(connection)
            blobs = list(session.exec(select(Copy.id).where(Copy.place == "vault", col(Copy.state).in_(_IN_VAULT))))
        copied, missing = self._copy(folder, blobs)
        there = [blob for blob in blobs if blob not in missing]
        folder.finish(made, now=now, revision=revision, software=self._software, blobs=there)
        if keep is not None:
            folder.prune(keep)
        return Made(folder=made, rows=rows, blobs=len(there), copied=copied, missing=self._really_missing(missing))

    def restore(self, source: Path) -> Restored:
        """Put the newest backup under `source` into this empty installation, and end again what ended since.

        Nothing is served before this is finished. Raises BackupMissing, BackupAltered, PlaceNotEmpty, StoreUnavailable.
        """
        folder = self._folder(source)
        made = folder.latest()
        manifest = folder.checked(made)
        with self._database.engine.connect() as connection:
            if not tables.is_unused(connection):
                raise PlaceNotEmpty
        mark = mark_unfinished(self._home)
        rows = self._load(made, manifest.revision)
        upgrade(self._database)
        blobs, left_out = self._bring_back(folder, made)
        forgotten = self._forget(self._endings.ever(Ending.PERSON_FORGOTTEN))
        photos, consents, waiting = self._end_again(self._endings.since(manifest.moment))
        self._database.scrub()
        with self._database.transaction() as session:
            audit.append(
                session,
                AuditEvent.RESTORED,
                now=self._clock.now(),
                actor=SYSTEM,
                subject=None,
                photos=photos,
                consents=consents,
                persons=forgotten,
            )
        mark.unlink()
        return Restored(
            rows=rows,
            blobs=blobs,
            left_out=left_out,
            photos_erased=photos,
            consents_ended=consents,
            persons_forgotten=forgotten,
            waiting=waiting,
        )

    def _folder(self, home: Path) -> BackupFolder:
        return BackupFolder(home, self._keyring.secret("backup"))

    def _copy(self, folder: BackupFolder, blobs: list[UUID]) -> tuple[int, set[UUID]]:
        copied, missing = 0, set()
        for blob in blobs:
            if folder.holds(blob):
                continue
            try:
                folder.keep(blob, self._vault.sealed(blob))
                copied += 1
            except BlobMissing:
                missing.add(blob)
        return copied, missing

    def _really_missing(self, missing: set[UUID]) -> tuple[UUID, ...]:
        """Return those the ledger still calls present: the others were planned only, or erased meanwhile."""
        with self._database.reading() as session:
            present = select(Copy.id).where(col(Copy.id).in_(missing), col(Copy.state) == CopyState.PRESENT)
            return tuple(sorted(session.exec(present))) if missing else ()

    def _load(self, made: Path, revision: str) -> int:
        upgrade(self._database, revision, from_nothing=True)
        with self._database.engine.connect() as connection:
            become_only_writer(connection, is_sqlite=self._database.is_sqlite)
            there = {table.name: table for table in tables.tables(connection)}
            files = {file.name.removesuffix(".gz"): file for file in (made / "tables").iterdir()}
            rows = sum(tables.read(connection, table, files[name]) for name, table in there.items() if name in files)
            connection.commit()
        return rows

    def _bring_back(self, folder: BackupFolder, made: Path) -> tuple[int, int]:
        with self._database.reading() as session:
            owners = {copy.id: copy.photo_id or copy.person_id for copy in session.exec(select(Copy))}
        brought, left_out = 0, 0
        for blob in folder.blobs_of(made):
            owner = owners.get(blob)
            if owner is not None and (self._keyring.is_destroyed(owner) or self._keyring.is_destroyed(blob)):
                left_out += 1
                continue
            self._vault.put_sealed(blob, folder.kept(blob))
            brought += 1
        return brought, left_out

    def _end_again(self, ended: list[Ended]) -> tuple[int, int, int]:
        forgotten = set(self._endings.ever(Ending.PERSON_FORGOTTEN))  # their consents were taken back with them
        persons = {one.subject for one in ended if one.ending is Ending.CONSENT_ENDED} - forgotten
        consents = sum(self._end_consent(person_id) for person_id in sorted(persons))
        states = [self._erase_again(one.subject) for one in ended if one.ending is Ending.PHOTO_ERASED]
        done = [state for state in states if state is not None]
        return len(done), consents, sum(not state.is_final for state in done)

    def _forget(self, noted: list[UUID]) -> int:
        """Forget again whoever the backup does not know as forgotten, whenever it was: the moment proves nothing here.

        A forgetting is noted before it is committed, so one that a backup ran into is noted before the backup.
        """
        return sum(self._forget_again(person_id) for person_id in noted)

    def _erase_again(self, photo_id: UUID) -> ErasureState | None:
        with self._database.transaction() as session:
            if not _is_here(session, photo_id):
                return None
            erasure = self._erasure.open(session, photo_id=photo_id, reason=ErasureReason.RESTORED, actor=SYSTEM)
        return self._erasure.run(erasure.id)


def _is_here(session: Session, photo_id: UUID) -> bool:
    photo = session.get(Photo, photo_id)
    return photo is not None and photo.state is not PhotoState.ERASED
