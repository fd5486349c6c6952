"""What every rule saw of one photo for one use, and what it said, also those that said nothing. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.rules import RULES, Rule
from registry.charter.sights import Sight
from registry.charter.verdict import Effect, Reason, Verdict, conclude
from registry.locale import N_


class Bearing(StrEnum):
    """What one rule means for the verdict."""

    AGAINST = "against"
    """It stands in the way, or asks something first."""
    FOR = "for"
    """It gives a ground to publish."""
    BESIDE = "beside"
    """It remarks something that decides nothing."""
    SILENT = "silent"
    """It does not apply here, or found nothing to say."""

    @property
    def label(self) -> str:
        """The bearing in words: an English message id."""
        return {
            Bearing.AGAINST: N_("Stands in the way"),
            Bearing.FOR: N_("Allows it"),
            Bearing.BESIDE: N_("A remark"),
            Bearing.SILENT: N_("Says nothing here"),
        }[self]


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """One rule with what it saw and what it said."""

    rule: Rule
    sights: tuple[Sight, ...]
    reasons: tuple[Reason, ...]

    @property
    def bearing(self) -> Bearing:
        """What the rule means for the verdict: its weightiest reason."""
        effects = {reason.effect for reason in self.reasons}
        if effects & {Effect.BLOCKS, Effect.ASKS_A_PERSON, Effect.ASKS_CONSENT}:
            return Bearing.AGAINST
        if Effect.CLEARS in effects:
            return Bearing.FOR
        return Bearing.BESIDE if effects else Bearing.SILENT

    def said(self, tr: Callable[[str], str]) -> tuple[str, ...]:
        """Return what the rule said as translated sentences, each once; what its silence means where it was silent."""
        sentences = tuple(reason.sentence(tr) for reason in self.reasons) or (tr(self.rule.silence),)
        return tuple(dict.fromkeys(sentences))


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Every rule in the order of the charter's rules, and the verdict they give together."""

    rules: tuple[Explained, ...]
    verdict: Verdict


def explained(facts: Facts, charter: Charter, on: date, rules: Iterable[Rule] = RULES) -> Explanation:
    """Return what each rule saw and said of some facts on a day, and the verdict."""
    each = tuple(
        Explained(
            rule=rule,
            sights=tuple(rule.sees(facts, charter, on)),
            reasons=rule.reasons(facts, charter, on),
        )
        for rule in rules
    )
    reasons = (reason for one in each for reason in one.reasons)
    return Explanation(rules=each, verdict=conclude(reasons, charter_version=charter.version))
