"""The certificates that belong to a request: of each photo destroyed for it, the newest."""

from uuid import UUID

from sqlmodel import Session, col, select

from registry.proof.records import Certificate
from registry.removal.restriction import photos_of


def newest(session: Session, request_id: UUID) -> list[Certificate]:
    """Return the newest certificate of every erasure that a request led to, in the order they were issued."""
    erasures = [tied.erasure_id for tied in photos_of(session, request_id) if tied.erasure_id]
    query = select(Certificate).where(col(Certificate.erasure_id).in_(erasures)).order_by(col(Certificate.issued_at))
    return list({proof.erasure_id: proof for proof in session.exec(query)}.values())
