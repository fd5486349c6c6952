"""The figures of the letters to recipients, read from `data/recipients.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

from registry.recipients.errors import RecipientFiguresRefused

_SECTION = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipientPolicy:
    """`wait` between letters, how many `reminders`, how long a link lives, how often a partner's interface is asked.

    `handout_life`: how long a file made for a recipient can be fetched; `press_life`: how long a release's photos can.
    """

    wait: timedelta
    reminders: int
    link_life: timedelta
    poll: timedelta
    mail_retry: timedelta
    handout_life: timedelta
    press_life: timedelta


def parse(text: str) -> RecipientPolicy:
    """Read the figures file. Raises RecipientFiguresRefused naming the figure."""
    try:
        figures = tomllib.loads(text)[_SECTION]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RecipientFiguresRefused(figure=_SECTION) from error
    return RecipientPolicy(
        wait=timedelta(days=_figure(figures, "reminder_wait")),
        reminders=int(_figure(figures, "reminders")),
        link_life=timedelta(days=_figure(figures, "link_life")),
        poll=timedelta(hours=_figure(figures, "opendsr_poll")),
        mail_retry=timedelta(minutes=_figure(figures, "mail_retry")),
        handout_life=timedelta(hours=_figure(figures, "handout_life")),
        press_life=timedelta(days=_figure(figures, "press_life")),
    )


def _figure(figures: dict[str, object], name: str) -> float:
    entry = figures.get(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise RecipientFiguresRefused(figure=name)
    return float(value)
