"""What a photo's verdict would be by a new analysis: written as if it counted, judged, and taken back at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from registry.analysis.engine import Engine
from registry.analysis.records import Face
from registry.analysis.service import make_current
from registry.charter.charter import Charter
from registry.charter.verdict import Outcome
from registry.consent.gallery import Snapshot
from registry.consent.recognition import Encoded, RecognitionService
from registry.intake.records import Photo
from registry.review.judging import first_use, verdict_on
from registry.review.ties import carry_over, suggest_declared


class Rehearsal:
    """Judges by an analysis that does not count, in the caller's transaction; what it writes is undone."""

    def __init__(self, *, charter: Charter, recognition: RecognitionService) -> None:
        self._charter = charter
        self._recognition = recognition

    def today(self, session: Session, photo: Photo, now: datetime) -> Outcome:
        """Return the verdict by the analysis that counts."""
        use = first_use(self._charter)
        return verdict_on(session, photo.id, use, charter=self._charter, now=now).outcome

    def after(
        self,
        session: Session,
        photo: Photo,
        analysis_id: UUID,
        *,
        encoded: Sequence[Encoded],
        engine: Engine,
        snapshot: Snapshot,
        named: Mapping[str, Sequence[UUID]],
        now: datetime,
    ) -> Outcome:
        """Return the verdict by a stored analysis that does not count, with the matches its engine would suggest.

        `named` is whom the names written with the photo may mean.
        """
        trial = session.begin_nested()
        try:
            faces: list[Face] = make_current(session, photo.id, analysis_id)
            carry_over(session, photo.id, faces, self._charter)
            self._recognition.suggest_in(session, photo.id, encoded, engine, snapshot)
            suggest_declared(session, photo, faces, named, now)
            return self.today(session, photo, now)
        finally:
            trial.rollback()
