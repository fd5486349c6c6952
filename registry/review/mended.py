"""Judging a mended copy: the rules of the charter, on what mending left to be seen."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.analysis import service as analysis
from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.rules import judge
from registry.charter.verdict import Verdict, conclude
from registry.mending import seeing
from registry.mending.records import Mend


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """On which facts, by which charter and on which day is judged."""

    facts: Facts
    charter: Charter
    on: date


def judge_mended(session: Session, mend: Mend, judging: Judging) -> Verdict:
    """Return the verdict on a mended copy, given its photo's facts; a copy that is not ready is blocked."""
    same_face = judging.charter.figure("matching.same_face").value
    obstacle = seeing.obstacle(session, mend, same_face=same_face)
    if obstacle is not None:
        return conclude([obstacle], charter_version=judging.charter.version)
    return judge(left_in(session, mend, judging), judging.charter, judging.on)


def left_in(session: Session, mend: Mend, judging: Judging) -> Facts:
    """Return what mending left of a photo's facts."""
    found = analysis.current(session, mend.photo_id)
    same_face = judging.charter.figure("matching.same_face").value
    return seeing.seen_through(judging.facts, found[1] if found else [], mend, same_face=same_face)
