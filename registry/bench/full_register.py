"""Fills a database with the rows of a large archive: photos, verdicts, copies, persons, requests; no bytes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.charter.verdict import Outcome
from registry.consent.names import fold
from registry.consent.records import Appearance, Office, Person
from registry.consent.states import Origin, PersonKind
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.erasure.records import Erasure, Look
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Event, Photo
from registry.intake.references import new_reference
from registry.intake.states import PhotoFormat, PhotoState
from registry.locale import Locale
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.states import RequestedPhotoState, RequestState, Way
from registry.review.records import Case, Judgement
from registry.review.states import CaseKind, CaseState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

YEARS = 3
"""Over how long the archive grew."""
_AT_A_TIME = 5_000
_PURPOSE = "website"
_FIRST = ("An", "Bart", "Fatima", "Geert", "Ilse", "Jef", "Katrien", "Luc", "Mohamed", "Nele", "Piet", "Sofie")
_LAST = ("Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet")
_WORDS = ("optocht", "markt", "school", "sportdag", "receptie", "kerk", "plein", "fietstocht", "kermis", "toneel")


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How many of each the archive holds."""

    photos: int = 100_000
    persons: int = 20_000
    requests: int = 5_000
    erasures: int = 3_000
    events: int = 1_000
    open_cases: int = 2_000


