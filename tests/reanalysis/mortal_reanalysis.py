"""A worker on a re-analysis that is killed (SIGKILL, by itself) at every so many looks, and started again each time.

    python mortal_reanalysis.py HOME DATABASE_URL NOTES

NOTES tells each photo looked at and each judged, one a line; the process dies when a look begins whose number is a
multiple of `DEADLY`, and again between the switch to a new analysis and its judgement.
"""

import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from reanalysis.world import Archive, SharperEngine

from registry.clock import SystemClock
from registry.database import Database
from registry.jobs.engine import working
from registry.settings import Settings
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

DEADLY = 3
LONGEST_LIFE_SECONDS = 60


def note(notes: Path, line: str) -> int:
    """Write a line that survives the process; return how many like it there are."""
    with notes.open("a") as stream:
        stream.write(f"{line}\n")
        stream.flush()
        os.fsync(stream.fileno())
    return notes.read_text().splitlines().count(line)


class MortalEngine(SharperEngine):
    """Looks, and dies at every third look over all its lives."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self._notes = notes

    def analyse(self, picture):
        if note(self._notes, "look") % DEADLY == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().analyse(picture)


def live(home: Path, database_url: str, notes: Path) -> None:
    """Work until the re-analysis waits for somebody or is over."""
    settings = Settings(home=home, database_url=database_url)
    keyring = KeyRing(settings.keys_home)
    archive = Archive(Database(settings.database_url), SystemClock(), Vault(settings.vault_url, keyring), keyring)
    archive.newer = MortalEngine(notes)
    archive.use_newer()
    assess = archive.reanalysis._looking._assessor.assess

    def assess_or_die(photo_id):
        if note(notes, "judge") == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return assess(photo_id)

    archive.reanalysis._looking._assessor.assess = assess_or_die
    duties = SimpleNamespace(
        erasure=SimpleNamespace(due=list, due_looks=list),
        publication=SimpleNamespace(unsettled=list),
        removal=SimpleNamespace(send_due_letters=list),
        asking=SimpleNamespace(tend=list),
        posts=SimpleNamespace(tend=list),
        desk=SimpleNamespace(tend=list),
        recipients=SimpleNamespace(tend=list),
        putting_back=SimpleNamespace(tend=list),
        rounds=SimpleNamespace(unfinished=list),
        replacing=SimpleNamespace(unfinished=list),
        sweeps=SimpleNamespace(unfinished=list),
        adoptions=SimpleNamespace(unfinished=list),
        rulebook=SimpleNamespace(unapplied=list),
        review=SimpleNamespace(looks_due=lambda: False),
        reanalysis=archive.reanalysis,
        database=archive.database,
        clock=SystemClock(),
    )
    with working(duties, settings.jobs_database_url):
        deadline = time.monotonic() + LONGEST_LIFE_SECONDS
        while archive.reanalysis.unfinished() and time.monotonic() < deadline:
            time.sleep(0.05)


if __name__ == "__main__":
    live(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
