"""The worker's part of a re-analysis: one photo at a time, harmless to repeat, broken off at any line without loss."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from registry.analysis.engine import Engine
from registry.analysis.records import Analysis, Face
from registry.analysis.service import AnalysisService, encode_focused, make_current, rows_of
from registry.clock import Clock
from registry.consent.gallery import Snapshot
from registry.consent.recognition import Encoded, RecognitionService
from registry.consent.stale import StaleTemplates
from registry.database import Database
from registry.errors import RegistryError
from registry.intake.errors import PhotoWithdrawn
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.reanalysis import archive
from registry.reanalysis.records import ReanalysedPhoto, Reanalysis
from registry.reanalysis.rehearsal import Rehearsal
from registry.reanalysis.states import PhotoProgress, ReanalysisState
from registry.review.assessing import Assessor
from registry.vault.errors import StoreUnavailable

_log = logging.getLogger(__name__)
_DROPPED_AT_ONCE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a new engine saw of a photo, in memory: rows not stored yet, and its focused faces encoded.

    `named` is whom the names written with the photo may mean.
    """

    analysis: Analysis
    faces: list[Face]
    encoded: list[Encoded]
    engine: Engine
    snapshot: Snapshot
    named: Mapping[str, Sequence[UUID]]


class _TemplatesGone(Exception):
    """Somebody withdrew, or the day changed, while faces were compared: what came of it does not count."""


