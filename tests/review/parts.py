"""An officer's desk with real parts: intake, analysis with an engine of colours, consent, review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER, Register, portrait
from sqlmodel import select

from registry.analysis.service import AnalysisService
from registry.charter.facts import Use
from registry.charter.verdict import Outcome, Reason
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.intake.figures import shipped_figures
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.review.assessing import Assessor
from registry.review.records import Case, Judgement
from registry.review.service import ReviewService

WEB = Use(purpose="website", long_side=1600)


@dataclass
class Desk:
    """Everything review needs, as the bootstrap connects it."""

    register: Register

    def __post_init__(self) -> None:
        parts = self.register
        self.database, self.clock, self.consent = parts.database, parts.clock, parts.consent
        self.intake = IntakeService(
            database=parts.database,
            clock=parts.clock,
            vault=parts.vault,
            keyring=parts.keyring,
            figures=shipped_figures(),
            limit_bytes=10_000_000,
        )
        self.analysis = AnalysisService(
            database=parts.database, clock=parts.clock, intake=self.intake, load_engine=lambda: parts.engine
        )
        self.review = ReviewService(
            database=parts.database,
            clock=parts.clock,
            charter=CHARTER,
            assessor=Assessor(
                database=parts.database,
                clock=parts.clock,
                charter=CHARTER,
                analysis_service=self.analysis,
                recognition_service=parts.recognition,
            ),
            jobs=parts.queue,
        )
        self.event = self.intake.create_event(
            OFFICER, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
        )

    def received(self, colour=(200, 10, 10)) -> Photo:
        """A photo that came in: one large frontal face of this colour."""
        outcome = self.intake.receive(PHOTOGRAPHER, event_id=self.event.id, file_name="a.png", data=portrait(colour))
        return self.photo(outcome.photo_id)

    def photo(self, photo_id) -> Photo:
        with self.database.reading() as session:
            return session.get(Photo, photo_id)

    def assessed(self, colour=(200, 10, 10)) -> Photo:
        photo = self.received(colour)
        self.review.assess(photo.id)
        return self.photo(photo.id)

    def verdict(self, photo, use: Use = WEB):
        with self.database.reading() as session:
            return self.review.judge_in(session, photo.id, use)

    def kept(self, photo) -> tuple[Outcome, tuple[Reason, ...]]:
        return self.review.judgements(OFFICER, [photo.id])[photo.id]

    def outcome(self, photo) -> Outcome:
        return self.kept(photo)[0]

    def case(self, photo) -> Case | None:
        """The newest case of a photo."""
        with self.database.reading() as session:
            cases = session.exec(select(Case).where(Case.photo_id == photo.id)).all()
        return max(cases, key=lambda case: (case.state == "open", case.opened_at), default=None)

    def face(self, photo):
        from registry.analysis.service import current

        with self.database.reading() as session:
            return current(session, photo.id)[1][0]

    def ties(self, photo) -> set[tuple]:
        with self.database.reading() as session:
            return {
                (tie.person_id, tie.origin)
                for tie in session.exec(select(Appearance).where(Appearance.photo_id == photo.id))
            }

    def judgements_of(self, photo) -> list[Judgement]:
        with self.database.reading() as session:
            query = select(Judgement).where(Judgement.photo_id == photo.id).order_by(Judgement.judged_at)
            return list(session.exec(query))


SUGGESTED, CONFIRMED, REJECTED = Origin.SUGGESTED, Origin.CONFIRMED, Origin.REJECTED
