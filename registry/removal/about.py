"""What removal keeps of somebody's own requests, for their copy of their data (GDPR 15)."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.removal.records import RemovalLetter, RemovalRequest


def requests_from(session: Session, email: str) -> Sequence[Mapping[str, Any]]:
    """Return the requests that came from an e-mail address, with their letters, as plain data without secrets.

    Requests whose address was forgotten already tie to nobody any more and are not among them.
    """
    same = sa.func.lower(col(RemovalRequest.contact_email)) == email.strip().lower()
    query = select(RemovalRequest).where(same).order_by(col(RemovalRequest.received_at))
    return [_told(session, request) for request in session.exec(query)]


def _told(session: Session, request: RemovalRequest) -> Mapping[str, Any]:
    letters = select(RemovalLetter).where(RemovalLetter.request_id == request.id)
    return {
        "reference": request.reference,
        "received at": request.received_at.isoformat(),
        "state": request.state.value,
        "what you wrote": request.remark,
        "photo you named": request.claim,
        "answer due on": request.due_on.isoformat(),
        "decided at": request.decided_at.isoformat() if request.decided_at else None,
        "reason": request.decision_reason.value if request.decision_reason else None,
        "letters": [
            {"kind": letter.kind.value, "planned at": letter.planned_at.isoformat(), "outcome": letter.outcome}
            for letter in session.exec(letters.order_by(col(RemovalLetter.planned_at)))
        ],
    }
