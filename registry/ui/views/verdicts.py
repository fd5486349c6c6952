"""A photo's verdict as a traffic light, its reasons in words, and what the photographer can do. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from registry.charter.verdict import Effect, Outcome, Reason
from registry.intake.states import PhotoState
from registry.locale import N_, Translate
from registry.ui.views.light import Light

LIGHTS = MappingProxyType(
    {
        Outcome.PUBLISHABLE: Light.GREEN,
        Outcome.NEEDS_CONSENT: Light.ORANGE,
        Outcome.NEEDS_A_PERSON: Light.ORANGE,
        Outcome.BLOCKED: Light.RED,
    }
)

STATE_WORDS = MappingProxyType(
    {
        PhotoState.RECEIVING: N_("Being received"),
        PhotoState.RECEIVED: N_("Being checked"),
        PhotoState.ANALYSED: N_("Being checked"),
        PhotoState.RESTRICTED: N_("Not available: somebody asked to have it removed"),
        PhotoState.ERASING: N_("Being destroyed"),
        PhotoState.ERASED: N_("Destroyed"),
        PhotoState.FAILED: N_("Could not be checked: a member of staff looks at it"),
    }
)

ADVICE = MappingProxyType(
    {
        Outcome.PUBLISHABLE: N_("You may publish this photo."),
        Outcome.NEEDS_CONSENT: N_("Ask the people in this photo if they agree, or do not use it."),
        Outcome.NEEDS_A_PERSON: N_("Wait: the communication officer decides."),
        Outcome.BLOCKED: N_("Do not use this photo."),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictView:
    """What a page shows of a verdict: all in words of the reader's language but `light`."""

    light: Light
    words: str
    reasons: tuple[str, ...]
    advice: str


def verdict_view(tr: Translate, state: PhotoState, outcome: Outcome | None, reasons: Sequence[Reason]) -> VerdictView:
    """Return how a photo in `state` with the verdict `outcome` (None before the first) is shown."""
    light = light_shown(state, outcome)
    if outcome is None or not state.may_be_shown:
        return VerdictView(light=light, words=tr(STATE_WORDS[state]), reasons=(), advice="")
    return VerdictView(
        light=light,
        words=tr(outcome.label),
        reasons=tuple(dict.fromkeys(sentence(tr, reason) for reason in deciding(outcome, reasons))),
        advice=tr(ADVICE[outcome]),
    )


def light_shown(state: PhotoState, outcome: Outcome | None) -> Light:
    """Return the light of a photo in `state` with the verdict `outcome`, None before the first."""
    if outcome is None or not state.may_be_shown:
        return Light.RED if state is PhotoState.RESTRICTED else Light.GREY
    return LIGHTS[outcome]


_DECIDES = MappingProxyType(
    {
        Outcome.PUBLISHABLE: Effect.CLEARS,
        Outcome.NEEDS_CONSENT: Effect.ASKS_CONSENT,
        Outcome.NEEDS_A_PERSON: Effect.ASKS_A_PERSON,
        Outcome.BLOCKED: Effect.BLOCKS,
    }
)


def deciding(outcome: Outcome, reasons: Sequence[Reason]) -> list[Reason]:
    """Return the reasons the outcome rests on; all of them where none is of its kind."""
    chosen = [reason for reason in reasons if reason.effect is _DECIDES[outcome]]
    return chosen or list(reasons)


_WITH_ARTICLE = N_("{sentence} (article {article})")


def sentence(tr: Translate, reason: Reason) -> str:
    """Return a reason as a sentence that names its article."""
    return tr(_WITH_ARTICLE).format(sentence=reason.sentence(tr), article=reason.article)
