"""Looking at photos: keeps what the engine said, and encodes focused faces in memory only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis.engine import DECODE_LONG_SIDE, Comparison, Encoding, Engine
from registry.analysis.figures import shipped_figures
from registry.analysis.lazily import Once
from registry.analysis.measures import Box, FaceMeasures, PhotoAnalysis
from registry.analysis.records import Analysis, Face
from registry.clock import Clock
from registry.database import Database
from registry.intake import album
from registry.intake.errors import PhotoWithdrawn
from registry.intake.service import IntakeService
from registry.picture import Picture

_CROP_MARGIN = 0.4  # of the face's box, on each side: the hair and chin that a person recognises by


class AnalysisService:
    """Analyses photos with the engine that settings chose."""

    def __init__(
        self, *, database: Database, clock: Clock, intake: IntakeService, load_engine: Callable[[], Engine]
    ) -> None:
        self._database = database
        self._clock = clock
        self._intake = intake
        self._engine = Once(load_engine)

    @property
    def engine(self) -> Engine:
        """The engine, loaded when first needed."""
        return self._engine()

    def picture(self, photo_id: UUID) -> Picture:
        """Decode a photo at the scale the analysis wants."""
        return self._intake.picture_of(photo_id, long_side=DECODE_LONG_SIDE)

    def analyse(self, photo_id: UUID, picture: Picture | None = None) -> Analysis:
        """Look at a photo and keep what was seen; `picture` spares a second decoding.

        Raises PhotoWithdrawn when its erasure began meanwhile: then nothing of it is kept.
        """
        analysis, faces = rows_of(photo_id, self.engine.analyse(picture or self.picture(photo_id)), self._clock.now())
        with self._database.transaction() as session:
            if not album.photo(session, photo_id).state.has_bytes:
                raise PhotoWithdrawn(photo=photo_id)
            session.exec(sa.update(Analysis).where(col(Analysis.photo_id) == photo_id).values(current=False))
            session.add(analysis)
            session.flush()
            session.add_all(faces)
        return analysis

    def encodings(
        self, photo_id: UUID, picture: Picture | None = None, *, against: Comparison | None = None
    ) -> list[tuple[Face, Encoding]]:
        """Encode the focused faces of an analysed photo; the result lives in the caller's memory only.

        Faces that are too small in the decoded picture to be told apart are left out; with `against`, so are an
        encoder's costly parts that cannot change how a face compares with that gallery.
        """
        with self._database.reading() as session:
            found = current(session, photo_id)
        focused = [face for face in (found[1] if found else []) if _can_be_encoded(face)]
        return encode_focused(self.engine, picture or self.picture(photo_id), focused, against) if focused else []

    def crop(self, actor: Actor, photo_id: UUID, face_id: UUID, *, height: int) -> bytes:
        """Return one face as a JPEG of about `height` px, made now and kept nowhere.

        Raises Forbidden, and LookupError when the face is not (or no longer) of this photo.
        """
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            face = session.get(Face, face_id)
        if face is None or face.photo_id != photo_id:
            raise LookupError(face_id)
        return _cut(self.picture(photo_id), face, height)


def current(session: Session, photo_id: UUID) -> tuple[Analysis, list[Face]] | None:
    """Return a photo's newest analysis and its faces, largest first; None before the first."""
    analysis = session.exec(select(Analysis).where(Analysis.photo_id == photo_id, col(Analysis.current))).first()
    if analysis is None:
        return None
    faces = session.exec(select(Face).where(Face.analysis_id == analysis.id).order_by(col(Face.number))).all()
    return analysis, list(faces)


def rows_of(photo_id: UUID, seen: PhotoAnalysis, now: datetime) -> tuple[Analysis, list[Face]]:
    """Return what an engine saw as rows that are not stored yet, faces largest first."""
    analysis = _analysis_row(photo_id, seen, now)
    return analysis, [_face_row(analysis, face, number) for number, face in enumerate(_by_size(seen), start=1)]


def encode_focused(
    engine: Engine, picture: Picture, faces: Sequence[Face], against: Comparison | None
) -> list[tuple[Face, Encoding]]:
    """Encode those of a photo's faces that are focused and large enough in the picture, in memory only.

    First only as well as it takes to see whether any face is somebody's. Where one is, the others are looked at more
    closely: one that is nearly that person as well makes the match ambiguous.
    """
    least = shipped_figures()["matching.least_face_px"]
    large = [face for face in faces if _can_be_encoded(face) and face.height * picture.scale >= least]
    at_first = against.at_first() if against else None
    made = [engine.encode(picture, measures_of(face), against=at_first) for face in large]
    if against and at_first and len(made) > 1:
        mine = [_reaches(engine, one, at_first) for one in made]
        if any(mine):
            made = [
                one if sure else _again(engine, picture, face, one, against)
                for face, one, sure in zip(large, made, mine, strict=True)
            ]
    return list(zip(large, made, strict=True))


