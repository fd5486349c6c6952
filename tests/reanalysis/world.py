"""An archive with real parts, and engines of colours that may see otherwise."""

from __future__ import annotations

from dataclasses import replace

from consent.parts import CHARTER, ColourEngine, Register
from review.parts import Desk
from sqlmodel import select

from registry.analysis.lazily import Once
from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis, Face
from registry.consent.stale import StaleTemplates
from registry.reanalysis.looking import Looking
from registry.reanalysis.records import ReanalysedPhoto
from registry.reanalysis.rehearsal import Rehearsal
from registry.reanalysis.service import ReanalysisService
from registry.review.assessing import Assessor

RED, BLUE, GREEN = (200, 10, 10), (10, 10, 200), (10, 200, 10)


class SharperEngine(ColourEngine):
    """A newer engine: it takes green photos for an impression of the crowd, and the others as before."""

    version = "2"

    def __init__(self, name: str = "colours") -> None:
        super().__init__()
        self.name = name
        self.seen: list[tuple[int, ...]] = []

    def analyse(self, picture):
        colour = tuple(int(value) for value in picture.pixels[0, 0])
        self.seen.append(colour)
        found = super().analyse(picture)
        if colour != GREEN:
            return found
        faces = tuple(replace(face, focused=False) for face in found.faces)
        return replace(found, shot_type=ShotType.ATMOSPHERE, faces=faces)

    def encode(self, picture, face, *, against=None):
        return replace(super().encode(picture, face, against=against), engine=self.name)


class Archive:
    """Photos assessed by one engine, and what it takes to have another look at them."""

    def __init__(self, database, clock, vault, keyring) -> None:
        self.database, self.clock = database, clock
        self.register = Register(database, clock, vault, keyring)
        self.desk = Desk(self.register)
        self.newer = SharperEngine()
        self.in_use = self.register.engine
        self.reanalysis = ReanalysisService(
            database=database,
            clock=clock,
            looking=self.looking(),
            jobs=self.register.queue,
            in_use=lambda: self.in_use,
            known=lambda: ("colours", "other"),
        )

    def looking(self) -> Looking:
        """The worker's part, as a process that was just started has it."""
        parts = {"database": self.database, "clock": self.clock}
        recognition = self.register.recognition
        return Looking(
            **parts,
            analysis=self.desk.analysis,
            recognition=recognition,
            rehearsal=Rehearsal(charter=CHARTER, recognition=recognition),
            assessor=Assessor(
                **parts, charter=CHARTER, analysis_service=self.desk.analysis, recognition_service=recognition
            ),
            templates=StaleTemplates(**parts, store=self.register.templates),
            jobs=self.register.queue,
            load_engine=self.load,
        )

    def load(self, name: str):
        return self.newer if name == self.newer.name else self.in_use

    def use_newer(self) -> None:
        """Let settings choose the newer engine."""
        self.in_use = self.newer
        self.desk.analysis._engine = Once(lambda: self.newer)

    def analyses(self, photo) -> list[Analysis]:
        with self.database.reading() as session:
            return list(session.exec(select(Analysis).where(Analysis.photo_id == photo.id)))

    def counted(self, photo) -> Analysis:
        (row,) = [row for row in self.analyses(photo) if row.current]
        return row

    def faces(self, photo) -> list[Face]:
        with self.database.reading() as session:
            return list(session.exec(select(Face).where(Face.photo_id == photo.id)))

    def lines(self) -> list[ReanalysedPhoto]:
        with self.database.reading() as session:
            return list(session.exec(select(ReanalysedPhoto)))
