"""To whom photos were given, for the copy of their data of somebody who is in them (GDPR 15(1)(c))."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from registry.copies.records import Copy
from registry.intake.records import Photo
from registry.recipients.records import HandedOut, Recipient


def recipients_of(session: Session, photo_ids: Sequence[UUID]) -> Sequence[Mapping[str, Any]]:
    """Return who was given any of these photos, with each photo, when, and where that copy stands now.

    The name and what they are to the municipality; their address is not the asker's to get.
    """
    query = (
        select(HandedOut, Recipient, Photo.reference, Copy)
        .join(Recipient, col(Recipient.id) == col(HandedOut.recipient_id))
        .join(Photo, col(Photo.id) == col(HandedOut.photo_id))
        .join(Copy, col(Copy.id) == col(HandedOut.copy_id))
        .where(col(HandedOut.photo_id).in_(photo_ids))
        .order_by(Recipient.name, col(HandedOut.planned_at))
    )
    found: dict[UUID, dict[str, Any]] = {}
    for handed, recipient, reference, copy in session.exec(query):
        told = found.setdefault(
            recipient.id,
            {"name": recipient.name, "kind": recipient.kind.label, "purpose": recipient.purpose, "photos": []},
        )
        told["photos"].append({"photo": reference, "at": handed.planned_at.isoformat(), "state": copy.state.value})
    return list(found.values())
