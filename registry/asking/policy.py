"""The figures consent is asked by, read from `data/asking.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

from registry.asking.errors import PolicyRefused

_SECTION = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class AskingPolicy:
    """How long links and proofs last, when people are reminded and how often, when a statement is asked about."""

    open_link: timedelta
    personal_link: timedelta
    remind_after: timedelta
    reminders: int
    letter_wait: timedelta
    letter_attempts: int
    answers_a_day: int
    statement_asked_after: timedelta
    proof_kept: timedelta
    failed_address: timedelta


def parse(text: str) -> AskingPolicy:
    """Read the figures file. Raises PolicyRefused naming the figure."""
    try:
        figures = tomllib.loads(text)[_SECTION]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise PolicyRefused(figure=_SECTION) from error
    number = {name: _figure(figures, name) for name in _NAMES}
    return AskingPolicy(
        open_link=timedelta(days=number["open_link"]),
        personal_link=timedelta(days=number["personal_link"]),
        remind_after=timedelta(days=number["remind_after"]),
        reminders=int(number["reminders"]),
        letter_wait=timedelta(seconds=number["letter_wait"]),
        letter_attempts=int(number["letter_attempts"]),
        answers_a_day=int(number["answers_a_day"]),
        statement_asked_after=timedelta(days=number["statement_asked_after"]),
        proof_kept=timedelta(days=number["proof_kept"]),
        failed_address=timedelta(days=number["failed_address"]),
    )


_NAMES = (
    "open_link", "personal_link", "remind_after", "reminders", "letter_wait", "letter_attempts", "answers_a_day",
    "statement_asked_after", "proof_kept", "failed_address",
)  # fmt: skip


def _figure(figures: dict[str, object], name: str) -> float:
    entry = figures.get(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise PolicyRefused(figure=name)
    return float(value)
