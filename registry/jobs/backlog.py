"""Photos that came in and were never assessed: their hand-over was lost, or their assessment failed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from registry.database import Database
from registry.intake.records import Photo
from registry.intake.states import PhotoState

_PATIENCE = timedelta(minutes=10)
_AT_A_TIME = 50


def unassessed(database: Database, now: datetime) -> list[UUID]:
    """Return photos that wait longer than a queue makes them, the longest waiting first, some at a time."""
    query = (
        select(Photo.id)
        .where(Photo.state == PhotoState.RECEIVED, col(Photo.received_at) <= now - _PATIENCE)
        .order_by(col(Photo.received_at))
        .limit(_AT_A_TIME)
    )
    with database.reading() as session:
        return list(session.exec(query))
