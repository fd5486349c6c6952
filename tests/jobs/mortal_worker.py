"""A worker that is killed (SIGKILL, by itself) once at every point of an erasure, and started again each time.

    python mortal_worker.py HOME DATABASE_URL NOTES MODE [SEED]

MODE "points": die once before each step, after each deed and before it is recorded, inside each writing transaction,
and after each step is recorded but before the workflow engine knows; MODE "random": die at random moments. NOTES is a
file that tells each death and each deed, one a line. Each life is a process of its own, forked so that it starts fast.
"""

import os
import random
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from erasure.assembly import assemble, deeds_of
from erasure.world import World

from registry.clock import SystemClock
from registry.database import Database
from registry.erasure.deeds import Deeds
from registry.erasure.records import Erasure, ErasureStep
from registry.erasure.states import ErasureState
from registry.intake.forgetting import erase_rows
from registry.jobs.engine import working
from registry.settings import Settings

LONGEST_LIFE_SECONDS = 30
RANDOM_LIVES = 12


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


def live(home: Path, url: str, notes: Path, *, at_points: bool) -> None:
    """One life: work until every erasure is done, then leave."""
    fate = Fate(notes, at_points=at_points)
    settings = Settings(home=home, database_url=url)
    database = Database(url)
    world = World(settings, database, SystemClock())

    def erase_rows_mortally(session, photo_id):
        erase_rows(session, photo_id)
        fate.point("inside erase-rows")

    parts = replace(
        world.parts,
        row_erasers=[erase_rows_mortally],
        when_erased=[lambda _session, _photo_id: fate.point("inside certify")],
    )
    erasure = MortalErasure(assemble(parts, MortalDeeds(deeds_of(parts), fate)), database, fate)
    duties = SimpleNamespace(
        erasure=erasure,
        publication=SimpleNamespace(unsettled=list),
        desk=SimpleNamespace(tend=list),
        removal=SimpleNamespace(send_due_letters=list),
        asking=SimpleNamespace(tend=list),
        reanalysis=SimpleNamespace(unfinished=list),
        review=SimpleNamespace(looks_due=bool),
        database=database,
        clock=world.clock,
    )
    with working(duties, settings.jobs_database_url):
        wait_until_done(database)
        os._exit(0)


def wait_until_done(database: Database) -> None:
    from sqlmodel import select

    deadline = time.monotonic() + LONGEST_LIFE_SECONDS
    while time.monotonic() < deadline:
        with database.reading() as session:
            states = set(session.exec(select(Erasure.state)))
        if states == {ErasureState.DONE}:
            return
        time.sleep(0.05)
    os._exit(3)


def one_life(arguments, *, at_points: bool, killed_after: float | None) -> int:
    """Fork a life and wait for its end; return 0 for done, 9 for killed, anything else for trouble."""
    pid = os.fork()
    if pid == 0:
        try:
            live(*arguments, at_points=at_points)
        finally:
            os._exit(4)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> int:
    home, url, notes, mode = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    arguments = (home, url, notes)
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
