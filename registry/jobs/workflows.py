"""The durable workflows: each a short list of steps whose results are stored, so that a killed worker goes on.

The records are the truth and each step is harmless to repeat; the workflow only sees to it that somebody does them.
Work that was never handed over, or whose waiting time is over, is found in the records by `tend`, every minute.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

from dbos import DBOS
from sqlalchemy.exc import OperationalError

from registry.jobs import names
from registry.jobs.backlog import unassessed
from registry.jobs.duties import Duties
from registry.jobs.succession import hand_on

_KEPT = timedelta(days=30)
_ROWS_AT_A_TIME = 500
_PIECES = 500  # of a re-analysis in one workflow, so that a restarted worker has few steps to go through
_DUE = "due"  # which photos are due stands in the records

_Result = TypeVar("_Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class Workflows:
    """The workflow functions as the engine knows them."""

    assess: Callable[[str], None]
    erase: Callable[[str], None]
    rejudge: Callable[[str], None]
    enforce: Callable[[str], None]
    look_again: Callable[[str], None]
    reanalyse: Callable[[str], None]
    sweep: Callable[[str], None]
    adopt: Callable[[str], None]
    apply_charter: Callable[[str], None]
    publish: Callable[[str], None]
    replace: Callable[[str], None]
    tend: Callable[[datetime, object], None]
    renew: Callable[[datetime, object], None]


def define(duties: Duties) -> Workflows:
    """Give the engine its workflows; call it before the engine is launched."""
    return Workflows(
        assess=DBOS.workflow(name=names.ASSESS)(_assess(duties)),
        erase=DBOS.workflow(name=names.ERASE)(_erase(duties)),
        rejudge=DBOS.workflow(name=names.REJUDGE)(_rejudge(duties)),
        enforce=DBOS.workflow(name=names.ENFORCE)(_enforce(duties)),
        look_again=DBOS.workflow(name=names.LOOK_AGAIN)(_look_again(duties)),
        reanalyse=DBOS.workflow(name=names.REANALYSE)(_reanalyse(duties)),
        sweep=DBOS.workflow(name=names.SWEEP)(_sweep(duties)),
        adopt=DBOS.workflow(name=names.ADOPT)(_adopt(duties)),
        apply_charter=DBOS.workflow(name=names.APPLY_CHARTER)(_apply_charter(duties)),
        publish=DBOS.workflow(name=names.PUBLISH)(_publish(duties)),
        replace=DBOS.workflow(name=names.REPLACE)(_replace(duties)),
        tend=DBOS.workflow(name=names.TEND)(_tend(duties)),
        renew=DBOS.workflow(name=names.RENEW)(_renew(duties)),
    )


def _assess(duties: Duties) -> Callable[[str], None]:
    def assess(photo_id: str) -> None:
        """Analyse and judge one photo."""
        _do("assess", duties.review.assess, photo_id)

    return assess


def _rejudge(duties: Duties) -> Callable[[str], None]:
    def rejudge(person_id: str) -> None:
        """Judge a person's photos again and take down what may no longer stand."""
        _do("rejudge", duties.publication.rejudge, person_id)
        _look_again_if_due(duties)

    return rejudge


def _look_again(duties: Duties) -> Callable[[str], None]:
    def look_again(_due: str) -> None:
        """Look again, some photos a step, at what may show somebody who was enrolled or no longer is."""
        while _step("look-again", lambda: _looked(duties)):
            pass

    return look_again


def _look_again_if_due(duties: Duties) -> None:
    if _step("looks-due", duties.review.looks_due):
        hand_on(names.LOOKING, names.LOOK_AGAIN, _DUE)


def _looked(duties: Duties) -> int:
    """Look at some photos and take down what may no longer stand of them; return how many there were."""
    seen = duties.review.look_at_due()
    for photo_id in seen:
        duties.publication.enforce(photo_id)
    return len(seen)


def _reanalyse(duties: Duties) -> Callable[[str], None]:
    def reanalyse(reanalysis_id: str) -> None:
        """Carry a re-analysis on, piece by piece; what is left after many is taken up again within a minute."""
        for _ in range(_PIECES):
            if not _step("advance", lambda: duties.reanalysis.advance(UUID(reanalysis_id))):
                return

    return reanalyse


def _publish(duties: Duties) -> Callable[[str], None]:
    def publish(round_id: str) -> None:
        """Give the photos of a round their turns; what is left after many is taken up again within a minute."""
        for _ in range(_PIECES):
            if not _step("turn", lambda: duties.rounds.advance(UUID(round_id))):
                return

    return publish


def _replace(duties: Duties) -> Callable[[str], None]:
    def replace(replacement_id: str) -> None:
        """Make a photo's version with hidden faces, take it in, and open the erasure of the photo itself."""
        for _ in range(_PIECES):
            if not _step("replace", lambda: duties.replacing.advance(UUID(replacement_id))):
                return

    return replace


def _sweep(duties: Duties) -> Callable[[str], None]:
    def sweep(sweep_id: str) -> None:
        """Search a place, some items a step; what is left after many steps is taken up again later."""
        for _ in range(_PIECES):
            if not _step("sweep", lambda: duties.sweeps.advance(UUID(sweep_id))):
                return

    return sweep


def _adopt(duties: Duties) -> Callable[[str], None]:
    def adopt(adoption_id: str) -> None:
        """Take an archive over, some files a step; what is left after many steps is taken up again later."""
        for _ in range(_PIECES):
            if not _step("adopt", lambda: duties.adoptions.advance(UUID(adoption_id))):
                return

    return adopt


