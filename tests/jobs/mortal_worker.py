"""A worker that is killed (SIGKILL, by itself) once at every point of an erasure, and started again each time.

    python mortal_worker.py HOME DATABASE_URL NOTES MODE [SEED]

MODE "points": die once before each step, after each deed and before it is recorded, inside each writing transaction,
and after each step is recorded but before the workflow engine knows; MODE "random": die at random moments; MODE
"storm": die at random moments while several erasures run and places fail, drop the connection after the effect and
answer late, as SEED rolls it. NOTES is a file that tells each death and each deed, one a line. Each life is a process
of its own, forked so that it starts fast.
"""

import os
import random
import signal
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from erasure.assembly import assemble, deeds_of
from erasure.world import POLICY, World
from sqlmodel import select

from registry.channels.outcomes import Retryable, Unclear
from registry.clock import SystemClock
from registry.database import Database
from registry.erasure.breaker import BreakerPolicy
from registry.erasure.deeds import Deeds
from registry.erasure.records import Erasure, ErasureStep
from registry.erasure.retry import RetryPolicy
from registry.erasure.states import ErasureState
from registry.intake.forgetting import erase_rows
from registry.jobs.engine import working
from registry.jobs.queue import DbosQueue
from registry.settings import Settings

LONGEST_LIFE_SECONDS = int(os.environ.get("KILL_LIFE_SECONDS", "120"))
RANDOM_LIVES = 12
STORM_DEATHS = 4
STORM_POLICY = replace(
    POLICY,
    retry=RetryPolicy(
        attempts=20, first_wait=timedelta(seconds=0.02), factor=2, longest_wait=timedelta(seconds=0.2), jitter=1
    ),
    breaker=BreakerPolicy(failures=3, probe=timedelta(seconds=0.3)),
)
LATE_SECONDS = 0.3


class Fate:
    """Notes what happens, and kills this process at each point where no life ended yet."""

    def __init__(self, notes: Path, *, at_points: bool) -> None:
        self._notes, self._at_points = notes, at_points
        self._died_at = {line[5:] for line in notes.read_text().splitlines() if line.startswith("died ")}
        self._lock = threading.Lock()

    def note(self, line: str) -> None:
        with self._lock, self._notes.open("a") as stream:
            stream.write(f"{line}\n")
            stream.flush()
            os.fsync(stream.fileno())

    def point(self, name: str) -> None:
        if self._at_points and name not in self._died_at:
            self.note(f"died {name}")
            os.kill(os.getpid(), signal.SIGKILL)


class MortalDeeds(Deeds):
    """The real deeds; each is noted, and may be the last thing its process does."""

    def __init__(self, real: Deeds, fate: Fate) -> None:
        self.__dict__ = real.__dict__ | {"fate": fate}

    def _mortally(self, name: str, deed):
        outcome = deed()
        self.fate.note(f"did {name}")
        self.fate.point(f"after-deed {name}")
        return outcome

    def sweep(self, photo_id):
        return self._mortally("sweep", lambda: Deeds.sweep(self, photo_id))

    def suppress(self, photo_id, erasure_id):
        return self._mortally("suppress", lambda: Deeds.suppress(self, photo_id, erasure_id))

    def remove(self, copy):
        return self._mortally(f"remove {copy.kind.value}", lambda: Deeds.remove(self, copy))

    def look(self, copy):
        return self._mortally(f"look {copy.kind.value}", lambda: Deeds.look(self, copy))

    def destroy_key(self, photo_id):
        return self._mortally("destroy-key", lambda: Deeds.destroy_key(self, photo_id))

    def scrub(self):
        return self._mortally("scrub", lambda: Deeds.scrub(self))


class MortalErasure:
    """The real service; each step may be the last thing its process does, before or after it is recorded."""

    def __init__(self, service, database: Database, fate: Fate) -> None:
        self._service, self._database, self._fate = service, database, fate

    def next_step(self, erasure_id):
        return self._service.next_step(erasure_id)

    def perform_step(self, step_id):
        with self._database.reading() as session:
            step = session.get(ErasureStep, step_id)
        name = f"{step.ordinal} {step.action.value}"
        self._fate.point(f"before {name}")
        state = self._service.perform_step(step_id)
        self._fate.point(f"after {name}")
        return state

    def due(self):
        return []  # so that it is the workflow engine, and nothing else, that goes on with the work

    due_looks = due


