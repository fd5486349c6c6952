"""A whole registry with memory channels, and photos whose faces are coloured squares that anyone can look for."""

from __future__ import annotations

import io
import shutil
from dataclasses import fields
from datetime import date
from functools import partial
from uuid import UUID

import numpy as np
from consent.parts import frontal
from PIL import Image
from sqlmodel import select
from web_world import build_web_registry

from registry.access.permissions import Actor, Role
from registry.analysis.engine import Encoding
from registry.analysis.lazily import Once
from registry.analysis.measures import Box, PhotoAnalysis, PhotoMeasures, ShotType
from registry.channels.memory import MemoryChannel
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.copies.ledger import content_mac
from registry.intake.records import Photo
from registry.mending.recipe import Recipe
from registry.mending.states import Way
from registry.queueing import Work
from registry.settings import Settings

OFFICER = Actor(user_id=UUID(int=5), role=Role.OFFICER)
COLOURS = {"red": (220, 20, 20), "green": (20, 200, 20), "blue": (20, 20, 220)}
SIDE, WIDTH, HEIGHT = 48, 640, 420
CHANNELS = ("website", "facebook")
_NEAR, _ENOUGH = 60, 200


def photo(seed: int, *, colours=("red", "green")) -> bytes:
    """A JPEG with a texture of its own and one square "face" for each colour."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(90, 165, size=(7, 9), dtype=np.uint8)).convert("RGB")
    pixels = np.array(coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    for number, colour in enumerate(colours):
        left = 80 + 200 * number
        pixels[150 : 150 + SIDE, left : left + SIDE] = COLOURS[colour]
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def squares(pixels: np.ndarray) -> dict[str, Box]:
    """Find the coloured squares in RGB pixels, whoever drew them."""
    found = {}
    for name, colour in COLOURS.items():
        near = np.abs(pixels.astype(int) - colour).max(axis=2) < _NEAR
        if near.sum() * (WIDTH / pixels.shape[1]) ** 2 >= _ENOUGH:
            down, across = np.where(near)
            found[name] = Box(
                x=float(across.min()),
                y=float(down.min()),
                width=float(np.ptp(across) + 1),
                height=float(np.ptp(down) + 1),
            )
    return found


def seen_in(data: bytes) -> set[str]:
    """Return which "faces" anyone who has these bytes can see."""
    return set(squares(np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))))


class SquareEngine:
    """An engine whose faces are coloured squares; two of one colour are the same person."""

    name, version = "squares", "1"

    def analyse(self, picture) -> PhotoAnalysis:
        boxes = squares(picture.pixels).values()
        faces = tuple(
            frontal(n, box=_up(box, picture.scale), height_px=box.height / picture.scale, landmarks=())
            for n, box in enumerate(boxes)
        )
        kind = ShotType.FOCUSED if faces else ShotType.NOBODY
        return PhotoAnalysis(
            engine=self.name,
            engine_version=self.version,
            faces=faces,
            measures=PhotoMeasures(
                people_count=len(faces), largest_face_px=SIDE, largest_face_share=0.1, isolation=0, figures={}
            ),
            shot_type=kind,
            shot_confidence=1.0,
            reasons=(("largest_face_share", 0.1, 0.05),),
        )

    def encode(self, _picture, _face, **_against) -> Encoding:
        raise AssertionError("faces without points are not encoded")

    def compare(self, probe, gallery):
        return np.asarray(gallery @ probe.vector, dtype=np.float32)


def _up(box: Box, scale: float) -> Box:
    return Box(x=box.x / scale, y=box.y / scale, width=box.width / scale, height=box.height / scale)


def found_town(home, clock, *, template=None):
    """Return a registry at `home`, begun from a copy of another home where one is given."""
    if template is not None:
        shutil.copytree(template, home)
    registry = build_web_registry(Settings(home=home), clock, assesses=True)
    registry.analysis._engine = Once(SquareEngine)
    mac = partial(content_mac, registry.keyring.secret("copy content"))
    registry.channels.clear()
    for name in CHANNELS:
        registry.channels[name] = MemoryChannel(name=name, purpose=name, content_mac=mac)
    return registry


def does_sweeps_at_once(registry):
    """Let sweeps and taking over be done where they are asked for, as the worker does them."""
    work = registry.jobs._connected()
    searching = {"sweep": registry.sweeps.run, "adopt": lambda one: list(registry.adoptions.run(one))}
    registry.jobs.connect(Work(**{field.name: getattr(work, field.name) for field in fields(Work)} | searching))


def fill(registry, *, photos: int) -> None:
    """Take photos in: public and private events in turn, each with two "faces", each analysed and judged."""
    for number in range(photos):
        event = registry.intake.create_event(
            OFFICER,
            name=f"Fair {number}",
            place="Market",
            starts_on=date(2026, 5, 30),
            public=number % 2 == 0,
            notice_shown=True,
        )
        received = registry.intake.receive(
            OFFICER, event_id=event.id, file_name=f"{number}.jpg", data=photo(number + 1)
        )
        registry.review.assess(received.photo_id)


def agree(registry) -> None:
    """Make the persons of both colours, say who is who in every photo, and let both agree to both channels."""
    people = [registry.consent.add_person(OFFICER, NewPerson(display_name=f"Person {name}")) for name in COLOURS][:2]
    for person in people:
        new = NewConsent(
            person_id=person.id, state=ConsentState.GIVEN, purposes=CHANNELS, method=ConsentMethod.SIGNATURE
        )
        registry.consent.record_consent(OFFICER, new)
    for line in registry.review.queue(OFFICER):
        faces = registry.review.case_view(OFFICER, line.case.id).faces
        for version, (person, each) in enumerate(
            zip(people, sorted(faces, key=lambda each: each.face.x), strict=True), start=line.case.version
        ):
            registry.review.name_face(OFFICER, line.case.id, each.face.id, person.id, expected_version=version)


def hide_everybody_in_one(registry) -> None:
    """Mend the photo that came in last, so that nobody can be seen in it."""
    with registry.database.reading() as session:
        last = list(session.exec(select(Photo.id).order_by(Photo.received_at, Photo.id)))[-1]
    registry.mending.make(OFFICER, last, Recipe(faces=(1, 2), way=Way.BLUR, keep=None, long_side=640))


class LateQueue:
    """Puts itself between a registry's queue and its work: while late, work waits; what a worker loses is lost."""

    def __init__(self, registry) -> None:
        self.is_late = False
        self._waiting: list[tuple[str, UUID]] = []
        self._work = registry.jobs._connected()
        registry.jobs.connect(Work(**{field.name: partial(self._take, field.name) for field in fields(Work)}))

    def _take(self, name: str, subject: UUID) -> None:
        if self.is_late:
            self._waiting.append((name, subject))
        else:
            getattr(self._work, name)(subject)

    def catch_up(self) -> None:
        """Do what waited, and be late no more."""
        self.is_late = False
        waiting, self._waiting = self._waiting, []
        for name, subject in waiting:
            self._take(name, subject)
