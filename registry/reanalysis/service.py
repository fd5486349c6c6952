"""What people do with a re-analysis: begin, hold, look what would change, apply or drop it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis.engine import Engine
from registry.charter.verdict import Outcome
from registry.clock import Clock
from registry.consent.records import Person
from registry.consent.stale import people_to_ask
from registry.database import Database
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.reanalysis import archive
from registry.reanalysis.archive import Change, Progress
from registry.reanalysis.errors import (
    AlreadyUnderWay,
    EngineChanged,
    EngineNotInUse,
    NoReanalysis,
    NothingToReanalyse,
    NotNow,
)
from registry.reanalysis.looking import Looking
from registry.reanalysis.records import Reanalysis
from registry.reanalysis.states import ReanalysisState


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """A re-analysis, how far it is, and how many verdicts would change, by what they were and would be."""

    run: Reanalysis
    progress: Progress
    counts: Mapping[tuple[Outcome, Outcome], int]

    @property
    def changed(self) -> int:
        """How many verdicts would change."""
        return sum(self.counts.values())


class ReanalysisService:
    """Re-analyses of the archive, one at a time; the worker does the looking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        looking: Looking,
        jobs: JobQueue,
        in_use: Callable[[], Engine],
        known: Callable[[], tuple[str, ...]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._looking = looking
        self._jobs = jobs
        self._in_use = in_use
        self._known = known

    def engines(self, actor: Actor) -> tuple[Engine, tuple[str, ...]]:
        """Return the engine in use, and the names of all that could be. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        return self._in_use(), self._known()

    def people_to_ask(self, actor: Actor) -> list[Person]:
        """Return the people whose templates the engine in use cannot read: they are asked again. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return people_to_ask(session, self._in_use().name)

    def start(self, actor: Actor, engine: str | None = None) -> Reanalysis:
        """Begin with an engine, the one in use when none is named.

        Raises Forbidden, AlreadyUnderWay, NothingToReanalyse, or why the engine cannot be had.
        """
        require(actor, Permission.MANAGE_ENGINES)
        now = self._clock.now()
        run = Reanalysis(
            engine=engine or self._in_use().name,
            engine_version="",
            state=ReanalysisState.RUNNING,
            started_at=now,
            started_by=actor.user_id,
        )
        run.engine_version = self._looking.engine_of(run).version
        with self._database.transaction() as session:
            if archive.under_way(session):
                raise AlreadyUnderWay
            if archive.next_photo(session, run) is None:
                raise NothingToReanalyse(engine=run.engine)
            session.add(run)
            session.flush()
            audit.append(
                session, AuditEvent.REANALYSIS_STARTED, now=now, actor=actor, subject=run.id, engine=run.engine
            )
        self._jobs.reanalyse(run.id)
        return run

    def pause(self, actor: Actor) -> None:
        """Hold after the photo at hand. Raises Forbidden, NoReanalysis or NotNow."""
        with self._changing(actor, ReanalysisState.RUNNING) as run:
            run.state = ReanalysisState.PAUSED

    def resume(self, actor: Actor) -> None:
        """Go on where it was held. Raises Forbidden, NoReanalysis, NotNow or EngineChanged."""
        with self._changing(actor, ReanalysisState.PAUSED) as run:
            self._same_engine(run, self._looking.engine_of(run))
            run.state = ReanalysisState.RUNNING
        self._jobs.reanalyse(run.id)

    def apply(self, actor: Actor) -> None:
        """Let the new analyses count; every photo is judged by them, and what may no longer stand comes down.

        Raises Forbidden, NoReanalysis, NotNow, EngineNotInUse or EngineChanged.
        """
        with self._changing(actor, ReanalysisState.READY) as run:
            used = self._in_use()
            if used.name != run.engine:
                raise EngineNotInUse(engine=run.engine)
            self._same_engine(run, used)
            run.state = ReanalysisState.APPLYING
        self._jobs.reanalyse(run.id)

    def discard(self, actor: Actor) -> None:
        """Remove the new analyses; the old ones count as before. Raises Forbidden, NoReanalysis or NotNow."""
        allowed = [state for state in ReanalysisState if state.can_be_discarded]
        with self._changing(actor, *allowed) as run:
            run.state = ReanalysisState.DISCARDING
        self._jobs.reanalyse(run.id)

    def overview(self, actor: Actor) -> Overview | None:
        """Return the newest re-analysis, also one that is over; None before the first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            run = archive.newest(session)
            if run is None:
                return None
            counts = archive.change_counts(session, run.id)
            return Overview(run=run, progress=archive.progress(session, run), counts=counts)

    def changes(self, actor: Actor, run_id: UUID, *, page: int = 0, size: int = 24) -> list[Change]:
        """Return a page (from 0) of the photos whose verdict would change. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return archive.changes(session, run_id, page=page, size=size)

    def outdated(self, actor: Actor) -> int:
        """Return how many photos the engine in use did not look at. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        engine = self._in_use()
        wanted = Reanalysis(
            engine=engine.name,
            engine_version=engine.version,
            state=ReanalysisState.RUNNING,
            started_at=self._clock.now(),
        )
        with self._database.reading() as session:
            return archive.remaining(session, wanted, PhotoState.ANALYSED)

    # For the worker

    def unfinished(self) -> Sequence[UUID]:
        """Return the re-analyses that have something to do now."""
        busy = tuple(state for state in ReanalysisState if state.needs_worker)
        with self._database.reading() as session:
            return list(session.exec(select(Reanalysis.id).where(col(Reanalysis.state).in_(busy))))

    def advance(self, run_id: UUID) -> bool:
        """Do the next piece of a re-analysis; see `Looking.advance`."""
        return self._looking.advance(run_id)

    def run(self, run_id: UUID) -> None:
        """Do all that can be done now, in the caller's process."""
        while self.advance(run_id):
            pass

    @contextmanager
    def _changing(self, actor: Actor, *allowed: ReanalysisState) -> Iterator[Reanalysis]:
        require(actor, Permission.MANAGE_ENGINES)
        with self._database.transaction() as session:
            run = archive.under_way(session)
            if run is None:
                raise NoReanalysis
            if run.state not in allowed:
                raise NotNow(state=run.state.value)
            yield run
            session.add(run)

    def _same_engine(self, run: Reanalysis, engine: Engine) -> None:
        if engine.version != run.engine_version:
            raise EngineChanged(engine=run.engine)
