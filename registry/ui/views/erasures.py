"""An erasure's states, steps and copies in words. Pure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState, Impossibility, StepAction, StepState
from registry.erasure.telling import PERSON_REPORTS, RECIPIENT_CONFIRMS
from registry.erasure.views import CopyView, DryRun, ErasureView, StepView
from registry.locale import N_, Translate
from registry.proof.outcome_words import how_words, outcome_words
from registry.ui.views.light import Light

STATE_NAMES = MappingProxyType(
    {
        ErasureState.RUNNING: N_("Busy"),
        ErasureState.WAITING: N_("Waiting for a place or a recipient; it is tried again"),
        ErasureState.NEEDS_PERSON: N_("Somebody has to do something by hand"),
        ErasureState.DONE: N_("Done"),
    }
)

PLACE_NAMES = MappingProxyType({"vault": N_("our safe"), "recipients": N_("a recipient")})
"""Places of our own in words; a channel goes by its own name."""

LOOK_NAMES = MappingProxyType(
    {"absent": N_("nothing found"), "present": N_("still there"), "unclear": N_("could not be seen")}
)
"""What a look ended with: "unclear" is kept only where no further try follows."""

STATE_LIGHTS = MappingProxyType(
    {
        ErasureState.RUNNING: Light.GREY,
        ErasureState.WAITING: Light.ORANGE,
        ErasureState.NEEDS_PERSON: Light.RED,
        ErasureState.DONE: Light.GREEN,
    }
)

REASON_NAMES = MappingProxyType(
    {
        ErasureReason.REMOVAL_REQUEST: N_("Asked by a citizen"),
        ErasureReason.WITHDRAWAL: N_("Consent withdrawn"),
        ErasureReason.OFFICER: N_("Decided by the communication officer"),
        ErasureReason.RETENTION: N_("Kept long enough"),
        ErasureReason.DROPPED: N_("Taken back by the photographer"),
        ErasureReason.RESTORED: N_("Erased before, and brought back by a backup"),
    }
)

ACTION_NAMES = MappingProxyType(
    {
        StepAction.SWEEP: N_("Search the places for copies nobody remembered"),
        StepAction.SUPPRESS: N_("Remember the photo's fingerprint, so that it is refused when it comes back"),
        StepAction.REMOVE: N_("Remove"),
        StepAction.DESTROY_KEY: N_("Destroy the photo's key, so that backups cannot be read"),
        StepAction.ERASE_ROWS: N_("Wipe names, captions and figures"),
        StepAction.SCRUB: N_("Clean up the database"),
        StepAction.LOOK: N_("Look again if it is gone"),
        StepAction.CERTIFY: N_("Make the certificate"),
    }
)

STEP_MARKS = MappingProxyType(
    {
        StepState.PENDING: "later",
        StepState.RETRY: "now",
        StepState.LOCKED: "now",
        StepState.PERSON: "now",
        StepState.DONE: "done",
    }
)

TURN = N_("its turn now")
STEP_WORDS = MappingProxyType(
    {
        StepState.PENDING: N_("to do"),
        StepState.RETRY: N_("is tried again"),
        StepState.LOCKED: N_("locked by the place until a date"),
        StepState.PERSON: N_("waits for a member of staff"),
        StepState.DONE: N_("done"),
    }
)

KIND_NAMES = MappingProxyType(
    {
        CopyKind.ORIGINAL: N_("the original photo"),
        CopyKind.RENDITION: N_("a smaller picture for these pages"),
        CopyKind.MENDED: N_("a version with hidden faces"),
        CopyKind.CROP: N_("a cut-out face"),
        CopyKind.TEMPLATE: N_("a face template"),
        CopyKind.EVIDENCE: N_("a proof of consent"),
        CopyKind.PUBLISHED: N_("the published photo"),
        CopyKind.EXPORT: N_("a downloaded copy"),
        CopyKind.ARCHIVED: N_("a copy in an archive"),
        CopyKind.SENT: N_("a copy sent to somebody"),
        CopyKind.CACHED: N_("what a cache or search engine may still show"),
    }
)

COPY_STATE_NAMES = MappingProxyType(
    {
        CopyState.PLANNED: N_("on its way"),
        CopyState.PRESENT: N_("there"),
        CopyState.HIDDEN: N_("hidden"),
        CopyState.REMOVING: N_("being removed"),
        CopyState.PERSONS_TASK: N_("waits for a member of staff"),
        CopyState.GONE_VERIFIED: N_("gone, and checked"),
        CopyState.GONE_UNVERIFIABLE: N_("gone, as far as we can tell"),
        CopyState.IMPOSSIBLE: N_("cannot be removed"),
    }
)

IMPOSSIBILITY_NAMES = MappingProxyType(
    {
        Impossibility.PRINTED: N_("It was printed and handed out"),
        Impossibility.RECIPIENT_REFUSES: N_("The receiver was told and does not remove it"),
        Impossibility.LEGAL_HOLD: N_("A law or a court forbids it for now"),
        Impossibility.PLACE_LOST: N_("Nobody can reach the place any more"),
    }
)


_WORDS_GIVEN = MappingProxyType(
    {PERSON_REPORTS: N_("gone, says a member of staff"), RECIPIENT_CONFIRMS: N_("gone, says who received it")}
)
"""Whose word stands for a look of the computer's."""


