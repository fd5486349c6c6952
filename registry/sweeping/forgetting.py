"""Forgetting: what sweeps and adoptions know of a photo goes with it."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.sweeping import noting
from registry.sweeping.records import AdoptedFile, SweepQuestion, SweptItem


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove a photo's questions and the looks of its copies; blank where the files of its archive lay.

    Done again, nothing changes.
    """
    session.exec(sa.delete(SweptItem).where(col(SweptItem.photo_id) == photo_id))
    asked = sa.delete(SweepQuestion).where(col(SweepQuestion.photo_id) == photo_id)
    # Of what a person denied after the photo was erased only a keyed fingerprint is kept: it is not asked again.
    session.exec(asked.where(sa.not_(col(SweepQuestion.locator).startswith(noting.KEYED))))
    mine = sa.update(AdoptedFile).where(col(AdoptedFile.photo_id) == photo_id)
    session.exec(mine.values(locator=None, urls=[], size=None, distance=None))
