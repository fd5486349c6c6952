"""To whom photos were given, for whoever is in them and asks (GDPR 15(1)(c) and 19, CJEU C-154/21: who, by name)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from registry.copies.records import Copy
from registry.intake.records import Photo
from registry.recipients.records import HandedOut, Recipient


def names_by_copy(session: Session, photo_id: UUID) -> Mapping[UUID, str]:
    """Return, for each copy of a photo that was handed out, to whom."""
    query = select(HandedOut.copy_id, Recipient.name).where(
        HandedOut.recipient_id == Recipient.id, HandedOut.photo_id == photo_id
    )
    return dict(session.exec(query).all())


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
