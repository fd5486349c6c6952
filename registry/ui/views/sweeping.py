"""Searches of places and archives that are taken over, in words. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.charter.verdict import Outcome
from registry.locale import N_, Translate
from registry.sweeping.archives import ArchiveProgress
from registry.sweeping.records import Sweep
from registry.sweeping.states import FileOutcome, RunState

RUN_NAMES = MappingProxyType(
    {
        RunState.RUNNING: N_("under way"),
        RunState.DONE: N_("done"),
        RunState.BROKEN_OFF: N_("broken off: the place did not answer"),
    }
)

LEFT_NAMES = MappingProxyType(
    {
        FileOutcome.REFUSED: N_("not a photo that can be read"),
        FileOutcome.SUPPRESSED: N_("a copy of an erased photo: it is erased"),
        FileOutcome.UNREACHED: N_("could not be fetched"),
        FileOutcome.FAILED: N_("taken over, not analysed yet"),
    }
)


def sentence(run: Sweep, tr: Translate) -> str:
    """Return what a search has found so far, in one sentence."""
    text = tr(
        N_("{place}: {listed} items seen, {read} read, {added} unknown copies found, {asked} for a person to look at.")
    )
    return text.format(place=run.place, listed=run.listed, read=run.read, added=run.added, asked=run.asked)


def found_words(run: Sweep, tr: Translate) -> str:
    """Return what a search has found, for its card: what it looked at, and what came of it."""
    text = tr(N_("{listed} files seen, {added} unknown copies found, {asked} for you to look at."))
    if run.unreadable:
        text += " " + tr(N_("{unreadable} could not be read."))
    return text.format(listed=run.listed, added=run.added, asked=run.asked, unreadable=run.unreadable)


def archive_sentence(progress: ArchiveProgress, place: str, tr: Translate) -> str:
    """Return how far the taking over of an archive is, in one sentence."""
    counts = progress.counts
    text = tr(N_("{place}: {done} of {all} files; {taken} photos, {copies} copies of photos, {left} not taken."))
    return text.format(
        place=place,
        done=progress.done,
        all=progress.total,
        taken=counts.get(FileOutcome.TAKEN, 0),
        copies=counts.get(FileOutcome.COPY, 0),
        left=sum(counts.get(outcome, 0) for outcome in LEFT_NAMES),
    )


def counted(verdicts: Mapping[Outcome, int], tr: Translate) -> list[str]:
    """Return how many files of an archive have which verdict, a line each, the most first."""
    ordered = sorted(verdicts.items(), key=lambda pair: -pair[1])
    return [f"{tr(outcome.label)}: {number}" for outcome, number in ordered]
