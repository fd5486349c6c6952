"""Article 2a to 2d: what a post must answer before it goes out. Pure.

A municipal or higher authority's initiative within approved policy is fine; an advisory council posts with the civil
servant concerned; a third party's initiative only if every criterion of 2d holds. Who is unsure asks the college.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from registry.locale import N_


class Initiative(StrEnum):
    """Whose initiative a post is about."""

    MUNICIPALITY = "municipality"
    """The municipality's own."""
    AUTHORITY = "authority"
    """A higher authority's."""
    COUNCIL = "council"
    """An advisory council's."""
    THIRD_PARTY = "third-party"
    """Somebody else's."""


class Answer(StrEnum):
    """What the author says to one question."""

    YES = "yes"
    """It holds."""
    NO = "no"
    """It does not."""
    UNSURE = "unsure"
    """The college decides (article 2d)."""


POLICY, WITH_SERVANT = "within-policy", "with-servant"
THIRD_PARTIES = (
    "large-event", "original", "supra-local", "need-to-know", "partner", "in-the-interest", "not-commercial",
    "no-message",
)  # fmt: skip
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        POLICY: N_("Does it lie within approved policy? (2b)"),
        WITH_SERVANT: N_("Does the advisory council post together with the civil servant concerned? (2c)"),
        "large-event": N_("Is it a large event? (2d)"),
        "original": N_("Is it typical, original, innovative or unique? (2d)"),
        "supra-local": N_("Does it draw people from beyond the municipality? (2d)"),
        "need-to-know": N_("Is it something people need to know? (2d)"),
        "partner": N_("Does it come from a partner of the municipality? (2d)"),
        "in-the-interest": N_("Is it in the interest of the organisation or its policy? (2d)"),
        "not-commercial": N_("Is it free of commerce? (2d)"),
        "no-message": N_("Is it free of political and religious messages? (2d)"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What the answers come to: codes of questions not answered, answered no, and in doubt."""

    open: tuple[str, ...]
    against: tuple[str, ...]
    in_doubt: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the post may go on without the college."""
        return not (self.open or self.against or self.in_doubt)


def questions(initiative: Initiative) -> tuple[str, ...]:
    """Return the codes of the questions that an initiative must answer."""
    asked = {Initiative.COUNCIL: (POLICY, WITH_SERVANT), Initiative.THIRD_PARTY: (POLICY, *THIRD_PARTIES)}
    return asked.get(initiative, (POLICY,))


def judge(initiative: Initiative, answers: Mapping[str, str]) -> Finding:
    """Return what the answers to an initiative's questions come to; answers to other questions count for nothing."""
    asked = questions(initiative)
    return Finding(
        open=tuple(code for code in asked if answers.get(code) not in tuple(Answer)),
        against=tuple(code for code in asked if answers.get(code) == Answer.NO),
        in_doubt=tuple(code for code in asked if answers.get(code) == Answer.UNSURE),
    )