def _apply_charter(duties: Duties) -> Callable[[str], None]:
    def apply_charter(version_id: str) -> None:
        """Judge every photo by a new charter, some a step; list what is published against it; do as it says."""
        last: str | None = None
        while last := _step("rejudge-after", partial(_rejudged_after, duties, last)):
            pass
        _do("objections", duties.objections.find, version_id)
        _step("enforce-all", lambda: _nothing(duties.publication.enforce_all()))
        _do("applied", duties.rulebook.note_applied, version_id)

    return apply_charter


def _rejudged_after(duties: Duties, last: str | None) -> str | None:
    return _text(duties.review.rejudge_after(UUID(last) if last else None))


def _enforce(duties: Duties) -> Callable[[str], None]:
    def enforce(photo_id: str) -> None:
        """Take down what may no longer stand of one photo."""
        _do("enforce", duties.publication.enforce, photo_id)

    return enforce


def _erase(duties: Duties) -> Callable[[str], None]:
    def erase(erasure_id: str) -> None:
        """Do the steps of an erasure that can be done now, one after the other."""
        while step_id := _step("next", lambda: _text(duties.erasure.next_step(UUID(erasure_id)))):
            _do("perform", duties.erasure.perform_step, step_id)

    return erase


def _tend(duties: Duties) -> Callable[[datetime, object], None]:
    def tend(_at: datetime, _context: object) -> None:
        """Take up what waits in the records: erasures, looks, publications left halfway, letters, photos."""
        for erasure_id in _find("due-erasures", duties.erasure.due):
            hand_on(names.ERASING, names.ERASE, erasure_id)
        for look_id in _find("due-looks", duties.erasure.due_looks):
            _do("look", duties.erasure.perform_look, look_id)
        for copy_id in _find("unsettled", duties.publication.unsettled):
            _do("settle", duties.publication.settle, copy_id)
        _step("register-round", lambda: _nothing(duties.desk.tend()))
        _step("asking", lambda: _nothing(duties.asking.tend()))
        _step("posts", lambda: _nothing(duties.posts.tend()))
        _step("letters", lambda: _nothing(duties.removal.send_due_letters()))
        _step("recipients", lambda: _nothing(duties.recipients.tend()))
        _step("putting-back", lambda: _nothing(duties.putting_back.tend()))
        for photo_id in _find("unassessed", lambda: unassessed(duties.database, duties.clock.now())):
            hand_on(names.ASSESSING, names.ASSESS, photo_id)
        _look_again_if_due(duties)
        _go_on(duties)

    return tend


def _go_on(duties: Duties) -> None:
    """Hand on again what takes many turns and is not finished."""
    for name, unfinished, queue, workflow in (
        ("reanalyses", duties.reanalysis.unfinished, names.REANALYSING, names.REANALYSE),
        ("rounds", duties.rounds.unfinished, names.PUBLISHING, names.PUBLISH),
        ("sweeps", duties.sweeps.unfinished, names.SWEEPING, names.SWEEP),
        ("adoptions", duties.adoptions.unfinished, names.ADOPTING, names.ADOPT),
        ("replacements", duties.replacing.unfinished, names.ERASING, names.REPLACE),
        ("unapplied-charter", duties.rulebook.unapplied, names.ERASING, names.APPLY_CHARTER),
    ):
        for found_id in _find(name, unfinished):
            hand_on(queue, workflow, found_id)


def _renew(duties: Duties) -> Callable[[datetime, object], None]:
    def renew(at: datetime, _context: object) -> None:
        """Once a day: judge all again, take down what ran out, and leave nothing behind of what was blanked."""
        _step("rejudge-all", lambda: _nothing(duties.review.rejudge_all()))
        _step("enforce-all", lambda: _nothing(duties.publication.enforce_all()))
        _step("tidy", lambda: _nothing(duties.intake.tidy()))
        _step("tidy-templates", lambda: _nothing(duties.consent.tidy()))
        _step("tidy-mended", lambda: _nothing(duties.mending.tidy()))
        _step("tidy-evidence", lambda: _nothing(duties.erasure.tidy()))
        _step("ask-anew", lambda: _nothing(duties.asking.ask_anew()))
        _step("tidy-exports", lambda: _nothing(duties.desk.tidy()))
        _step("retention", lambda: _nothing(duties.retention.make_round()))
        _step("scrub", lambda: _nothing(duties.database.scrub()))
        _step("forget-old", lambda: _forget_before(at - _KEPT))

    return renew


def _forget_before(moment: datetime) -> None:
    old = DBOS.list_workflows(
        status="SUCCESS", end_time=moment.isoformat(), limit=_ROWS_AT_A_TIME, load_input=False, load_output=False
    )
    if old:
        DBOS.delete_workflows([workflow.workflow_id for workflow in old])


def _find(name: str, duty: Callable[[], Sequence[UUID]]) -> list[str]:
    return _step(name, lambda: [str(one) for one in duty()])


def _do(name: str, duty: Callable[[UUID], object], subject: str) -> None:
    _step(name, lambda: _nothing(duty(UUID(subject))))


def _step(name: str, act: Callable[[], _Result]) -> _Result:
    # A database that is busy or restarting is waited out here; a place that does not answer is the records' concern.
    return DBOS.run_step(
        {
            "name": name,
            "retries_allowed": True,
            "interval_seconds": 1.0,
            "max_attempts": 6,
            "backoff_rate": 2.0,
            "should_retry": lambda error: isinstance(error, OperationalError),
        },
        act,
    )


def _nothing(_result: object) -> None:
    """Drop a duty's result: only ids and codes belong in the workflow tables."""


def _text(found: UUID | None) -> str | None:
    return None if found is None else str(found)
