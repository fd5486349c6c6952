"""What officers and the worker do in review; each decision is one unit of work."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter
from registry.charter.explaining import Explanation
from registry.charter.facts import Ruling, Use
from registry.charter.verdict import Outcome, Reason, Verdict
from registry.clock import Clock
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.database import Database
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.mending.records import Mend
from registry.picture import Picture
from registry.queueing import JobQueue
from registry.review import decisions, judging, undoing, views
from registry.review.assessing import Assessor
from registry.review.decisions import Deciding
from registry.review.errors import CaseUnknown, RulingUnfit
from registry.review.judging import erase_rows, judge_and_keep, verdict_on
from registry.review.records import Case, Judgement, PhotoRuling
from registry.review.states import NO_CONSENT_NEEDED
from registry.review.views import CaseLine, CaseView

__all__ = ["ReviewService", "erase_rows"]

_JUDGED = (PhotoState.ANALYSED, PhotoState.RESTRICTED)
_AT_A_TIME = 200


class ReviewService:
    """Judgements, cases and decisions.

    A decision is handed to `jobs` as well: what is published of that photo, or of the person named, is judged at once.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        assessor: Assessor,
        jobs: JobQueue,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._assessor = assessor
        self._jobs = jobs

    # For the worker and the gate

    def assess(self, photo_id: UUID, picture: Picture | None = None) -> Judgement | None:
        """Analyse, compare and judge a photo; see `Assessor.assess`."""
        return self._assessor.assess(photo_id, picture)

    def looks_due(self) -> bool:
        """Say whether any photo has to be looked at again."""
        return self._assessor.looks_due()

    def look_at_due(self) -> list[UUID]:
        """Look again at some photos that may show somebody enrolled since; see `Assessor.look_at_due`."""
        return self._assessor.look_at_due()

    def judge_in(self, session: Session, photo_id: UUID, use: Use, mend: Mend | None = None) -> Verdict:
        """Return the verdict on a photo, or a mended copy of it, for a use, in the caller's transaction.

        Nothing is written. Raises PhotoUnknown.
        """
        return verdict_on(session, photo_id, use, charter=self._charter, now=self._clock.now(), mend=mend)

    def may_stand(self, session: Session, photo_id: UUID, use: Use, since: datetime, mend: Mend | None = None) -> bool:
        """Return whether what was published at `since` may stay, in the caller's transaction.

        Where a newer charter alone refuses it, that charter says whether it stays (and is listed). Raises PhotoUnknown.
        """
        return judging.may_stand(
            session, photo_id, use, charter=self._charter, now=self._clock.now(), since=since, mend=mend
        )

    def rejudge_in(self, session: Session, photo_id: UUID, now: datetime) -> Judgement:
        """Judge a photo again in the caller's transaction: what goes out of it changed. Raises PhotoUnknown."""
        return judge_and_keep(session, photo_id, charter=self._charter, now=now)

    def rejudge_person(self, person_id: UUID) -> list[UUID]:
        """Judge a person's photos again after a change of consent; returns the photos that were judged."""
        theirs = select(Appearance.photo_id).where(
            Appearance.person_id == person_id, Appearance.origin != Origin.REJECTED
        )
        with self._database.reading() as session:
            found = list(session.exec(theirs.distinct()))
        return [photo_id for photo_id in found if self._rejudge(photo_id)]

    def rejudge_all(self) -> int:
        """Judge every analysed photo again: a day or a charter changed; returns how many were judged."""
        with self._database.reading() as session:
            found = list(session.exec(select(Photo.id).where(col(Photo.state).in_(_JUDGED))))
        return sum(self._rejudge(photo_id) for photo_id in found)

    def rejudge_after(self, photo_id: UUID | None) -> UUID | None:
        """Judge the next photos again, in the order of their ids; return the last one, None when there are no more.

        A new charter is applied so, some photos a step: a worker that is killed goes on where it was.
        """
        with self._database.reading() as session:
            found = judging.judged_after(session, photo_id, _JUDGED, _AT_A_TIME)
        for each in found:
            self._rejudge(each)
        return found[-1] if found else None

    # For the pages

    def judgements(self, actor: Actor, photo_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Outcome, tuple[Reason, ...]]]:
        """Return what the current judgement of each photo says, for those that have one. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        use = judging.first_use(self._charter)
        query = select(Judgement).where(
            col(Judgement.photo_id).in_(photo_ids), col(Judgement.current), Judgement.purpose == use.purpose
        )
        with self._database.reading() as session:
            kept = list(session.exec(query))
        return {j.photo_id: (j.outcome, tuple(Reason.from_json(reason) for reason in j.reasons)) for j in kept}

    def outcomes(self, actor: Actor, event_id: UUID) -> list[tuple[UUID, PhotoState, Outcome | None]]:
        """Return each photo of an event with its state and current outcome, in the order they came in.

        Those erased or not here yet are left out. Raises Forbidden.
        """
        require(actor, Permission.VIEW_PHOTOS)
        purpose = judging.first_use(self._charter).purpose
        judged = sa.and_(
            col(Judgement.photo_id) == col(Photo.id), col(Judgement.current), col(Judgement.purpose) == purpose
        )
        query = (
            select(Photo.id, Photo.state, Judgement.outcome)
            .outerjoin(Judgement, judged)
            .where(col(Photo.event_id) == event_id, col(Photo.state).not_in((PhotoState.RECEIVING, PhotoState.ERASED)))
            .order_by(col(Photo.received_at), col(Photo.id))
        )
        with self._database.reading() as session:
            rows = session.exec(query).all()
        return [
            (photo_id, PhotoState(state), Outcome(outcome) if outcome else None) for photo_id, state, outcome in rows
        ]

    def explain(self, actor: Actor, photo_id: UUID, use: Use) -> Explanation:
        """Return what each rule saw of a photo for a use and what it said, also the silent ones.

        Of a photo that was mended it is about the mended copy, which is what goes out. Raises Forbidden, PhotoUnknown.
        """
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return judging.explanation_of(session, photo_id, use, charter=self._charter, now=self._clock.now())

    def queue(self, actor: Actor, *, page: int = 0, size: int = 20) -> list[CaseLine]:
        """Return a page (from 0) of the open cases, oldest first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return views.queue(session, charter=self._charter, page=page, size=size)

    def open_count(self, actor: Actor) -> int:
        """Return how many cases are open. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return views.open_count(session)

    def case_view(self, actor: Actor, case_id: UUID) -> CaseView:
        """Return everything about a case. Raises Forbidden or CaseUnknown."""
        require(actor, Permission.VIEW_CASES)
        on = self._clock.now().astimezone(LOCAL_TIME).date()
        with self._database.reading() as session:
            case = session.get(Case, case_id)
            if case is None:
                raise CaseUnknown(case=case_id)
            return views.case_view(session, case, charter=self._charter, on=on)

    # Decisions: each names the version of the case the officer saw; who is known now may not want what is published

    def confirm_match(
        self, actor: Actor, case_id: UUID, face_id: UUID, person_id: UUID, *, expected_version: int
    ) -> Judgement:
        """Confirm a suggestion.

        Raises Forbidden, CaseUnknown, CaseAlreadyDecided, FaceUnknown, NotSuggested or NamedElsewhere.
        """
        with self._deciding(actor, case_id, expected_version) as deciding:
            decisions.confirm(deciding, face_id, person_id)
            judgement = self._conclude(deciding)
        self._announce(person_id)
        return judgement

    def reject_match(
        self, actor: Actor, case_id: UUID, face_id: UUID, person_id: UUID, *, expected_version: int
    ) -> Judgement:
        """Say that a face is not this person.

        Raises Forbidden, CaseUnknown, CaseAlreadyDecided, FaceUnknown or NotSuggested.
        """
        with self._deciding(actor, case_id, expected_version) as deciding:
            decisions.reject(deciding, face_id, person_id)
            return self._conclude(deciding)

    def name_face(
        self, actor: Actor, case_id: UUID, face_id: UUID, person_id: UUID, *, expected_version: int
    ) -> Judgement:
        """Say who a face is.

        Raises Forbidden, CaseUnknown, CaseAlreadyDecided, FaceUnknown, PersonUnknown or NamedElsewhere.
        """
        with self._deciding(actor, case_id, expected_version) as deciding:
            decisions.name(deciding, face_id, person_id)
            judgement = self._conclude(deciding)
        self._announce(person_id)
        return judgement

    def declare_no_consent_needed(
        self, actor: Actor, case_id: UUID, ruling: Ruling, reason: str, *, expected_version: int
    ) -> Judgement:
        """Decide under article 2f that a photo needs no consent; a clear refusal still keeps it in.

        Raises Forbidden, CaseUnknown, CaseAlreadyDecided, RulingUnfit or ReasonMissing.
        """
        if ruling not in NO_CONSENT_NEEDED:
            raise RulingUnfit(ruling=ruling.value)
        return self._rule(actor, case_id, ruling, reason, expected_version)

    def declare_singled_out(self, actor: Actor, case_id: UUID, reason: str, *, expected_version: int) -> Judgement:
        """Decide under article 2f that someone is singled out: they must agree.

        Raises Forbidden, CaseUnknown, CaseAlreadyDecided or ReasonMissing.
        """
        return self._rule(actor, case_id, Ruling.SINGLED_OUT, reason, expected_version)

    def refuse(self, actor: Actor, case_id: UUID, reason: str, *, expected_version: int) -> Judgement:
        """Decide that a photo does not go out. Raises Forbidden, CaseUnknown, CaseAlreadyDecided or ReasonMissing."""
        return self._rule(actor, case_id, Ruling.KEPT_IN, reason, expected_version)

    def reconsider(self, actor: Actor, photo_id: UUID) -> Judgement:
        """Lift the ruling on a photo and judge it anew. Raises Forbidden or PhotoUnknown."""
        require(actor, Permission.DECIDE_CASES)
        with self._database.transaction() as session:
            query = select(PhotoRuling).where(PhotoRuling.photo_id == photo_id, col(PhotoRuling.current))
            for ruling in session.exec(query):
                ruling.current = False
                session.add(ruling)
            session.flush()
            judgement = judge_and_keep(session, photo_id, charter=self._charter, now=self._clock.now())
        self._jobs.enforce(photo_id)
        return judgement

    def undo_last(self, actor: Actor) -> UUID:
        """Take back the last decision this officer took today; return the photo, judged anew.

        Raises Forbidden or NothingToUndo.
        """
        require(actor, Permission.DECIDE_CASES)
        now = self._clock.now()
        since = now.astimezone(LOCAL_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.transaction() as session:
            photo_id = undoing.undo_last(session, actor, since=since, now=now)
            judge_and_keep(session, photo_id, charter=self._charter, now=now, decided_by=actor.user_id)
        self._jobs.enforce(photo_id)
        return photo_id

    def _rule(self, actor: Actor, case_id: UUID, ruling: Ruling, reason: str, expected_version: int) -> Judgement:
        with self._deciding(actor, case_id, expected_version) as deciding:
            decisions.rule(deciding, ruling, reason)
            return self._conclude(deciding)

    @contextmanager
    def _deciding(self, actor: Actor, case_id: UUID, expected_version: int) -> Iterator[Deciding]:
        require(actor, Permission.DECIDE_CASES)
        with self._database.transaction() as session:
            case = decisions.take(session, case_id, expected_version)
            yield Deciding(session=session, actor=actor, photo_id=case.photo_id, now=self._clock.now())
        self._jobs.enforce(case.photo_id)

    def _conclude(self, deciding: Deciding) -> Judgement:
        return judge_and_keep(
            deciding.session,
            deciding.photo_id,
            charter=self._charter,
            now=deciding.now,
            decided_by=deciding.actor.user_id,
        )

    def _announce(self, person_id: UUID) -> None:
        self._jobs.rejudge(person_id)

    def _rejudge(self, photo_id: UUID) -> bool:
        """Judge one photo again in a transaction of its own, unless it went meanwhile."""
        with self._database.transaction() as session:
            photo = session.get(Photo, photo_id)
            if photo is None or photo.state not in _JUDGED:
                return False
            judge_and_keep(session, photo_id, charter=self._charter, now=self._clock.now())
            return True
