"""Processor time of a preview of changed charters, in an archive of 100,000 photos with faces of every size.

SQLite on the disk of this machine. "One by one" gathers the facts of each of a sample of photos and judges them by both
charters with every rule, as a preview did once; its time for all photos is by proportion.
"""

from __future__ import annotations

import resource
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from registry.access.permissions import Actor, Role
from registry.bench.evaluation import SEED, show_table
from registry.bench.full_register import FullRegister, Size, newest_moment
from registry.bootstrap import build
from registry.charter.parsing import parse
from registry.charter.rules import judge
from registry.clock import SettableClock
from registry.locale import LOCAL_TIME
from registry.review.facts import gather_many
from registry.review.judging import first_use
from registry.review.naming import by_index
from registry.rulebook import release
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from registry.bench import Console
    from registry.bootstrap import Registry
    from registry.charter.charter import Charter

OFFICER = Actor(user_id=None, role=Role.OFFICER)
HEAD = ("what changes", "s of processor", "s on the wall", "photos that change", "one by one, s", "times cheaper")
SAMPLE, BATCH = 5_000, 500
CHANGES = {
    "“very recognisable” from another level": ('level = "recognise"', 'level = "observe"'),
    "the width of a face": ("value = 0.16\n", "value = 0.18\n"),
    "the size of a copy": ("value = 1600\n", "value = 800\n"),
    "who signs for a child": ('signs = ["own", "guardian"]', 'signs = ["guardian"]'),
    "a quiet period that runs": ("starts_on = 2030-07-01", "starts_on = 2026-05-01"),
    "a party's name": ('name = "Vooruit"\neveryday = true', 'name = "kermis"\neveryday = false'),
    "days off": ("2026-01-01, ", ""),
}


class Varied(FullRegister):
    """The same archive with faces of every size, as in photos of events: half are under 60 px."""

    def _faces(self) -> Iterator[dict[str, Any]]:
        for row in super()._faces():
            width = self._draw.lognormvariate(4.1, 0.9)
            yield {**row, "width": width, "height": width, "focused": self._draw.random() < 0.5}


def run(console: Console, size: Size | None = None) -> None:
    """Print the table of times."""
    counted = size or Size()
    text = release.text()
    before = parse(text)
    with TemporaryDirectory() as home:
        clock = SettableClock(newest_moment())
        registry = build(Settings(home=Path(home)), clock=clock)
        drawn = Varied(counted, seed=SEED, now=clock.now())
        with registry.database.transaction() as session:
            drawn.fill(session)
        some = drawn.photos[:SAMPLE]
        share = counted.photos / len(some)
        rows = []
        for name, (old, new) in CHANGES.items():
            after = parse(_changed(text, old, new))
            cpu, wall = time.process_time(), time.perf_counter()
            found = registry.previewer.preview(OFFICER, before, after)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            plain = _one_by_one(registry, some, before, after) * share
            rows.append((name, f"{cpu:.1f}", f"{wall:.1f}", f"{found.changed:,}", f"{plain:.1f}", f"{plain / cpu:.1f}"))
        registry.close()
    show_table(console, f"A preview of {counted.photos:,} photos, {2 * counted.photos:,} faces", HEAD, rows)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    console.print(f"One by one: {len(some):,} photos, by proportion. At most {most} MB; seed {SEED}.")


def _changed(text: str, old: str, new: str) -> str:
    if old not in text:
        raise ValueError(old)
    return text.replace(old, new, 1)


def _one_by_one(registry: Registry, photo_ids: list[UUID], before: Charter, after: Charter) -> float:
    """Return the processor time (s) of judging photos by two charters with every rule."""
    started = time.process_time()
    on, use = registry.clock.now().astimezone(LOCAL_TIME).date(), first_use(before)
    with registry.database.reading() as session:
        namer = by_index(session)
        for start in range(0, len(photo_ids), BATCH):
            for facts in gather_many(session, photo_ids[start : start + BATCH], use, on, namer).values():
                judge(facts, before, on)
                judge(replace(facts, use=replace(first_use(after), texts=facts.use.texts)), after, on)
            session.expunge_all()
    return time.process_time() - started
