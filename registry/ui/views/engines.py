"""A re-analysis of the archive in words. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from registry.charter.verdict import Outcome
from registry.locale import N_, Translate
from registry.reanalysis.states import ReanalysisState
from registry.ui.views.light import Light

STATE_NAMES = MappingProxyType(
    {
        ReanalysisState.RUNNING: N_("The archive is being looked at again"),
        ReanalysisState.PAUSED: N_("Paused"),
        ReanalysisState.READY: N_("Done: decide whether the new look counts"),
        ReanalysisState.APPLYING: N_("The new look is being applied"),
        ReanalysisState.APPLIED: N_("Applied"),
        ReanalysisState.DISCARDING: N_("The new look is being dropped"),
        ReanalysisState.DISCARDED: N_("Dropped: everything is as it was"),
    }
)

STATE_LIGHTS = MappingProxyType(
    {
        ReanalysisState.RUNNING: Light.GREY,
        ReanalysisState.PAUSED: Light.ORANGE,
        ReanalysisState.READY: Light.ORANGE,
        ReanalysisState.APPLYING: Light.GREY,
        ReanalysisState.APPLIED: Light.GREEN,
        ReanalysisState.DISCARDING: Light.GREY,
        ReanalysisState.DISCARDED: Light.GREEN,
    }
)

_KIND = N_("{count} × from “{before}” to “{after}”")


def change_lines(tr: Translate, counts: Mapping[tuple[Outcome, Outcome], int]) -> list[str]:
    """Return how many verdicts would change, a line a kind, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [change_line(tr, before, after, count) for (before, after), count in ordered]


def change_line(tr: Translate, before: Outcome, after: Outcome, count: int) -> str:
    """Return one kind of change in words."""
    return tr(_KIND).format(count=count, before=tr(before.label), after=tr(after.label))
