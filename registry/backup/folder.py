"""The folder backups lie in: sealed blobs once for all backups, and for each backup its tables and a manifest.

blobs/ab/<id>.sealed       as they lie in the vault: without the keys, noise
made/<moment>/tables/*.gz  every table, see `registry.backup.tables`
made/<moment>/blobs.txt    the blobs this backup needs
made/<moment>/manifest.json  what belongs to it, with digests, under a keyed check; written last
"""

import hmac
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from registry.backup import tables
from registry.backup.errors import BackupAltered, BackupMissing
from registry.vault import files

FORMAT = 1
_MANIFEST = "manifest.json"
_BLOBS = "blobs.txt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What one backup is made of: `tables` are digests by table, `revision` the database's migration."""

    format: int
    made_at: str
    revision: str
    software: str
    tables: dict[str, str]
    blobs: str

    @property
    def moment(self) -> datetime:
        """When the database was read."""
        return datetime.fromisoformat(self.made_at)


class BackupFolder:
    """Backups under one folder; `secret` is the key their manifests are checked with."""

    def __init__(self, home: Path, secret: bytes) -> None:
        self.home = home
        self._secret = secret

    def begin(self, now: datetime) -> Path:
        """Make the folder of a new backup and return it."""
        made = self.home / "made" / now.strftime("%Y%m%dT%H%M%S.%fZ")
        (made / "tables").mkdir(parents=True, mode=0o700)
        return made

    def finish(self, made: Path, *, now: datetime, revision: str, software: str, blobs: Iterable[UUID]) -> Manifest:
        """Write the list of blobs and the manifest: from now on the backup counts."""
        (made / _BLOBS).write_text("".join(f"{blob}\n" for blob in sorted(blobs)), encoding="ascii")
        written = {file.name.removesuffix(".gz"): tables.digest(file) for file in sorted((made / "tables").iterdir())}
        manifest = Manifest(
            format=FORMAT,
            made_at=now.isoformat(),
            revision=revision,
            software=software,
            tables=written,
            blobs=tables.digest(made / _BLOBS),
        )
        body = json.dumps(asdict(manifest), sort_keys=True)
        sealed = json.dumps({"backup": body, "check": self._check(body)}, indent=1)
        files.write_durably(made / _MANIFEST, sealed.encode())
        return manifest

    def latest(self) -> Path:
        """Return the newest finished backup. Raises BackupMissing."""
        found = self._finished()
        if not found:
            raise BackupMissing
        return found[-1]

    def checked(self, made: Path) -> Manifest:
        """Read a backup's manifest and check every file of it. Raises BackupAltered."""
        manifest = self._manifest(made)
        if tables.digest(made / _BLOBS) != manifest.blobs:
            raise BackupAltered(part=_BLOBS)
        for name, digest in manifest.tables.items():
            file = made / "tables" / f"{name}.gz"
            if not file.is_file() or tables.digest(file) != digest:
                raise BackupAltered(part=file.name)
        return manifest

    def blobs_of(self, made: Path) -> list[UUID]:
        """Return the blobs a backup needs."""
        return [UUID(line) for line in (made / _BLOBS).read_text(encoding="ascii").splitlines()]

    def holds(self, blob: UUID) -> bool:
        """Say whether a blob was kept by this or an earlier backup."""
        return self._blob(blob).is_file()

    def keep(self, blob: UUID, sealed: bytes) -> None:
        """Keep a blob as it lies in the vault."""
        path = self._blob(blob)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write_durably(path, sealed)

    def kept(self, blob: UUID) -> bytes:
        """Return a blob as it lay in the vault. Raises BackupAltered when it is gone from the backup."""
        try:
            return self._blob(blob).read_bytes()
        except FileNotFoundError:
            raise BackupAltered(part=f"blob {blob}") from None

    def prune(self, keep: int) -> int:
        """Delete all but the newest `keep` backups, and the blobs none of those needs; return how many backups went."""
        finished = self._finished()
        going = finished[: max(0, len(finished) - keep)]
        for made in going:
            shutil.rmtree(made)
        needed = {blob for made in self._finished() for blob in self.blobs_of(made)}
        for path in (self.home / "blobs").glob("*/*.sealed"):
            if UUID(path.name.removesuffix(".sealed")) not in needed:
                path.unlink()
        return len(going)

    def _finished(self) -> list[Path]:
        return sorted(path.parent for path in (self.home / "made").glob(f"*/{_MANIFEST}"))

    def _manifest(self, made: Path) -> Manifest:
        try:
            sealed = json.loads((made / _MANIFEST).read_text(encoding="utf-8"))
            body, check = str(sealed["backup"]), str(sealed["check"])
        except (OSError, ValueError, KeyError) as error:
            raise BackupAltered(part=_MANIFEST) from error
        if not hmac.compare_digest(check, self._check(body)):
            raise BackupAltered(part=_MANIFEST)
        return Manifest(**json.loads(body))

    def _check(self, body: str) -> str:
        return hmac.new(self._secret, body.encode(), sha256).hexdigest()

    def _blob(self, blob: UUID) -> Path:
        return self.home / "blobs" / blob.hex[:2] / f"{blob}.sealed"


def mark_unfinished(home: Path) -> Path:
    """Put the mark that keeps everything from being served, and return it."""
    mark = unfinished_mark(home)
    home.mkdir(parents=True, exist_ok=True)
    files.write_once(mark, f"{os.getpid()}\n".encode())
    return mark


def unfinished_mark(home: Path) -> Path:
    """Return where the mark of a restore under way stands."""
    return home / "restore-unfinished"
