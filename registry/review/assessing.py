"""From a photo that came in to its judgement: analyse, compare, suggest, judge, open a case."""

import logging
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from registry.analysis import service as analysis
from registry.analysis.engine import Comparison
from registry.analysis.service import AnalysisService
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import recognition
from registry.consent.declared import persons_named
from registry.consent.figures import shipped_figures
from registry.consent.recognition import Encoded, RecognitionService
from registry.database import Database
from registry.intake import album
from registry.intake.errors import IntakeRefusal, OriginalMissing, PhotoWithdrawn
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.picture import Picture
from registry.review.judging import erase_rows, judge_and_keep
from registry.review.records import Judgement
from registry.review.ties import carry_over, named_faces, suggest_declared
from registry.vault.errors import BlobMissing, BlobTampered, KeyUnavailable

_log = logging.getLogger(__name__)
_AT_A_TIME = 20
_ON_ITS_WAY = frozenset({PhotoState.RECEIVED, PhotoState.FAILED})


class Assessor:
    """Assesses one photo at a time; doing it again is harmless, and nothing is kept of a photo that is going."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        analysis_service: AnalysisService,
        recognition_service: RecognitionService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._analysis = analysis_service
        self._recognition = recognition_service

    def assess(self, photo_id: UUID, picture: Picture | None = None) -> Judgement | None:
        """Return the judgement of a photo; None when it is being erased, or could not be looked at.

        `picture` spares a decoding. Raises PhotoUnknown, and vault and intake errors that a later try may not meet.
        """
        with self._database.reading() as session:
            if not album.photo(session, photo_id).state.has_bytes:
                return None
        try:
            self._look(photo_id, picture)
        except PhotoWithdrawn:
            return None
        except IntakeRefusal as refusal:
            _log.warning("photo %s could not be analysed: %s", photo_id, refusal)
            self._fail(photo_id)
            return None
        return self._judge(photo_id)

    def looks_due(self) -> bool:
        """Say whether any photo has to be looked at again."""
        return bool(self._recognition.due(limit=1))

    def look_at_due(self) -> list[UUID]:
        """Look again at some photos in which somebody may be recognised who could not before; return which.

        What a person decided stays. A photo that cannot be read is left until somebody else is enrolled.
        Raises StoreUnavailable: then a later try finds the same photos.
        """
        due = self._recognition.due(limit=_AT_A_TIME)
        for photo_id in due:
            try:
                seen = self.assess(photo_id)
            except (BlobMissing, BlobTampered, KeyUnavailable, OriginalMissing) as error:
                _log.warning("photo %s could not be looked at again: %s", photo_id, error)
                seen = None
            if seen is None:
                self._recognition.give_up(photo_id)
        return due

    def _look(self, photo_id: UUID, picture: Picture | None) -> None:
        """Find the faces, and compare those in focus while there is anybody to compare them with."""
        pixels = picture
        if not self._is_analysed(photo_id):
            pixels = pixels or self._analysis.picture(photo_id)
            self._analysis.analyse(photo_id, pixels)
        engine = self._analysis.engine
        made: list[Encoded] = []

        def encode(against: Comparison | None) -> list[Encoded]:
            latest = self._analysis.encodings(photo_id, pixels, against=against) if against else []
            made.extend(latest)
            return latest

        try:
            self._recognition.suggest_from(photo_id, encode, engine)
        finally:
            for _, encoding in made:
                encoding.vector.fill(0)  # most of them are strangers'

    def _is_analysed(self, photo_id: UUID) -> bool:
        """Whether some engine looked at the photo; a newer one takes its place by a re-analysis, which shows first."""
        with self._database.reading() as session:
            return analysis.current(session, photo_id) is not None

    def _judge(self, photo_id: UUID) -> Judgement | None:
        now = self._clock.now()
        known = self.persons_named(photo_id)
        with self._database.transaction() as session:
            photo = album.photo(session, photo_id)
            if not photo.state.has_bytes:
                _leave_nothing(session, photo_id)
                return None
            self._tie(session, photo, known)
            if photo.state in _ON_ITS_WAY:
                photo.state = PhotoState.ANALYSED
                session.add(photo)
                session.flush()
            return judge_and_keep(session, photo_id, charter=self._charter, now=now)

    def persons_named(self, photo_id: UUID) -> Mapping[str, list[UUID]]:
        """Return whom the names written with a photo may mean; it reads all names, so before the transaction."""
        with self._database.reading() as session:
            names = {name for name, _ in named_faces(album.photo(session, photo_id), ())}
            return persons_named(session, names, shipped_figures())

    def _tie(self, session: Session, photo: Photo, known: Mapping[str, list[UUID]]) -> None:
        found = analysis.current(session, photo.id)
        faces = found[1] if found else []
        carry_over(session, photo.id, faces, self._charter)
        suggest_declared(session, photo, faces, known, self._clock.now())

    def _fail(self, photo_id: UUID) -> None:
        with self._database.transaction() as session:
            photo = album.photo(session, photo_id)
            if photo.state is PhotoState.RECEIVED:
                photo.state = PhotoState.FAILED
                session.add(photo)


def _leave_nothing(session: Session, photo_id: UUID) -> None:
    """Remove what was written about a photo whose erasure began while it was being looked at."""
    erase_rows(session, photo_id)
    recognition.erase_rows(session, photo_id)
    analysis.erase_rows(session, photo_id)
