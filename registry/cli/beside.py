"""The worker process beside the pages or the demo: started, kept up, ended."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from registry.cli.outcome import Mark, say
from registry.locale import N_, Translate

WORKER = (sys.executable, "-m", "registry", "worker")
_PATIENCE_SECONDS = 60
_REST_SECONDS = 5


@contextmanager
def worker_beside(tr: Translate, *, command: Sequence[str] = WORKER, rest: float = _REST_SECONDS) -> Iterator[None]:
    """Run the worker with this process's settings for as long as the block lasts.

    A worker that stops by itself is said and, after `rest` seconds, started again: the work it had is still queued.
    """
    done = Event()
    watch = Thread(target=_keep_up, args=(tuple(command), rest, done, tr), name="worker-watch")
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()


def _keep_up(command: tuple[str, ...], rest: float, done: Event, tr: Translate) -> None:
    while not done.is_set():
        code = _run(command, done)
        if code is not None:
            text = tr(N_("The worker stopped (code {code}) and is started again."))
            say(text.format(code=code), mark=Mark.WRONG)
            done.wait(rest)


def _run(command: tuple[str, ...], done: Event) -> int | None:
    """Run the process once; return the code it ended with by itself, None when it was told to end."""
    process = subprocess.Popen(command)  # noqa: S603 - the command is this module's own, or a test's
    while not done.wait(0.2):
        if process.poll() is not None:
            return process.returncode
    _end(process)
    return None


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