class FullRegister:
    """Draws the rows, the same ones for the same seed."""

    def __init__(self, size: Size, *, seed: int, now: datetime) -> None:
        self._size = size
        self._draw = random.Random(seed)  # noqa: S311 - rows to measure with, no secrets
        self._now = now
        self.events = [self._id() for _ in range(size.events)]
        self.photos = [self._id() for _ in range(size.photos)]
        self.persons = [self._id() for _ in range(size.persons)]

    def fill(self, session: Session) -> None:
        """Write every row."""
        tables: tuple[tuple[type[Any], Iterator[dict[str, Any]]], ...] = (
            (Event, self._events()),
            (Photo, self._photos()),
            (Analysis, self._analyses()),
            (Face, self._faces()),
            (Judgement, self._judgements()),
            (Case, self._cases()),
            (Copy, self._copies()),
            (Person, self._persons()),
            (Appearance, self._appearances()),
            (Office, self._offices()),
            (RemovalRequest, self._requests()),
            (RequestedPhoto, self._requested()),
            (Erasure, self._erasures()),
            (Look, self._looks()),
        )
        for table, rows in tables:
            _write(session, table, rows)

    def _id(self) -> UUID:
        return UUID(int=self._draw.getrandbits(128), version=4)

    def _moment(self) -> datetime:
        return self._now - timedelta(minutes=self._draw.randrange(YEARS * 365 * 24 * 60))

    def _events(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.events):
            when = self._moment()
            name = f"{self._draw.choice(_WORDS).title()} {number}"
            yield {
                "id": key, "name": name, "place": "Markt", "starts_on": when.date(), "public": True,
                "notice_shown": True, "created_at": when,
            }  # fmt: skip

    def _photos(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.photos):
            yield {
                "id": key, "reference": new_reference(), "event_id": self.events[number % len(self.events)],
                "file_name": f"{number}.jpg", "sha256": f"{number:064x}", "width": 6000, "height": 4000,
                "byte_size": 8_000_000, "format": PhotoFormat.JPEG, "regions": [], "received_at": self._moment(),
                "caption": " ".join(self._draw.choices(_WORDS, k=6)), "state": PhotoState.ANALYSED,
                "tells_where": False,
            }  # fmt: skip

    def _analyses(self) -> Iterator[dict[str, Any]]:
        for key in self.photos:
            yield {
                "id": key, "photo_id": key, "engine": "bench", "engine_version": "1", "people_count": 2,
                "largest_face_px": 200.0, "largest_face_share": 0.05, "isolation": 0.5, "figures": {}, "reasons": [],
                "shot_type": self._draw.choice(list(ShotType)), "shot_confidence": 0.9, "analysed_at": self._now,
                "current": True,
            }  # fmt: skip

    def _faces(self) -> Iterator[dict[str, Any]]:
        for key in self.photos:
            for number in (1, 2):
                yield {
                    "id": self._id(), "analysis_id": key, "photo_id": key, "number": number, "x": 100.0, "y": 100.0,
                    "width": 200.0, "height": 200.0, "score": 0.9, "share": 0.05, "sharpness": 50.0, "quality": {},
                    "landmarks": [], "focused": True,
                }  # fmt: skip

    def _judgements(self) -> Iterator[dict[str, Any]]:
        for key in self.photos:
            yield {
                "id": self._id(), "photo_id": key, "purpose": _PURPOSE, "long_side": 1400,
                "outcome": self._draw.choice(list(Outcome)), "reasons": [], "charter_version": "bench",
                "judged_at": self._now, "current": True,
            }  # fmt: skip

    def _cases(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.photos[: self._size.photos // 3]):
            is_open = number < self._size.open_cases
            yield {
                "id": self._id(), "photo_id": key, "kind": self._draw.choice(list(CaseKind)), "version": 1,
                "state": CaseState.OPEN if is_open else CaseState.DECIDED, "opened_at": self._moment(),
            }  # fmt: skip

    def _copies(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.photos):
            kinds = [(CopyKind.ORIGINAL, "vault"), (CopyKind.RENDITION, "vault")]
            if number % 3 == 0:
                kinds.append((CopyKind.PUBLISHED, f"channel-{number % 7}"))
            for kind, place in kinds:
                when = self._moment()
                yield {
                    "id": self._id(), "photo_id": key, "kind": kind, "place": place, "urls": [],
                    "state": CopyState.PRESENT, "planned_at": when, "state_at": when,
                }  # fmt: skip

    def _persons(self) -> Iterator[dict[str, Any]]:
        for key in self.persons:
            name = f"{self._draw.choice(_FIRST)} {self._draw.choice(_LAST)} {self._draw.randrange(1_000)}"
            born = date(1940, 1, 1) + timedelta(days=self._draw.randrange(30_000))
            yield {
                "id": key, "display_name": name, "search_name": fold(name), "kind": PersonKind.ADULT,
                "birth_date": born, "created_at": self._moment(),
            }  # fmt: skip

    def _appearances(self) -> Iterator[dict[str, Any]]:
        for key in self.photos[::2]:
            yield {
                "id": self._id(), "photo_id": key, "person_id": self._draw.choice(self.persons),
                "origin": Origin.CONFIRMED, "at": self._now,
            }  # fmt: skip

    def _offices(self) -> Iterator[dict[str, Any]]:
        """Give a college of six, each in as many photos as any resident."""
        for number, key in enumerate(self.persons[:6]):
            yield {
                "id": UUID(int=number), "person_id": key, "title": "Schepen", "in_college": True, "domains": [],
                "party": f"Lijst {number % 2}", "starts_on": date(2025, 1, 1),
            }  # fmt: skip

    def _requests(self) -> Iterator[dict[str, Any]]:
        for number in range(self._size.requests):
            at = self._moment()
            is_open = number % 25 == 0
            yield {
                "id": UUID(int=number), "reference": f"V-{number:08d}", "token_hash": f"{number:064x}",
                "way": Way.LINK, "language": Locale.NL, "claim": "https://voorbeeld.be/foto", "code_attempts": 0,
                "codes_sent": 0, "state": RequestState.RECEIVED if is_open else RequestState.DONE, "received_at": at,
                "entered_at": at, "due_on": (at + timedelta(days=30)).date(), "version": 1,
                "decided_at": None if is_open else at + timedelta(days=self._draw.randrange(40)),
            }  # fmt: skip

    def _requested(self) -> Iterator[dict[str, Any]]:
        for number in range(self._size.requests):
            yield {
                "id": self._id(), "request_id": UUID(int=number), "photo_id": self._draw.choice(self.photos),
                "state": RequestedPhotoState.ERASED, "linked_at": self._now,
            }  # fmt: skip

    def _erasures(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.photos[: self._size.erasures]):
            yield {
                "id": UUID(int=number), "photo_id": key, "photo_reference": "F-0000-0000",
                "reason": ErasureReason.OFFICER, "asked_at": self._moment(),
                "state": ErasureState.DONE if number % 30 else ErasureState.WAITING,
            }  # fmt: skip

    def _looks(self) -> Iterator[dict[str, Any]]:
        for number, key in enumerate(self.photos[: self._size.erasures]):
            for days in (0, 1, 7, 30):
                at = self._now + timedelta(days=days - self._draw.randrange(400))
                yield {
                    "id": self._id(), "erasure_id": UUID(int=number), "copy_id": key, "due_at": at, "attempts": 0,
                    "looked_at": at if at < self._now else None, "answer": "absent" if at < self._now else None,
                }  # fmt: skip


def newest_moment() -> datetime:
    """Return the moment the archive is looked at, always the same."""
    return datetime(2026, 6, 1, 10, tzinfo=UTC)


def _write(session: Session, table: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _AT_A_TIME:
            session.connection().execute(sa.insert(table), waiting)
            waiting = []
    if waiting:
        session.connection().execute(sa.insert(table), waiting)
