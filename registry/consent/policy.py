"""The figures of the register's daily round, lists and access exports, read from `data/register.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

from registry.consent.errors import RegisterFiguresRefused

_SECTION = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterPolicy:
    """How long ahead things are told, when the round is made, and how large lists and exports may be."""

    consent_ending: timedelta
    round_hour: int
    digest_wait: timedelta
    digest_attempts: int
    digest_again: timedelta
    access_export: timedelta
    access_long_side: int
    list_rows: int
    list_bytes: int


def parse(text: str) -> RegisterPolicy:
    """Read the figures file. Raises RegisterFiguresRefused naming the figure."""
    try:
        figures = tomllib.loads(text)[_SECTION]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise RegisterFiguresRefused(figure=_SECTION) from error
    return RegisterPolicy(
        consent_ending=timedelta(days=_figure(figures, "consent_ending")),
        round_hour=int(_figure(figures, "round_hour")),
        digest_wait=timedelta(seconds=_figure(figures, "digest_wait")),
        digest_attempts=int(_figure(figures, "digest_attempts")),
        digest_again=timedelta(days=_figure(figures, "digest_again")),
        access_export=timedelta(days=_figure(figures, "access_export")),
        access_long_side=int(_figure(figures, "access_long_side")),
        list_rows=int(_figure(figures, "list_rows")),
        list_bytes=int(_figure(figures, "list_bytes")),
    )


def _figure(figures: dict[str, object], name: str) -> float:
    entry = figures.get(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise RegisterFiguresRefused(figure=name)
    return float(value)
