"""Judging a photo and keeping the judgement and its case in step, in the caller's transaction."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.charter.charter import Charter, StandingCopies
from registry.charter.explaining import Explanation, explained
from registry.charter.facts import Use
from registry.charter.rules import judge
from registry.charter.verdict import Verdict
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.mending.records import Mend
from registry.mending.seeing import ready
from registry.review.facts import gather
from registry.review.mended import Judging, judge_mended, left_in
from registry.review.records import Case, Judgement, PhotoRuling
from registry.review.states import CaseKind, CaseState, kind_of
from registry.rulebook.keeping import in_force, in_force_at


def verdict_on(
    session: Session, photo_id: UUID, use: Use, *, charter: Charter, now: datetime, mend: Mend | None = None
) -> Verdict:
    """Return the verdict on a photo, or a mended copy of it, for a use, by the charter in force in this session.

    `charter` is the one this process began with; the session's comes first. Raises PhotoUnknown, KeptCharterUnusable.
    """
    on = now.astimezone(LOCAL_TIME).date()
    facts, current_charter = gather(session, photo_id, use, on), in_force(session, charter)
    return _judged(session, Judging(facts=facts, charter=current_charter, on=on), mend)


def explanation_of(session: Session, photo_id: UUID, use: Use, *, charter: Charter, now: datetime) -> Explanation:
    """Return what each rule saw and said of what goes out of a photo: its mended copy, where there is one.

    Raises PhotoUnknown, KeptCharterUnusable.
    """
    on, mend = now.astimezone(LOCAL_TIME).date(), ready(session, photo_id)
    use = replace(use, long_side=min(use.long_side, mend.long_side)) if mend else use
    seen = Judging(facts=gather(session, photo_id, use, on), charter=in_force(session, charter), on=on)
    return explained(left_in(session, mend, seen) if mend else seen.facts, seen.charter, on)


def may_stand(
    session: Session,
    photo_id: UUID,
    use: Use,
    *,
    charter: Charter,
    now: datetime,
    since: datetime,
    mend: Mend | None = None,
) -> bool:
    """Return whether what was published at `since` may stay: by the charter in force, or by the one in force then.

    The earlier one counts only where the charter in force lets what only it refuses be listed. A figure that nobody
    adopted yet lets nothing go out, but it takes nothing down either. Raises PhotoUnknown.
    """
    on = now.astimezone(LOCAL_TIME).date()
    settled = in_force(session, charter).settled()
    seen = Judging(facts=gather(session, photo_id, use, on), charter=settled, on=on)
    if _judged(session, seen, mend).outcome.may_go_out:
        return True
    if seen.charter.standing_copies is StandingCopies.TAKE_DOWN:
        return False
    then = in_force_at(session, since, charter).settled()
    return then != seen.charter and _judged(session, replace(seen, charter=then), mend).outcome.may_go_out


def judged_after(session: Session, photo_id: UUID | None, states: Collection[PhotoState], at_most: int) -> list[UUID]:
    """Return photos in some states, in the order of their ids, from the one after `photo_id` on."""
    after = col(Photo.id) > photo_id if photo_id else sa.true()
    query = select(Photo.id).where(col(Photo.state).in_(states), after).order_by(col(Photo.id))
    return list(session.exec(query.limit(at_most)))


def _judged(session: Session, seen: Judging, mend: Mend | None) -> Verdict:
    if mend is not None:
        return judge_mended(session, mend, seen)
    return judge(seen.facts, seen.charter, seen.on)


def first_use(charter: Charter) -> Use:
    """Return the use a photo is judged for on arrival."""
    return Use(purpose=charter.first_purpose, long_side=int(charter.figure("publication.long_side").value))


def judge_and_keep(
    session: Session, photo_id: UUID, *, charter: Charter, now: datetime, decided_by: UUID | None = None
) -> Judgement:
    """Judge what goes out of a photo (its mended copy, if any) for its first use; keep what is new, see to its case.

    A change of judgement and a decision raise the open case's version;
    `decided_by` is the officer whose decision led to it. Raises PhotoUnknown.
    """
    use = first_use(in_force(session, charter))
    verdict = verdict_on(session, photo_id, use, charter=charter, now=now, mend=ready(session, photo_id))
    kept = current(session, photo_id, use)
    changed = kept is None or not _says(kept, verdict)
    if kept is None or changed:
        kept = _keep(session, photo_id, use, verdict, now)
    case = open_case(session, photo_id)
    if case is not None and (changed or decided_by):
        case.version += 1
    _follow(session, case, kept, now, decided_by)
    return kept


def current(session: Session, photo_id: UUID, use: Use) -> Judgement | None:
    """Return the current judgement of a photo for a use."""
    query = select(Judgement).where(
        Judgement.photo_id == photo_id,
        Judgement.purpose == use.purpose,
        Judgement.long_side == use.long_side,
        col(Judgement.current),
    )
    return session.exec(query).first()


def open_case(session: Session, photo_id: UUID) -> Case | None:
    """Return the open case of a photo."""
    return session.exec(select(Case).where(Case.photo_id == photo_id, Case.state == CaseState.OPEN)).first()


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove judgements, cases and rulings of a photo."""
    for table in (Judgement, Case, PhotoRuling):
        session.exec(sa.delete(table).where(col(table.photo_id) == photo_id))


def _says(kept: Judgement, verdict: Verdict) -> bool:
    same = kept.outcome is verdict.outcome and kept.charter_version == verdict.charter_version
    return same and kept.reasons == [reason.to_json() for reason in verdict.reasons]


def _keep(session: Session, photo_id: UUID, use: Use, verdict: Verdict, now: datetime) -> Judgement:
    session.exec(
        sa.update(Judgement)
        .where(col(Judgement.photo_id) == photo_id, col(Judgement.purpose) == use.purpose)
        .values(current=False)
    )
    kept = Judgement(
        photo_id=photo_id,
        purpose=use.purpose,
        long_side=use.long_side,
        outcome=verdict.outcome,
        reasons=[reason.to_json() for reason in verdict.reasons],
        charter_version=verdict.charter_version,
        judged_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def _follow(session: Session, case: Case | None, judgement: Judgement, now: datetime, decided_by: UUID | None) -> None:
    """Open, keep or close the photo's case as its judgement asks."""
    kind = kind_of(judgement.outcome)
    if case is None and kind is None:
        return
    if case is None:
        case = Case(photo_id=judgement.photo_id, kind=CaseKind.DECISION, state=CaseState.OPEN, opened_at=now)
    if kind is None:
        case.state = CaseState.DECIDED if decided_by else CaseState.LAPSED
        case.decided_by, case.decided_at = decided_by, now
    else:
        case.kind = kind
    session.add(case)
    session.flush()
