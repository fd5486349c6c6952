"""Where is this photo? Asked of every place itself, not of the ledger: before an erasure, and after."""

from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, func, select

from registry.analysis.records import Face
from registry.bootstrap import Registry
from registry.consent.records import Appearance
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.intake.records import Photo
from registry.locale import N_
from registry.review.records import Judgement

VAULT, KEY, PUBLISHED = N_("encrypted files in the vault"), N_("key of the photo"), N_("published copies")
ROWS, FACES = N_("personal data in the database"), N_("faces, matches and verdicts in the database")


def whereabouts(registry: Registry, photo_id: UUID) -> dict[str, int]:
    """Return, for each place, how much of the photo is there now."""
    with registry.database.reading() as session:
        copies = ledger.of_photo(session, photo_id)
        rows, faces = _personal(session.get_one(Photo, photo_id)), _derived(session, photo_id)
    macs = {copy.content_mac for copy in copies if copy.kind is CopyKind.PUBLISHED}
    return {
        VAULT: sum(registry.vault.present(copy.id) for copy in copies),
        KEY: int(registry.keyring.exists(photo_id)),
        PUBLISHED: sum(_holds(registry, path, macs) for path in _published(registry)),
        ROWS: rows,
        FACES: faces,
    }


def _published(registry: Registry) -> list[Path]:
    return [path for path in registry.settings.published_home.rglob("*") if path.is_file()]


def _holds(registry: Registry, path: Path, macs: set[str | None]) -> bool:
    secret = registry.keyring.secret("copy content")
    return ledger.content_mac(secret, path.read_bytes()) in macs


def _personal(photo: Photo) -> int:
    return sum(value is not None for value in (photo.file_name, photo.sha256, photo.pdq, photo.caption))


def _derived(session: Session, photo_id: UUID) -> int:
    tables = (Face.photo_id, Appearance.photo_id, Judgement.photo_id)
    return sum(session.exec(select(func.count()).where(col(column) == photo_id)).one() for column in tables)