class TakenLook(Protocol):
    """A look that was taken, as staff or as the citizen sees it."""

    @property
    def how(self) -> str:
        """The code of the way it was taken."""
        ...

    @property
    def answer(self) -> str:
        """The code of what it ended with."""
        ...


def look_words(tr: Translate, look: TakenLook) -> str:
    """Return what a look showed and how it was taken; a person's word stands for a look of the computer's."""
    if look.answer == "unclear" and look.how in _WORDS_GIVEN:
        return tr(_WORDS_GIVEN[look.how])
    return f"{tr(LOOK_NAMES.get(look.answer, look.answer))} ({how_words(tr, look.how)})"


PlaceName = Callable[[str], str]
"""What people call a place, from its name; see `Visit.place`."""


class Titled(Protocol):
    """What has a title of its own: a channel, or what follows one."""

    @property
    def title(self) -> str:
        """What people call it."""
        ...


Recipients = Mapping[UUID, str]
"""The names of those who were given copies, by copy: for members of staff only."""


def place_name(name: str, places: Mapping[str, Titled], tr: Translate) -> str:
    """Return what people call a place of copies: the title it was given, or our own words."""
    return places[name].title if name in places else tr(PLACE_NAMES.get(name, name))


def whereabouts(copy: CopyView, place: PlaceName, recipients: Recipients) -> str:
    """Return where a copy is in words; of one that was handed out, with whom."""
    return recipients.get(copy.copy_id) or place(copy.place)


def plan_lines(tr: Translate, plan: DryRun, place: PlaceName, recipients: Recipients) -> list[str]:
    """Return what an erasure would destroy, a line each: every copy, what follows it, and what the rows tell."""
    copies = [
        f"{tr(KIND_NAMES[copy.kind])} · {whereabouts(copy, place, recipients)} ({tr(COPY_STATE_NAMES[copy.state])})"
        for copy in plan.copies
    ]
    told = [f"{tr(KIND_NAMES[CopyKind.CACHED])} · {place(one.follower)}" for one in plan.followed]
    known = tr("what is known of it: {faces} faces, {people} people tied to it")
    return [*copies, *told, known.format(faces=plan.known.faces, people=plan.known.people)]


def step_lines(tr: Translate, erasure: ErasureView, place: PlaceName, recipients: Recipients) -> list[tuple[str, str]]:
    """Return an erasure's steps as ("done" | "now" | "later", words), in order; while it runs one has its turn."""
    subjects: dict[UUID | None, str] = {
        copy.copy_id: f": {tr(KIND_NAMES[copy.kind])} ({whereabouts(copy, place, recipients)})"
        for copy in erasure.copies
    }
    turn = next((step for step in erasure.steps if step.state is StepState.PENDING), None)
    if erasure.state is not ErasureState.RUNNING:
        turn = None
    return [
        (
            "now" if step is turn else STEP_MARKS[step.state],
            _step_words(tr, step, subjects.get(step.copy_id, ""), has_turn=step is turn),
        )
        for step in erasure.steps
    ]


def _step_words(tr: Translate, step: StepView, subject: str, *, has_turn: bool) -> str:
    how_far = tr(TURN if has_turn else STEP_WORDS[step.state])
    return f"{tr(ACTION_NAMES[step.action])}{subject} · {how_far}{_why(tr, step)}"


def _why(tr: Translate, step: StepView) -> str:
    """Return why a step is not done yet, when something kept it from being done."""
    tried = step.state not in (StepState.PENDING, StepState.DONE)
    return f". {outcome_words(tr, step.outcome)}" if tried and step.outcome else ""
