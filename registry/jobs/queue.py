"""The queue as the web process uses it: it puts ids in, the worker takes them out."""

from threading import Lock
from typing import Self
from uuid import UUID

from dbos import DBOSClient, EnqueueOptions

from registry.jobs import names
from registry.jobs.tables import prepare
from registry.jobs.wire import IdsOnly


class DbosQueue:
    """Hands work to the worker through the workflow tables at `url`, which it makes if they are not there.

    The connection is made at the first use, so that a command that hands over nothing opens nothing.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: DBOSClient | None = None
        self._lock = Lock()

    def assess(self, photo_id: UUID) -> None:
        """Ask the worker to analyse and judge a photo."""
        self._enqueue(names.ASSESSING, names.ASSESS, photo_id)

    def erase(self, erasure_id: UUID) -> None:
        """Ask the worker to carry an erasure on."""
        self._enqueue(names.ERASING, names.ERASE, erasure_id)

    def rejudge(self, person_id: UUID) -> None:
        """Ask the worker to judge a person's photos again."""
        self._enqueue(names.ERASING, names.REJUDGE, person_id)

    def enforce(self, photo_id: UUID) -> None:
        """Ask the worker to take down what may no longer stand of a photo."""
        self._enqueue(names.ERASING, names.ENFORCE, photo_id)

    def reanalyse(self, reanalysis_id: UUID) -> None:
        """Ask the worker to carry a re-analysis on."""
        self._enqueue(names.REANALYSING, names.REANALYSE, reanalysis_id)

    def publish_round(self, round_id: UUID) -> None:
        """Ask the worker to carry a round of publishing on."""
        self._enqueue(names.PUBLISHING, names.PUBLISH, round_id)

    def sweep(self, sweep_id: UUID) -> None:
        """Ask the worker to carry the search of a place on."""
        self._enqueue(names.SWEEPING, names.SWEEP, sweep_id)

    def adopt(self, adoption_id: UUID) -> None:
        """Ask the worker to carry the taking over of an archive on."""
        self._enqueue(names.ADOPTING, names.ADOPT, adoption_id)

    def replace_photo(self, replacement_id: UUID) -> None:
        """Ask the worker to carry on that a photo is replaced by its version with hidden faces."""
        self._enqueue(names.ERASING, names.REPLACE, replacement_id)

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._lock:
            if self._client is not None:
                self._client.destroy()
                self._client = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _enqueue(self, queue: str, workflow: str, subject: UUID) -> None:
        options: EnqueueOptions = {
            "queue_name": queue,
            "workflow_name": workflow,
            "app_version": names.VERSION,
            "deduplication_id": f"{workflow}:{subject}",
            "duplication_policy": "return-existing",
        }
        self._connected().enqueue(options, str(subject))

    def _connected(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                prepare(self._url)
                self._client = DBOSClient(
                    system_database_url=self._url, serializer=IdsOnly(), application_name=names.APPLICATION
                )
            return self._client
