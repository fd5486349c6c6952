"""The worker: the workflow engine launched on the registry's duties, until it is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from dbos import DBOS, DBOSConfig

from registry.jobs import names
from registry.jobs.duties import Duties
from registry.jobs.quiet import hush
from registry.jobs.succession import take_over
from registry.jobs.tables import prepare
from registry.jobs.wire import IdsOnly
from registry.jobs.workflows import Workflows, define

_POLL_SECONDS = 0.5
"""Where somebody waits for the answer."""
_POLL_CALMLY_SECONDS = 3.0
"""For what takes minutes or hours anyhow: an idle worker then asks the database half as often."""
_PATIENCE_SECONDS = 30
_ERASING_AT_ONCE = 4
_EVERY_MINUTE = "* * * * *"
_EVERY_NIGHT = "15 0 * * *"


class Worker:
    """A launched engine; `stop` ends it after the steps at hand. There is one in a process."""

    def __init__(self, duties: Duties, url: str, *, photos_at_once: int = 1) -> None:
        hush()
        prepare(url)
        DBOS(config=_config(url))
        workflows = define(duties)
        DBOS.launch()
        take_over()
        _open_queues(workflows, photos_at_once)

    def stop(self) -> None:
        """Let what is running finish, for half a minute at most, and end the engine."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=_PATIENCE_SECONDS)


@contextmanager
def working(duties: Duties, url: str, *, photos_at_once: int = 1) -> Iterator[Worker]:
    """Run a worker on the workflow tables at `url` for as long as the block lasts."""
    worker = Worker(duties, url, photos_at_once=photos_at_once)
    try:
        yield worker
    finally:
        worker.stop()


def run_worker(duties: Duties, url: str, *, photos_at_once: int = 1) -> None:
    """Work until SIGTERM or SIGINT, then end after the steps at hand; so many new photos are assessed at a time."""
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    with working(duties, url, photos_at_once=photos_at_once):
        told_to_stop.wait()


def _config(url: str) -> DBOSConfig:
    # No endpoints and no keys: the engine then sends nothing anywhere. One executor name: a restarted worker takes up
    # what the killed one left.
    return {
        "name": names.APPLICATION,
        "system_database_url": url,
        "application_version": names.VERSION,
        "executor_id": "worker",
        "serializer": IdsOnly(),
        "log_level": "WARNING",
        "enable_otlp": False,
        "run_migrations": False,
    }


def _open_queues(workflows: Workflows, photos_at_once: int) -> None:
    DBOS.register_queue(names.ASSESSING, worker_concurrency=photos_at_once, polling_interval_sec=_POLL_SECONDS)
    DBOS.register_queue(names.LOOKING, worker_concurrency=1, polling_interval_sec=_POLL_CALMLY_SECONDS)
    DBOS.register_queue(names.REANALYSING, worker_concurrency=1, polling_interval_sec=_POLL_CALMLY_SECONDS)
    DBOS.register_queue(names.SWEEPING, worker_concurrency=1, polling_interval_sec=_POLL_CALMLY_SECONDS)
    DBOS.register_queue(names.ADOPTING, worker_concurrency=1, polling_interval_sec=_POLL_CALMLY_SECONDS)
    DBOS.register_queue(names.ERASING, worker_concurrency=_ERASING_AT_ONCE, polling_interval_sec=_POLL_SECONDS)
    DBOS.register_queue(names.PUBLISHING, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS)
    DBOS.apply_schedules(
        [
            {"schedule_name": names.TEND, "workflow_fn": workflows.tend, "schedule": _EVERY_MINUTE},
            {"schedule_name": names.RENEW, "workflow_fn": workflows.renew, "schedule": _EVERY_NIGHT},
        ]
    )
    DBOS.trigger_schedule(names.TEND)