def _reaches(engine: Engine, encoding: Encoding, against: Comparison) -> bool:
    """Whether a face is as alike as counts to anyone it was compared with."""
    return bool((engine.compare(encoding, against.gallery) >= against.least).any())


def _again(engine: Engine, picture: Picture, face: Face, before: Encoding, against: Comparison) -> Encoding:
    """Encode a face once more for a lower bound, and forget what was made for the higher one."""
    before.vector.fill(0)
    return engine.encode(picture, measures_of(face), against=against)


def make_current(session: Session, photo_id: UUID, analysis_id: UUID) -> list[Face]:
    """Make one of a photo's analyses the one that counts; return its faces. The others stay for comparison."""
    mine = sa.update(Analysis).where(col(Analysis.photo_id) == photo_id)
    session.exec(mine.values(current=col(Analysis.id) == analysis_id))
    session.flush()
    return list(session.exec(select(Face).where(Face.analysis_id == analysis_id).order_by(col(Face.number))))


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove all that the analysis knows of a photo."""
    session.exec(sa.delete(Face).where(col(Face.photo_id) == photo_id))
    session.exec(sa.delete(Analysis).where(col(Analysis.photo_id) == photo_id))


def measures_of(face: Face) -> FaceMeasures:
    """Return a stored face as the engine's own value."""
    return FaceMeasures(
        index=face.number - 1,
        box=Box(x=face.x, y=face.y, width=face.width, height=face.height),
        landmarks=tuple((float(x), float(y)) for x, y in face.landmarks),
        score=face.score,
        height_px=face.height,
        width_px=face.width,
        share=face.share,
        sharpness=face.sharpness,
        yaw=face.yaw,
        pitch=face.pitch,
        roll=face.roll,
        quality=MappingProxyType(dict(face.quality)),
        focused=face.focused,
    )


def _can_be_encoded(face: Face) -> bool:
    return face.focused and bool(face.landmarks)


def _by_size(seen: PhotoAnalysis) -> list[FaceMeasures]:
    return sorted(seen.faces, key=lambda face: -face.box.area)


def _analysis_row(photo_id: UUID, seen: PhotoAnalysis, now: datetime) -> Analysis:
    return Analysis(
        photo_id=photo_id,
        engine=seen.engine,
        engine_version=seen.engine_version,
        people_count=seen.measures.people_count,
        largest_face_px=seen.measures.largest_face_px,
        largest_face_share=seen.measures.largest_face_share,
        isolation=seen.measures.isolation,
        shot_type=seen.shot_type,
        shot_confidence=seen.shot_confidence,
        figures={name: float(value) for name, value in seen.measures.figures.items()},
        reasons=[[name, float(value), float(threshold)] for name, value, threshold in seen.reasons],
        analysed_at=now,
    )


def _face_row(analysis: Analysis, face: FaceMeasures, number: int) -> Face:
    return Face(
        analysis_id=analysis.id,
        photo_id=analysis.photo_id,
        number=number,
        x=face.box.x,
        y=face.box.y,
        width=face.box.width,
        height=face.box.height,
        score=face.score,
        share=face.share,
        sharpness=face.sharpness,
        yaw=face.yaw,
        pitch=face.pitch,
        roll=face.roll,
        quality={name: float(value) for name, value in face.quality.items()},
        landmarks=[[float(x), float(y)] for x, y in face.landmarks],
        focused=face.focused,
    )


def _cut(picture: Picture, face: Face, height: int) -> bytes:
    import cv2

    left, top = face.x - _CROP_MARGIN * face.width, face.y - _CROP_MARGIN * face.height
    right, bottom = left + face.width * (1 + 2 * _CROP_MARGIN), top + face.height * (1 + 2 * _CROP_MARGIN)
    x0, y0 = (max(0, round(v * picture.scale)) for v in (left, top))
    x1, y1 = round(right * picture.scale), round(bottom * picture.scale)
    pixels = picture.pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    size = (max(1, round(pixels.shape[1] * height / pixels.shape[0])), height)
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(cv2.resize(pixels, size), cv2.COLOR_RGB2BGR))
    if not done:
        raise LookupError(face.id)
    return encoded.tobytes()
