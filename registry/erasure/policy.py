"""The figures an erasure works by, read from `data/erasure.toml` and the charter. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from registry.erasure.breaker import BreakerPolicy
from registry.erasure.errors import PolicyRefused
from registry.erasure.retry import RetryPolicy

_SECTION = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasurePolicy:
    """The figures.

    `lease`: how long a publication may be under way before its planned copy counts as abandoned.

    `breaker`: when a place that does not answer is left alone. `evidence`: how long after the certificate the proof
    that a person did their task is kept.
    `looks`: when each place is looked at again after the certificate; `task_days`: how long a person has.
    """

    retry: RetryPolicy
    breaker: BreakerPolicy
    lease: timedelta
    evidence: timedelta
    looks: tuple[timedelta, ...]
    task_days: int


def parse(text: str, *, looks: tuple[timedelta, ...], task_days: int) -> ErasurePolicy:
    """Read the figures file; looks and task days are the charter's. Raises PolicyRefused naming the figure."""
    try:
        figures = tomllib.loads(text)[_SECTION]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise PolicyRefused(figure=_SECTION) from error
    return ErasurePolicy(
        retry=RetryPolicy(
            attempts=int(_figure(figures, "attempts", least=1)),
            first_wait=timedelta(seconds=_figure(figures, "first_wait", least=0)),
            factor=_figure(figures, "factor", least=1),
            longest_wait=timedelta(seconds=_figure(figures, "longest_wait", least=0)),
            jitter=_figure(figures, "jitter", least=0),
        ),
        breaker=BreakerPolicy(
            failures=int(_figure(figures, "breaker_failures", least=1)),
            probe=timedelta(seconds=_figure(figures, "breaker_probe", least=0)),
        ),
        lease=timedelta(seconds=_figure(figures, "publication_lease", least=0)),
        evidence=timedelta(days=_figure(figures, "evidence_days", least=0)),
        looks=looks,
        task_days=task_days,
    )


def _figure(figures: Mapping[str, object], name: str, *, least: float) -> float:
    entry = figures.get(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < least:
        raise PolicyRefused(figure=name)
    return float(value)
