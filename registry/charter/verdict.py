"""A verdict and its reasons."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from registry.charter.charter import Signature
from registry.locale import N_, format_date, language_of, with_decimal_mark


class Outcome(StrEnum):
    """What may happen to a photo for one use."""

    PUBLISHABLE = "publishable"
    """It may go out."""
    NEEDS_CONSENT = "needs-consent"
    """It may go out once these persons agree."""
    NEEDS_A_PERSON = "needs-a-person"
    """The machine does not decide this: an officer looks."""
    BLOCKED = "blocked"
    """It does not go out."""

    @property
    def may_go_out(self) -> bool:
        """Whether the photo may be published now."""
        return self is Outcome.PUBLISHABLE

    @property
    def label(self) -> str:
        """The outcome in words: an English message id."""
        return {
            Outcome.PUBLISHABLE: N_("May be published"),
            Outcome.NEEDS_CONSENT: N_("Needs consent"),
            Outcome.NEEDS_A_PERSON: N_("Needs a decision"),
            Outcome.BLOCKED: N_("Blocked"),
        }[self]


class Effect(StrEnum):
    """What one reason asks for."""

    REMARKS = "remarks"
    """Worth knowing; it decides nothing."""
    CLEARS = "clears"
    """A ground to publish, unless another reason speaks against it."""
    ASKS_CONSENT = "asks-consent"
    """Somebody must agree first."""
    ASKS_A_PERSON = "asks-a-person"
    """An officer must decide first."""
    BLOCKS = "blocks"
    """The photo does not go out."""


# From the weightiest: what stands against publication decides, whatever clears.
_WEIGHT = (
    (Effect.BLOCKS, Outcome.BLOCKED),
    (Effect.ASKS_A_PERSON, Outcome.NEEDS_A_PERSON),
    (Effect.ASKS_CONSENT, Outcome.NEEDS_CONSENT),
    (Effect.CLEARS, Outcome.PUBLISHABLE),
)
_ORDER = {effect: place for place, (effect, _) in enumerate(_WEIGHT)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a rule saw and what it asks for.

    `figure` names what was read, `value` what it was, `threshold` what it is held against, `unit` theirs. `text` is an
    English message id that may hold {face}, {value}, {threshold} and {unit}. `signature` says whose yes is missing.
    """

    effect: Effect
    text: str
    figure: str
    value: float | str
    threshold: float | str
    unit: str
    face_number: int | None = None
    person_id: UUID | None = None
    signature: Signature | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason(Finding):
    """A finding with the article it comes from and the name of the rule."""

    article: str
    rule: str

    def sentence(self, tr: Callable[[str], str]) -> str:
        """Return the reason as a translated sentence with its figures."""
        return tr(self.text).format(
            face=self.face_number,
            value=_shown(self.value, tr) if self._looks_apart else _finely(self.value, self.threshold, tr),
            threshold=_shown(self.threshold, tr),
            unit=tr(self.unit),
        )

    @property
    def _looks_apart(self) -> bool:
        """Whether the figure and its limit, when they differ, are shown as different."""
        return self.value == self.threshold or _rounded(self.value) != _rounded(self.threshold)

    def to_json(self) -> dict[str, Any]:
        """Return the reason as JSON values, for keeping."""
        return {
            "article": self.article,
            "rule": self.rule,
            "effect": self.effect.value,
            "text": self.text,
            "figure": self.figure,
            "value": self.value,
            "threshold": self.threshold,
            "unit": self.unit,
            "face_number": self.face_number,
            "person_id": str(self.person_id) if self.person_id else None,
            "signature": self.signature.value if self.signature else None,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Reason":
        """Return the reason that `to_json` gave."""
        values = dict(kept)
        values["effect"] = Effect(kept["effect"])
        values["person_id"] = UUID(kept["person_id"]) if kept["person_id"] else None
        values["signature"] = Signature(kept["signature"]) if kept["signature"] else None
        return cls(**values)


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Whose yes is missing: a known person's (and by which signature), or that of the unknown face of this number."""

    person_id: UUID | None
    face_number: int | None
    signature: Signature


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What may happen to the photo, every reason (weightiest first), whose consent is missing, by which charter."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    needs: tuple[Need, ...]
    charter_version: str

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons the outcome rests on."""
        weightiest = [effect for effect, outcome in _WEIGHT if outcome is self.outcome]
        return tuple(reason for reason in self.reasons if reason.effect in weightiest)


def conclude(reasons: Iterable[Reason], *, charter_version: str) -> Verdict:
    """Return the verdict some reasons add up to; without a ground to publish the photo is blocked."""
    ordered = tuple(sorted(reasons, key=lambda reason: _ORDER.get(reason.effect, len(_ORDER))))
    effects = {reason.effect for reason in ordered}
    outcome = next((outcome for effect, outcome in _WEIGHT if effect in effects), None)
    if outcome is None:
        return Verdict(
            outcome=Outcome.BLOCKED, reasons=(*ordered, NO_GROUND), needs=(), charter_version=charter_version
        )
    return Verdict(outcome=outcome, reasons=ordered, needs=_needs(ordered), charter_version=charter_version)


NO_GROUND = Reason(
    article="2f",
    rule="ground",
    effect=Effect.BLOCKS,
    text=N_("No rule gives a ground to publish this photo."),
    figure="grounds",
    value=0,
    threshold=1,
    unit=N_("grounds"),
)


def _needs(reasons: Iterable[Reason]) -> tuple[Need, ...]:
    asked = [reason for reason in reasons if reason.effect is Effect.ASKS_CONSENT and reason.signature]
    needs = (
        Need(person_id=r.person_id, face_number=r.face_number, signature=r.signature) for r in asked if r.signature
    )
    return tuple(dict.fromkeys(needs))


def _shown(value: float | str, tr: Callable[[str], str]) -> str:
    return tr(_WORDS[value]) if isinstance(value, str) and value in _WORDS else tr(shown(value, tr))


def shown(value: float | str, tr: Callable[[str], str]) -> str:
    """Return a figure or a day as the reader's language writes it, and any other text as it is.

    Of a figure as many digits as mean something: three, or all before the decimal mark.
    """
    language = language_of(tr)
    if not isinstance(value, str):
        return with_decimal_mark(_rounded(value), language)
    return format_date(date.fromisoformat(value), language) if _A_DAY.fullmatch(value) else value


def _rounded(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def _finely(value: float | str, limit: float | str, tr: Callable[[str], str]) -> str:
    """Return a figure near its limit with as many digits as tell it from that: 124.7 beside 125, not 125."""
    if isinstance(value, str) or isinstance(limit, str):
        return _shown(value, tr)
    digits = next((n for n in range(4, 12) if float(f"{value:.{n}g}") != limit), 12)
    return with_decimal_mark(f"{value:.{digits}g}", language_of(tr))


_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# The codes that stand within sentences, in words.
_WORDS = {
    "given": N_("a yes"),
    "refused": N_("a clear no"),
    "withdrawn": N_("a yes that was taken back"),
    "expired": N_("a yes whose time is over"),
    "not-yet": N_("a yes for later"),
    "ended": N_("a yes that was ended"),
    "out-of-scope": N_("a yes to something else"),
    "requested": N_("asked, not answered"),
    "never-asked": N_("never asked"),
    "caption": N_("caption"),
    "alt-text": N_("alternative text"),
    "file-name": N_("file name"),
}
