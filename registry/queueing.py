"""How a stage hands work to whoever does it later: ids only, so that nothing personal ever lies in a queue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class JobQueue(Protocol):
    """Takes work to be done; handing over the same work twice while it waits does it once.

    Call it after the transaction that makes the work necessary is committed. A call that is lost (a crash in between)
    loses nothing: the worker finds unfinished work in the records by itself.
    """

    def assess(self, photo_id: UUID) -> None:
        """Analyse and judge a photo that came in."""
        ...

    def erase(self, erasure_id: UUID) -> None:
        """Carry an erasure on, as far as it can go now."""
        ...

    def rejudge(self, person_id: UUID) -> None:
        """Judge a person's photos again after a change of consent, and take down what may no longer stand."""
        ...

    def enforce(self, photo_id: UUID) -> None:
        """Take down what may no longer stand of one photo, which was just restricted, say."""
        ...

    def reanalyse(self, reanalysis_id: UUID) -> None:
        """Carry a re-analysis of the archive on, as far as it can go now."""
        ...

    def publish_round(self, round_id: UUID) -> None:
        """Carry a round of publishing on, to its end."""
        ...

    def sweep(self, sweep_id: UUID) -> None:
        """Carry the search of a place on, as far as it can go now."""
        ...

    def adopt(self, adoption_id: UUID) -> None:
        """Carry the taking over of an archive on, as far as it can go now."""
        ...

    def replace_photo(self, replacement_id: UUID) -> None:
        """Carry on that a photo is replaced by its version with hidden faces."""
        ...


def _nobody(_: UUID) -> None:
    """Leave work to the worker, which finds it in the records."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What is done for each kind of work, given its id."""

    assess: Callable[[UUID], object]
    erase: Callable[[UUID], object]
    rejudge: Callable[[UUID], object]
    enforce: Callable[[UUID], object]
    reanalyse: Callable[[UUID], object] = _nobody
    sweep: Callable[[UUID], object] = _nobody
    adopt: Callable[[UUID], object] = _nobody
    publish_round: Callable[[UUID], object] = _nobody
    replace_photo: Callable[[UUID], object] = _nobody


class InProcessQueue:
    """Does the work at once, in the caller's process: for the demo, the command line and tests.

    It is made before the services that hand it work, and connected to them afterwards.
    """

    def __init__(self) -> None:
        self._work: Work | None = None

    def connect(self, work: Work) -> None:
        """Say what to do for each kind of work."""
        self._work = work

    def assess(self, photo_id: UUID) -> None:
        """Analyse and judge now. Raises what that raises."""
        self._connected().assess(photo_id)

    def erase(self, erasure_id: UUID) -> None:
        """Carry the erasure on now. Raises what that raises."""
        self._connected().erase(erasure_id)

    def rejudge(self, person_id: UUID) -> None:
        """Judge again now. Raises what that raises."""
        self._connected().rejudge(person_id)

    def enforce(self, photo_id: UUID) -> None:
        """Take down now. Raises what that raises."""
        self._connected().enforce(photo_id)

    def reanalyse(self, reanalysis_id: UUID) -> None:
        """Carry the re-analysis on now. Raises what that raises."""
        self._connected().reanalyse(reanalysis_id)

    def publish_round(self, round_id: UUID) -> None:
        """Carry the round on now. Raises what that raises."""
        self._connected().publish_round(round_id)

    def sweep(self, sweep_id: UUID) -> None:
        """Carry the search on now. Raises what that raises."""
        self._connected().sweep(sweep_id)

    def adopt(self, adoption_id: UUID) -> None:
        """Carry the taking over on now. Raises what that raises."""
        self._connected().adopt(adoption_id)

    def replace_photo(self, replacement_id: UUID) -> None:
        """Carry the replacing on now. Raises what that raises."""
        self._connected().replace_photo(replacement_id)

    def _connected(self) -> Work:
        if self._work is None:
            raise RuntimeError("the queue was used before it was connected to its work")
        return self._work
