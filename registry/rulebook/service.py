"""The use cases of the rulebook: keep the first charter, adopt another, tell what was in force when."""

import hashlib
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter import completing
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.database import Database
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.rulebook import keeping
from registry.rulebook.errors import AdoptionUnreasoned, CharterMovedOn, CharterUnchanged
from registry.rulebook.records import CharterObjection, CharterVersion
from registry.rulebook.states import Origin

_LONGEST_REASON = 1000


class Rulebook:
    """Keeps every charter there was. Once one is kept, the charter file counts only when it is adopted."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, text: str) -> Charter:
        """Return the charter in force; at the first start that is `text`, which is kept from now on.

        A kept one that lacks what this release of the software needs is completed from the release's own charter: kept
        as a version of its own that says so, until an officer adopts it. Raises CharterRefused, KeptCharterUnusable.
        """
        with self._database.reading() as session:
            kept = keeping.current(session)
        if kept is not None:
            return self._completed(kept)
        charter = keeping.read(text)
        with self._database.transaction() as session:
            if keeping.current(session) is None:
                first = self._keep(session, text, charter, Origin.FIRST_START, reason="", actor=None)
                first.applied_at = first.adopted_at  # there is nothing that was judged by another one
                session.add(first)
        return charter

    def _completed(self, kept: CharterVersion) -> Charter:
        text = keeping.completed(kept)
        if text == kept.text:
            return keeping.read(text)
        with self._database.transaction() as session:
            now_kept = keeping.current(session)
            if now_kept is None or now_kept.id == kept.id:  # another process may have done it meanwhile
                now_kept = self._keep(session, text, keeping.read(text), Origin.RELEASE, reason="", actor=None)
        return keeping.charter_of(now_kept)

    def adopt_release(self, actor: Actor, *, reason: str, expected: UUID) -> CharterVersion:
        """Adopt what came into the charter in force with a new release, as it stands there.

        Raises Forbidden, AdoptionUnreasoned, CharterUnchanged or CharterMovedOn.
        """
        require(actor, Permission.MANAGE_CHARTER)
        with self._database.reading() as session:
            kept = session.get_one(CharterVersion, expected)
        text = completing.without_list(kept.text)
        return self.adopt(actor, text, reason=reason, origin=Origin.PAGE, expected=expected)

    def adopt(
        self, actor: Actor, text: str, *, reason: str, origin: Origin, expected: UUID | None = None
    ) -> CharterVersion:
        """Put a charter in force, with a reason; `expected` is the version it was made from, None for whichever.

        What is not published is judged by it from now on; the worker goes through everything.
        Raises Forbidden, CharterRefused, AdoptionUnreasoned, CharterUnchanged or CharterMovedOn.
        """
        require(actor, Permission.MANAGE_CHARTER)
        if not reason.strip():
            raise AdoptionUnreasoned
        charter = keeping.read(text)
        with self._database.transaction() as session:
            before = keeping.current(session)
            if before is not None and before.text == text:
                raise CharterUnchanged
            if expected is not None and (before is None or before.id != expected):
                raise CharterMovedOn
            return self._keep(session, text, charter, origin, reason=reason.strip()[:_LONGEST_REASON], actor=actor)

    def versions(self, actor: Actor) -> list[CharterVersion]:
        """Return every charter there was, the newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return list(session.exec(select(CharterVersion).order_by(col(CharterVersion.number).desc())))

    def current(self, actor: Actor) -> CharterVersion | None:
        """Return the version in force. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return keeping.current(session)

    def unapplied(self) -> list[UUID]:
        """Return the version in force if not everything has been judged by it yet."""
        with self._database.reading() as session:
            kept = keeping.current(session)
        return [kept.id] if kept is not None and kept.applied_at is None else []

    def note_applied(self, version_id: UUID) -> None:
        """Note that everything has been judged by a version."""
        with self._database.transaction() as session:
            kept = session.get_one(CharterVersion, version_id)
            if kept.applied_at is None:
                kept.applied_at = self._clock.now()
                session.add(kept)
                audit.append(session, AuditEvent.CHARTER_APPLIED, now=kept.applied_at, subject=version_id)

    def _keep(
        self, session: Session, text: str, charter: Charter, origin: Origin, *, reason: str, actor: Actor | None
    ) -> CharterVersion:
        last = session.exec(select(sa.func.max(CharterVersion.number))).one()
        session.exec(sa.update(CharterVersion).where(col(CharterVersion.current)).values(current=False))
        kept = CharterVersion(
            number=(last or 0) + 1,
            version=charter.version,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            text=text,
            origin=origin,
            reason=reason,
            adopted_by=actor.user_id if actor else None,
            adopted_at=self._clock.now(),
        )
        session.add(kept)
        session.flush()
        audit.append(
            session,
            AuditEvent.CHARTER_ADOPTED,
            now=kept.adopted_at,
            actor=actor,
            subject=kept.id,
            number=kept.number,
            digest=kept.digest,
            origin=origin,
        )
        return kept


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove what the rulebook lists of a photo."""
    session.exec(sa.delete(CharterObjection).where(col(CharterObjection.photo_id) == photo_id))
