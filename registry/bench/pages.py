"""Server time behind each page of the officer, in an archive of 100,000 photos: what a page asks of the services.

SQLite on the disk of this machine; no drawing, no network. "Plain" is the same question with no paging, where there is
such a way.
"""

from __future__ import annotations

import statistics
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from registry.access.permissions import Actor, Role
from registry.bench.evaluation import SEED, show_table
from registry.bench.full_register import FullRegister, Size, newest_moment
from registry.bootstrap import build
from registry.clock import SettableClock
from registry.office.found import Slice
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.bench import Console
    from registry.bootstrap import Registry

PAGE, TURNS = 24, 5
MONTHS = 12
HEAD = ("page", "median ms", "slowest ms", "plain ms", "plain / page")

OFFICER = Actor(user_id=None, role=Role.OFFICER)
Ask = tuple[str, "Callable[[], object]", "Callable[[], object] | None"]


def run(console: Console, size: Size | None = None) -> None:
    """Print the table of times."""
    counted = size or Size()
    with TemporaryDirectory() as home:
        clock = SettableClock(newest_moment())
        registry = build(Settings(home=Path(home)), clock=clock)
        drawn = FullRegister(counted, seed=SEED, now=clock.now())
        started = time.perf_counter()
        with registry.database.transaction() as session:
            drawn.fill(session)
        filled = time.perf_counter() - started
        rows = [_row(*ask) for ask in _asks(registry, drawn)]
        registry.close()
    what = f"{counted.photos:,} photos, {counted.persons:,} persons, {counted.requests:,} requests"
    show_table(console, f"What pages ask of the services: {what}", HEAD, rows)
    console.print(f"Median of {TURNS}, the first one aside; filling took {filled:.0f} s; seed {SEED}.")


def _asks(registry: Registry, drawn: FullRegister) -> list[Ask]:
    office, removal, erasure, intake = registry.office, registry.removal, registry.erasure, registry.intake
    last_page = len(drawn.photos) // len(drawn.events) // PAGE
    part, college = Slice(page=0, size=10), registry.posts.college

    def photos(page: int) -> object:
        listed = intake.photos(OFFICER, drawn.events[0], page=page, size=PAGE)
        intake.photo_count(OFFICER, drawn.events[0])
        return registry.review.judgements(OFFICER, [photo.id for photo in listed])

    def checking() -> object:
        registry.review.open_count(OFFICER)
        (line,) = registry.review.queue(OFFICER, page=0, size=1)
        return registry.review.case_view(OFFICER, line.case.id)

    def requests(page: int) -> object:
        removal.request_count(OFFICER)
        return removal.requests(OFFICER, page=page, size=PAGE)

    def erasures() -> object:
        erasure.erasure_count(OFFICER)
        return erasure.erasures(OFFICER, page=0, size=PAGE)

    return [
        ("start: what is due", lambda: office.due(OFFICER), None),
        ("start: plots of a year", lambda: office.course(OFFICER, months_back=MONTHS), None),
        ("start: balance of the college", lambda: college.balance(OFFICER, college.window()), None),
        ("photos, first page", partial(photos, 0), None),
        ("photos, last page", partial(photos, last_page), None),
        ("check, first case", checking, None),
        ("requests, first page", partial(requests, 0), lambda: removal.requests(OFFICER)),
        ("requests, page 200", partial(requests, 199), None),
        ("erasures", erasures, lambda: erasure.erasures(OFFICER)),
        ("persons, no text", lambda: registry.consent.find_persons(OFFICER, ""), None),
        ("persons by name", lambda: registry.consent.find_persons(OFFICER, "katrien peters"), None),
        ("search: persons", lambda: office.find_persons(OFFICER, "katrien peters", part), None),
        ("search: photos", lambda: office.find_photos(OFFICER, "optocht kerk", part), None),
        ("search: photos, a name", lambda: office.find_photos(OFFICER, "katrien peeters", part), None),
        ("search: photos, nothing", lambda: office.find_photos(OFFICER, "zzzz", part), None),
        ("search: requests", lambda: office.find_requests(OFFICER, "V-00001234", part), None),
        ("figures of two years", lambda: office.months(OFFICER, months_back=2 * MONTHS), None),
        ("events", lambda: intake.events(OFFICER), None),
        ("tasks", lambda: erasure.tasks.open_tasks(OFFICER), None),
    ]


def _row(name: str, ask: Callable[[], object], plain: Callable[[], object] | None) -> list[str]:
    times = _times(ask)
    middle = statistics.median(times)
    row = [name, f"{middle:.1f}", f"{max(times):.1f}"]
    if plain is None:
        return [*row, "", ""]
    slow = statistics.median(_times(plain))
    return [*row, f"{slow:.0f}", f"{slow / middle:.0f}"]


def _times(ask: Callable[[], object]) -> list[float]:
    """Return ms of several turns; the first one, which warms caches up, is left out."""
    ask()
    taken = []
    for _ in range(TURNS):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1000)
    return taken
