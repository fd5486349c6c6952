"""The demo's table: what the machine saw in each photo, what it decided, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from rich.table import Table

from registry.access.permissions import Actor
from registry.analysis import service as analysis
from registry.analysis.measures import ShotType
from registry.bootstrap import Registry
from registry.charter.verdict import Outcome, Reason
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance, Person
from registry.locale import N_, Translate

_COLOURS: Mapping[Outcome, str] = {
    Outcome.PUBLISHABLE: "green",
    Outcome.NEEDS_CONSENT: "yellow",
    Outcome.NEEDS_A_PERSON: "yellow",
    Outcome.BLOCKED: "red",
}
SHOT_NAMES: Mapping[ShotType, str] = {
    ShotType.NOBODY: N_("nobody"),
    ShotType.OVERVIEW: N_("overview"),
    ShotType.ATMOSPHERE: N_("atmosphere shot"),
    ShotType.FOCUSED: N_("focused"),
    ShotType.POSED_GROUP: N_("posed group"),
    ShotType.PORTRAIT: N_("portrait"),
    ShotType.UNSURE: N_("not sure"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One photo of the table."""

    name: str
    people: int
    largest_px: float
    largest_share: float
    shot_type: ShotType
    persons: tuple[str, ...]
    outcome: Outcome
    reasons: tuple[Reason, ...]


def lines(registry: Registry, actor: Actor, photos: Mapping[UUID, str]) -> list[Line]:
    """Return the table's lines for photos by id, with the name to show."""
    judged = registry.review.judgements(actor, list(photos))
    return [_line(registry, photo_id, name, *judged[photo_id]) for photo_id, name in photos.items()]


def table(rows: list[Line], tr: Translate) -> Table:
    """Return the lines as a table for the terminal; the reasons follow it, see `reasons`."""
    made = Table()
    for title in _TITLES:
        made.add_column(tr(title), justify="right" if title in _NUMBERS else "left", no_wrap=title == _PHOTO)
    for row in rows:
        made.add_row(*_cells(row, tr))
    return made


def reasons(rows: list[Line], tr: Translate) -> list[str]:
    """Return, for each photo, the weightiest reason of its verdict as a line for the terminal."""
    weightiest = ((row, row.reasons[0]) for row in rows if row.reasons)
    return [f"{_dot(row)} [bold]{row.name}[/] ({why.article}) {why.sentence(tr)}" for row, why in weightiest]


_PHOTO, _PEOPLE, _LARGEST = N_("photo"), N_("people"), N_("largest face: height · share of the photo")
_SHOT, _MATCHED, _VERDICT = N_("shot type"), N_("recognised"), N_("verdict")
_TITLES = (_PHOTO, _PEOPLE, _LARGEST, _SHOT, _MATCHED, _VERDICT)
_NUMBERS = (_PEOPLE, _LARGEST)


def _line(registry: Registry, photo_id: UUID, name: str, outcome: Outcome, reasons: tuple[Reason, ...]) -> Line:
    with registry.database.reading() as session:
        found = analysis.current(session, photo_id)
        seen: list[Appearance] = appearances_of(session, photo_id)
        persons = [session.get_one(Person, appearance.person_id).display_name for appearance in seen]
    if found is None:
        raise LookupError(photo_id)
    return Line(
        name=name,
        people=found[0].people_count,
        largest_px=found[0].largest_face_px,
        largest_share=found[0].largest_face_share,
        shot_type=found[0].shot_type,
        persons=tuple(dict.fromkeys(persons)),
        outcome=outcome,
        reasons=reasons,
    )


def _dot(row: Line) -> str:
    return f"[{_COLOURS[row.outcome]}]●[/]"


def _cells(row: Line, tr: Translate) -> tuple[str, ...]:
    return (
        row.name,
        str(row.people),
        f"{row.largest_px:.0f} px · {row.largest_share:.1%}" if row.people else "–",
        tr(SHOT_NAMES[row.shot_type]),
        ", ".join(row.persons) or "–",
        f"{_dot(row)} {tr(row.outcome.label)}",
    )
