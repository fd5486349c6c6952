"""A worker that replaces a photo and is killed (SIGKILL, by itself) once at every point; started again each time.

    python mortal.py HOME DATABASE_URL NOTES

NOTES tells each death, one a line. Each life is a process of its own with the whole registry in it.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from replacing.town import Town

from registry.clock import SettableClock
from registry.settings import Settings

NOON = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def live(home: Path, url: str, notes: Path) -> None:
    """One life: do every piece, and die at the first point where no life ended yet."""
    died = set(notes.read_text().splitlines())

    def point(name: str) -> None:
        if name not in died:
            with notes.open("a") as stream:
                stream.write(f"{name}\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.kill(os.getpid(), signal.SIGKILL)

    def mortally(name: str, deed):
        def done(*arguments, **named):
            point(f"before {name}")
            outcome = deed(*arguments, **named)
            point(f"after {name}")
            return outcome

        return done

    town = Town(Settings(home=home, database_url=url), SettableClock(NOON))
    replacing, intake = town.registry.replacing, town.registry.intake
    vault = town.registry.vault
    vault.put = mortally("the bytes", vault.put)
    intake.take_mended = mortally("taking in", intake.take_mended)
    replacing._assess = mortally("judging", replacing._assess)
    replacing._open_erasure = mortally("opening the erasure, not committed", replacing._open_erasure)
    for replacement_id in replacing.unfinished():
        while replacing.advance(replacement_id):
            point("after a piece")
        point("after the last piece")
    for erasure_id in town.registry.erasure.due():
        town.registry.erasure.run(erasure_id)
    town.registry.putting_back.tend()
    os._exit(0)


def main() -> int:
    """Fork lives until one ends by itself; return its exit code."""
    home, url, notes = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    while True:
        pid = os.fork()
        if pid == 0:
            try:
                live(home, url, notes)
            finally:
                os._exit(4)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code != -signal.SIGKILL:
            return code


if __name__ == "__main__":
    sys.exit(main())
