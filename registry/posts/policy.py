"""The figures that posts go by, read from `data/posts.toml`. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta

from registry.posts.errors import PostFiguresRefused

_SECTION = "figures"


@dataclass(frozen=True, kw_only=True, slots=True)
class PostPolicy:
    """How late a post may still go out, how often and after what wait a channel or mailbox is tried again."""

    latest: timedelta
    retry: timedelta
    attempts: int
    at_a_time: int


def parse(text: str) -> PostPolicy:
    """Read the figures file. Raises PostFiguresRefused naming the figure."""
    try:
        figures = tomllib.loads(text)[_SECTION]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise PostFiguresRefused(figure=_SECTION) from error
    return PostPolicy(
        latest=timedelta(hours=_figure(figures, "latest")),
        retry=timedelta(minutes=_figure(figures, "retry")),
        attempts=int(_figure(figures, "attempts")),
        at_a_time=int(_figure(figures, "at_a_time")),
    )


def _figure(figures: dict[str, object], name: str) -> float:
    entry = figures.get(name)
    value = entry.get("value") if isinstance(entry, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise PostFiguresRefused(figure=name)
    return float(value)
