"""A consent register with real parts, and an engine whose faces are colours."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.analysis.engine import Encoding
from registry.analysis.measures import Box, FaceMeasures, PhotoAnalysis, PhotoMeasures, ShotType
from registry.analysis.records import Analysis, Face
from registry.charter.parsing import parse
from registry.consent.events import RECOGNITION, ConsentMethod, ConsentState
from registry.consent.gallery import Gallery
from registry.consent.persons import NewPerson
from registry.consent.recognition import RecognitionService
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.service import ConsentService
from registry.consent.templates import TemplateStore
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoFormat, PhotoState
from registry.proof.endings import Endings

CHARTER = parse((Path(__file__).parents[2] / "data" / "charter.toml").read_text(encoding="utf-8"))
OFFICER = Actor(user_id=UUID(int=5), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=UUID(int=6), role=Role.PHOTOGRAPHER)


class ColourEngine:
    """An engine that sees one frontal face in any picture, and whose encoding is the picture's colour.

    The same colour is the same person (similarity 1); other colours are about unalike.
    """

    name = "colours"
    version = "1"

    def __init__(self, *, faces: int = 1) -> None:
        self._faces = faces

    def analyse(self, _picture) -> PhotoAnalysis:
        return PhotoAnalysis(
            engine=self.name,
            engine_version=self.version,
            faces=tuple(frontal(n) for n in range(self._faces)),
            measures=PhotoMeasures(
                people_count=self._faces, largest_face_px=400, largest_face_share=0.5, isolation=0, figures={}
            ),
            shot_type=ShotType.PORTRAIT,
            shot_confidence=1.0,
            reasons=(("largest_face_share", 0.5, 0.25),),
        )

    def encode(self, picture, _face, *, against=None) -> Encoding:  # noqa: ARG002 - every part is cheap
        return encoding(tuple(int(v) for v in picture.pixels[0, 0]))

    def compare(self, probe, gallery):
        return np.asarray(gallery @ probe.vector, dtype=np.float32)

    def prepare(self, gallery) -> ColourGallery:
        return ColourGallery(gallery)


class ColourGallery:
    """Every colour compared with every template."""

    def __init__(self, gallery) -> None:
        self._gallery = gallery

    def scores(self, probes, *, floor: float):  # noqa: ARG002 - exact below the floor too
        return np.stack([probe.vector for probe in probes]) @ self._gallery.T

    def wipe(self) -> None:
        pass


def frontal(index: int, height: float = 400, **changes) -> FaceMeasures:
    quality = {"luminance_mean": 1.0}
    values = {
        "index": index,
        "box": Box(x=10, y=10, width=height * 0.8, height=height),
        "landmarks": ((0, 0),) * 5,
        "score": 0.99,
        "height_px": height,
        "width_px": height * 0.8,
        "share": 0.5,
        "sharpness": 1.0,
        "yaw": 0.0,
        "pitch": 0.0,
        "roll": 0.0,
        "quality": quality,
        "focused": True,
    }
    return FaceMeasures(**(values | changes))


def encoding(colour: tuple[int, int, int]) -> Encoding:
    seed = int.from_bytes(hashlib.sha256(bytes(colour)).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return Encoding(vector=vector / np.linalg.norm(vector), engine=ColourEngine.name, quality=1.0)


def portrait(colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour: the enrolment picture of the person of that colour."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 400), colour).save(stream, "PNG")
    return stream.getvalue()


@dataclass
class RecordingQueue:
    """A queue that remembers whose photos are to be judged again."""

    rejudged: list[UUID] = field(default_factory=list)
    assessed: list[UUID] = field(default_factory=list)
    enforced: list[UUID] = field(default_factory=list)
    reanalysed: list[UUID] = field(default_factory=list)

    def assess(self, photo_id: UUID) -> None:
        self.assessed.append(photo_id)

    def erase(self, _erasure_id: UUID) -> None:
        raise AssertionError("nothing is erased here")

    def rejudge(self, person_id: UUID) -> None:
        self.rejudged.append(person_id)

    def enforce(self, photo_id: UUID) -> None:
        self.enforced.append(photo_id)

    def reanalyse(self, reanalysis_id: UUID) -> None:
        self.reanalysed.append(reanalysis_id)


@dataclass
class Register:
    """The consent register as the bootstrap builds it."""

    database: object
    clock: object
    vault: object
    keyring: object
    charter: object = CHARTER
    engine: object = field(default_factory=ColourEngine)
    queue: RecordingQueue = field(default_factory=RecordingQueue)

    def __post_init__(self) -> None:
        shared = {"database": self.database, "clock": self.clock, "charter": self.charter}
        sealed = shared | {"vault": self.vault, "keyring": self.keyring}
        self.templates = TemplateStore(**sealed)
        self.endings = Endings([self.keyring.home / "endings.list"], self.keyring.secret("endings"))
        self.recorder = ConsentRecorder(**sealed, templates=self.templates, jobs=self.queue, endings=self.endings)
        self.consent = ConsentService(
            **shared,
            recorder=self.recorder,
            templates=self.templates,
            engine=lambda: self.engine,
            jobs=self.queue,
        )
        self.gallery = Gallery(database=self.database, vault=self.vault, charter=self.charter)
        self.recognition = RecognitionService(**shared, gallery=self.gallery)

    def person(self, name: str = "Anna Peeters", **changes):
        return self.consent.add_person(OFFICER, NewPerson(display_name=name, **changes))

    def says(self, person_id: UUID, state: ConsentState = ConsentState.GIVEN, *purposes: str, **changes):
        new = NewConsent(
            person_id=person_id,
            state=state,
            purposes=purposes or ("website",),
            method=ConsentMethod.SIGNATURE,
            **changes,
        )
        return self.consent.record_consent(OFFICER, new)

    def enrolled(self, colour=(200, 10, 10), name: str = "Anna Peeters", **changes):
        person = self.person(name, **changes)
        self.says(person.id, ConsentState.GIVEN, RECOGNITION)
        self.consent.enrol(OFFICER, person.id, portrait(colour))
        return person

    def event(self, *, public: bool = True, on: date | None = None) -> Event:
        event = Event(
            name="Kermis",
            place="Markt",
            starts_on=on or self.clock.now().date(),
            public=public,
            notice_shown=True,
            created_at=self.clock.now(),
        )
        with self.database.transaction() as session:
            session.add(event)
        return event

    def photo(self, *, event: Event | None = None, state: PhotoState = PhotoState.ANALYSED, **changes) -> Photo:
        photo = Photo(
            reference=f"F-{uuid4().hex[:8]}",
            event_id=(event or self.event()).id,
            width=1600,
            height=1200,
            byte_size=1000,
            format=PhotoFormat.JPEG,
            received_at=self.clock.now(),
            state=state,
            **changes,
        )
        with self.database.transaction() as session:
            session.add(photo)
        return photo

    def analysed(self, photo: Photo, *heights: float, kind: ShotType = ShotType.FOCUSED) -> list[Face]:
        """Store an analysis of a photo with one focused face of each height (px), largest first."""
        analysis = Analysis(
            photo_id=photo.id,
            engine="colours",
            engine_version="1",
            people_count=len(heights),
            largest_face_px=max(heights, default=0),
            largest_face_share=0.3,
            isolation=0,
            shot_type=kind,
            shot_confidence=0.9,
            figures={},
            reasons=[["largest_face_share", 0.3, 0.1]],
            analysed_at=datetime(2026, 6, 1, tzinfo=UTC),
        )
        faces = [stored_face(analysis, number, height) for number, height in enumerate(heights, start=1)]
        with self.database.transaction() as session:
            session.add(analysis)
            session.flush()
            session.add_all(faces)
        return faces


def stored_face(analysis: Analysis, number: int, height: float) -> Face:
    return Face(
        analysis_id=analysis.id,
        photo_id=analysis.photo_id,
        number=number,
        x=100 * number,
        y=10,
        width=height * 0.8,
        height=height,
        score=0.9,
        share=height / 1200,
        sharpness=1.0,
        quality={},
        landmarks=[[0, 0]] * 5,
        focused=True,
    )
