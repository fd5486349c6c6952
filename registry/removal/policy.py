"""The figures of removal, from the charter."""

from dataclasses import dataclass
from datetime import date, timedelta

from registry.charter.charter import Charter

CODE_DIGITS = 6
CODE_ATTEMPTS = 5
"""Five guesses at one in a million: NIST SP 800-63B's look-up secrets allow a hundred."""
REMARK_LENGTH = 1000
"""Characters; what the form offers."""
CLAIM_LENGTH = 2000
"""Characters; longer than any web address that browsers show."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RemovalPolicy:
    """How long things take and how many are too many; `closed` are days not worked besides public holidays."""

    answer_months: int
    extension_months: int
    code_life: timedelta
    requests_a_day: int
    contact_kept: timedelta
    closed: frozenset[date]

    @classmethod
    def of(cls, charter: Charter) -> "RemovalPolicy":
        """Read the figures. Raises FigureMissing."""
        return cls(
            answer_months=int(charter.figure("deadlines.answer").value),
            extension_months=int(charter.figure("deadlines.extension").value),
            code_life=timedelta(minutes=charter.figure("deadlines.contact_code").value),
            requests_a_day=int(charter.figure("deadlines.requests_per_contact").value),
            contact_kept=timedelta(days=charter.figure("retention.removal_contact").value),
            closed=charter.holidays,
        )
