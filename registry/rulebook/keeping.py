"""The charter in force, as a session sees it; each text is read once a process."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session, col, select

from registry.charter import completing, parsing
from registry.charter.charter import Charter
from registry.charter.errors import CharterRefused
from registry.rulebook import release
from registry.rulebook.errors import KeptCharterUnusable
from registry.rulebook.records import CharterVersion

_TEXTS_IN_MEMORY = 8


@lru_cache(maxsize=_TEXTS_IN_MEMORY)
def read(text: str) -> Charter:
    """Return the charter of a text. Raises CharterRefused."""
    return parsing.parse(text)


@lru_cache(maxsize=_TEXTS_IN_MEMORY)
def _completed(text: str) -> str:
    return completing.completed(text, release.text())


def current(session: Session) -> CharterVersion | None:
    """Return the version in force; None before the first start."""
    return session.exec(select(CharterVersion).where(col(CharterVersion.current))).first()


def in_force(session: Session, otherwise: Charter) -> Charter:
    """Return the charter in force as this session sees it; `otherwise` where it is that one, or none is kept.

    Raises KeptCharterUnusable.
    """
    query = select(CharterVersion.id, CharterVersion.version).where(col(CharterVersion.current))
    found = session.exec(query).first()
    return otherwise if found is None or found[1] == otherwise.version else _charter(session, found[0])


def in_force_at(session: Session, moment: datetime, otherwise: Charter) -> Charter:
    """Return the charter that was in force at a moment; `otherwise` where none was kept yet.

    Raises KeptCharterUnusable.
    """
    newest_first = select(CharterVersion.id, CharterVersion.version).order_by(col(CharterVersion.number).desc())
    found = session.exec(newest_first.where(col(CharterVersion.adopted_at) <= moment)).first()
    return otherwise if found is None or found[1] == otherwise.version else _charter(session, found[0])


def charter_of(kept: CharterVersion) -> Charter:
    """Return a kept version as a charter, with what it lacks from this release's own. Raises KeptCharterUnusable."""
    return read(completed(kept))


def completed(kept: CharterVersion) -> str:
    """Return a kept version's text with what this release needs. Raises KeptCharterUnusable."""
    try:
        return _completed(kept.text)
    except CharterRefused as refusal:
        raise KeptCharterUnusable(number=kept.number, refusal=refusal) from refusal


def _charter(session: Session, version_id: UUID) -> Charter:
    return charter_of(session.get_one(CharterVersion, version_id))