class Stormy:
    """A real place in bad weather: an error, a connection lost after the effect, a late answer, or as it is."""

    def __init__(self, real, rng: random.Random) -> None:
        self.__dict__ = {"real": real, "rng": rng, "kind": real.kind, "capabilities": real.capabilities}

    def remove(self, placement):
        weather = self.rng.random()
        if weather < 0.15:
            return Retryable(code="unreachable")
        if weather > 0.9:
            time.sleep(LATE_SECONDS)
        outcome = self.real.remove(placement)
        return Retryable(code="connection-lost") if weather < 0.35 else outcome

    def look(self, placement):
        return Unclear(code="unreachable") if self.rng.random() < 0.2 else self.real.look(placement)


class Impatient(MortalErasure):
    """What waits for its next try is found at once, not at the next full minute."""

    def due(self):
        return self._service.due()


def live(home: Path, url: str, notes: Path, *, at_points: bool, weather: random.Random | None = None) -> None:
    """One life: work until every erasure is done, then leave."""
    fate = Fate(notes, at_points=at_points)
    settings = Settings(home=home, database_url=url)
    database = Database(url)
    world = World(settings, database, SystemClock(), policy=STORM_POLICY if weather else POLICY)
    if weather:
        world.parts.channels.update(website=Stormy(world.website, weather))

    def erase_rows_mortally(session, photo_id):
        erase_rows(session, photo_id)
        fate.point("inside erase-rows")

    parts = replace(
        world.parts,
        row_erasers=[erase_rows_mortally],
        when_erased=[lambda _session, _photo_id: fate.point("inside certify")],
    )
    kind = Impatient if weather else MortalErasure
    erasure = kind(assemble(parts, MortalDeeds(deeds_of(parts), fate)), database, fate)
    duties = SimpleNamespace(
        erasure=erasure,
        publication=SimpleNamespace(unsettled=list),
        desk=SimpleNamespace(tend=list),
        removal=SimpleNamespace(send_due_letters=list),
        asking=SimpleNamespace(tend=list),
        recipients=SimpleNamespace(tend=list),
        putting_back=SimpleNamespace(tend=list),
        posts=SimpleNamespace(tend=list),
        rounds=SimpleNamespace(unfinished=list),
        replacing=SimpleNamespace(unfinished=list),
        reanalysis=SimpleNamespace(unfinished=list),
        sweeps=SimpleNamespace(unfinished=list),
        adoptions=SimpleNamespace(unfinished=list),
        rulebook=SimpleNamespace(unapplied=list),
        review=SimpleNamespace(looks_due=bool),
        database=database,
        clock=world.clock,
    )
    with working(duties, settings.jobs_database_url):
        wait_until_done(database, erasure, settings)
        os._exit(0)


def wait_until_done(database: Database, erasure: MortalErasure, settings: Settings) -> None:
    deadline, queue = time.monotonic() + LONGEST_LIFE_SECONDS, DbosQueue(settings.jobs_database_url)
    while time.monotonic() < deadline:
        for due in erasure.due():
            queue.erase(due)
        with database.reading() as session:
            states = set(session.exec(select(Erasure.state)))
        if states == {ErasureState.DONE}:
            return
        time.sleep(0.05)
    os._exit(3)


def one_life(arguments, *, at_points: bool, killed_after: float | None, weather=None) -> int:
    """Fork a life and wait for its end; return 0 for done, 9 for killed, anything else for trouble."""
    pid = os.fork()
    if pid == 0:
        try:
            live(*arguments, at_points=at_points, weather=weather)
        finally:
            os._exit(4)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def storm(arguments, seed: int) -> int:
    """Kill at random moments, some times at most, then let one life end it; note how many deaths there were."""
    rng, deaths = random.Random(seed), 0
    for life in range(STORM_DEATHS):
        code = one_life(
            arguments, at_points=False, killed_after=rng.uniform(0.4, 2.0), weather=random.Random(seed * 100 + life)
        )
        if code == 0:
            break
        deaths += code == -signal.SIGKILL
    with arguments[2].open("a") as stream:
        stream.write(f"deaths {deaths}\n")
    return one_life(arguments, at_points=False, killed_after=None, weather=random.Random(seed * 100 + 99))


def main() -> int:
    home, url, notes, mode = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    arguments = (home, url, notes)
    if mode == "storm":
        return storm(arguments, int(sys.argv[5]))
    if mode == "random":
        rng = random.Random(int(sys.argv[5]))
        for _ in range(RANDOM_LIVES):
            if one_life(arguments, at_points=False, killed_after=rng.uniform(0.3, 1.6)) == 0:
                break
        return one_life(arguments, at_points=False, killed_after=None)
    while (code := one_life(arguments, at_points=True, killed_after=None)) == -signal.SIGKILL:
        pass
    return code


if __name__ == "__main__":
    sys.exit(main())
