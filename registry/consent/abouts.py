"""What an answer in a list is about, if it says: one event by its name and day, one photo by its reference. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from registry.consent.events import Scope, ScopeKind
from registry.intake.references import read_reference


@dataclass(frozen=True, kw_only=True, slots=True)
class Abouts:
    """The events by each way a list can name them, and the photos a list names, by reference."""

    events: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    photos: Mapping[str, UUID] = field(default_factory=dict)

    def event(self, words: str) -> Scope | None:
        """Return the one event that is meant; None where there is none or more than one."""
        found = self.events.get(_label(words), ())
        return Scope(kind=ScopeKind.EVENT, id=found[0]) if len(found) == 1 else None

    def photo(self, words: str) -> Scope | None:
        """Return the photo that is meant; None where there is none."""
        found = self.photos.get(read_reference(words) or "")
        return Scope(kind=ScopeKind.PHOTO, id=found) if found else None


NOTHING = Abouts()
"""For lists that name neither."""


def event_in_full(name: str, starts_on: date) -> str:
    """Return an event's name with its day, by which a list finds exactly it."""
    return f"{name} ({starts_on:%d/%m/%Y})"


def events_by_label(events: Iterable[tuple[UUID, str, date]]) -> dict[str, tuple[UUID, ...]]:
    """Return events by each way they can be named: the name alone, or with its day in either order."""
    found: Mapping[str, list[UUID]] = defaultdict(list)
    for event_id, name, starts_on in events:
        labels = (name, event_in_full(name, starts_on), f"{name} {starts_on.isoformat()}")
        for label in {_label(words) for words in labels}:
            found[label].append(event_id)
    return {label: tuple(ids) for label, ids in found.items()}


def _label(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