class Looking:
    """Carries a re-analysis on, a small piece at a time, on one thread, behind the photos that just came in."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        analysis: AnalysisService,
        recognition: RecognitionService,
        rehearsal: Rehearsal,
        assessor: Assessor,
        templates: StaleTemplates,
        jobs: JobQueue,
        load_engine: Callable[[str], Engine],
    ) -> None:
        self._database = database
        self._clock = clock
        self._analysis = analysis
        self._recognition = recognition
        self._rehearsal = rehearsal
        self._assessor = assessor
        self._templates = templates
        self._jobs = jobs
        self._load_engine = load_engine
        self._loaded: Engine | None = None

    def advance(self, run_id: UUID) -> bool:
        """Do the next piece; return whether there is more to do now. False also while newer photos go first."""
        with self._database.reading() as session:
            run = session.get(Reanalysis, run_id)
        if run is None:
            return False
        match run.state:
            case ReanalysisState.RUNNING:
                return self._look_at_one(run)
            case ReanalysisState.APPLYING:
                return self._apply_one(run)
            case ReanalysisState.DISCARDING:
                return self._drop_some(run)
            case _:
                self._loaded = None  # the models leave the memory
                return False

    def engine_of(self, run: Reanalysis) -> Engine:
        """Return a re-analysis's engine, loaded once. Raises EngineUnknown or another reason it cannot be had."""
        if self._loaded is None or self._loaded.name != run.engine:
            self._loaded = self._load_engine(run.engine)
        return self._loaded

    def _look_at_one(self, run: Reanalysis) -> bool:
        with self._database.reading() as session:
            if archive.somebody_waits(session, self._clock.now()):
                return False
            photo_id = archive.next_photo(session, run)
        if self.engine_of(run).version != run.engine_version:
            return self._move(run, ReanalysisState.PAUSED)
        if photo_id is None:
            return self._move(run, ReanalysisState.READY)
        try:
            look = self._look(run, photo_id)
        except PhotoWithdrawn:
            return True
        except StoreUnavailable as away:
            _log.warning("re-analysis %s waits: %s", run.id, away)
            return False
        except RegistryError as fault:
            _log.warning("photo %s could not be looked at again: %s", photo_id, fault)
            look = None
        return self._keep(run, photo_id, look)

    def _look(self, run: Reanalysis, photo_id: UUID) -> Look:
        engine, picture = self.engine_of(run), self._analysis.picture(photo_id)
        analysis, faces = rows_of(photo_id, engine.analyse(picture), self._clock.now())
        analysis.current = False
        snapshot, against = self._recognition.gallery_of(engine)
        encoded = encode_focused(engine, picture, faces, against) if against else []
        return Look(
            analysis=analysis,
            faces=faces,
            encoded=encoded,
            engine=engine,
            snapshot=snapshot,
            named=self._assessor.persons_named(photo_id),
        )

    def _keep(self, run: Reanalysis, photo_id: UUID, look: Look | None) -> bool:
        try:
            return self._store(run, photo_id, look)
        except _TemplatesGone:
            return True

    def _store(self, run: Reanalysis, photo_id: UUID, look: Look | None) -> bool:
        """Store a look beside the old analysis, unless the photo or the re-analysis went meanwhile."""
        now = self._clock.now()
        with self._database.transaction() as session:
            fresh, photo = session.get(Reanalysis, run.id), session.get(Photo, photo_id)
            if fresh is None or fresh.state is not ReanalysisState.RUNNING:
                return False
            if photo is None or photo.state is not PhotoState.ANALYSED or archive.item(session, run.id, photo_id):
                return True
            row = ReanalysedPhoto(
                reanalysis_id=run.id, photo_id=photo_id, progress=PhotoProgress.UNREADABLE, seen_at=now
            )
            if look is not None:
                self._compare(session, photo, row, look, now)
            session.add(row)
        return True

    def _compare(self, session: Session, photo: Photo, row: ReanalysedPhoto, look: Look, now: datetime) -> None:
        """Fill in a photo's line: the new analysis, and both verdicts by the facts of this moment."""
        session.add(look.analysis)
        session.flush()
        session.add_all(look.faces)
        session.flush()
        row.progress, row.analysis_id, row.shot_after = PhotoProgress.SEEN, look.analysis.id, look.analysis.shot_type
        row.shot_before = archive.kind_now(session, photo.id)
        row.outcome_before = self._rehearsal.today(session, photo, now)
        row.outcome_after = self._rehearsal.after(
            session,
            photo,
            row.analysis_id,
            encoded=look.encoded,
            engine=look.engine,
            snapshot=look.snapshot,
            named=look.named,
            now=now,
        )
        if look.snapshot.wiped:
            raise _TemplatesGone

    def _apply_one(self, run: Reanalysis) -> bool:
        with self._database.reading() as session:
            row = archive.next_to_apply(session, run.id)
        if row is None or row.analysis_id is None:
            self._templates.destroy_all_but(run.engine)
            return self._move(run, ReanalysisState.APPLIED)
        if self._switch(row.photo_id, row.analysis_id):
            self._assessor.assess(row.photo_id)
            self._jobs.enforce(row.photo_id)
        with self._database.transaction() as session:
            kept = session.get(ReanalysedPhoto, row.id)
            if kept is not None:
                kept.progress = PhotoProgress.APPLIED
                session.add(kept)
        return True

    def _switch(self, photo_id: UUID, analysis_id: UUID) -> bool:
        """Let the new analysis count; return whether the photo is to be judged by it now."""
        with self._database.transaction() as session:
            photo = session.get(Photo, photo_id)
            if photo is None or not photo.state.has_bytes or session.get(Analysis, analysis_id) is None:
                return False
            make_current(session, photo_id, analysis_id)
            return photo.state is PhotoState.ANALYSED

    def _drop_some(self, run: Reanalysis) -> bool:
        with self._database.transaction() as session:
            if archive.drop_some(session, run.id, at_most=_DROPPED_AT_ONCE):
                return True
        return self._move(run, ReanalysisState.DISCARDED)

    def _move(self, run: Reanalysis, state: ReanalysisState) -> bool:
        """Move on from the state it was found in, unless somebody moved it meanwhile; there is no more to do now."""
        now = self._clock.now()
        with self._database.transaction() as session:
            fresh = session.get_one(Reanalysis, run.id)
            if fresh.state is run.state:
                fresh.state = state
                fresh.ended_at = now if state.is_final else None
                session.add(fresh)
                if state in _TOLD:
                    audit.append(session, _TOLD[state], now=now, subject=run.id)
        return False


_TOLD = {
    ReanalysisState.APPLIED: AuditEvent.REANALYSIS_APPLIED,
    ReanalysisState.DISCARDED: AuditEvent.REANALYSIS_DISCARDED,
}
