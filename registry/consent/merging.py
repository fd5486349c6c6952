"""Two persons turn out to be one, or one to be two; in the caller's session.

What hangs on a person is every column with a foreign key to `person`, whichever stage it belongs to, and the copies of
their face templates. Joining moves each such row and notes the move; taking apart moves back what the join moved and
what still lies there. What cannot lie beside a row of the same kind (one link of the same two people, say) stays where
it was, with the person that was joined. The moved rows keep everything else they say: when, how, by whom.

Evidence stays under the key it was sealed with: its copy keeps naming the person it came in for.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from registry.consent import comparisons, gallery, persons
from registry.consent.errors import NothingToSplit, OwnGuardian, SamePerson
from registry.consent.names import fold
from registry.consent.records import Appearance, Guardianship, Person
from registry.consent.register_records import PersonChange, PersonChangeKind, PersonMove
from registry.consent.states import Origin, PersonKind
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import new_id

_FILLED = ("email", "phone", "language", "birth_date", "died_on")
_WEIGHT = {PersonKind.NEVER: 3, PersonKind.DECEASED: 2, PersonKind.MINOR: 1}
"""Of two kinds the one that protects most holds after a join; the others weigh nothing."""

Place = tuple[sa.Table, "sa.Column[Any]"]


def merge(session: Session, keep_id: UUID, part_id: UUID, *, now: datetime, by: UUID | None) -> PersonChange:
    """Join `part_id` into `keep_id`: all that hung on it hangs on the other from now on.

    Raises SamePerson, PersonUnknown, AlreadyMerged, or OwnGuardian when one signs for the other.
    """
    keep, part = _both(session, keep_id, part_id)
    persons.remember_name(session, part, now=now)
    change = PersonChange(
        person_id=keep_id,
        other_id=part_id,
        kind=PersonChangeKind.MERGED,
        at=now,
        by=by,
        before=_fill(keep, part),
    )
    part.merged_into = keep_id
    session.add_all([change, keep, part])
    session.flush()
    staying = _settle_appearances(session, change, keep_id, part_id)
    for place in places():
        following = [row for row in _rows_of(session, place, part_id) if row not in staying]
        _move(session, change, place, following, part_id, keep_id)
    return _done(session, change)


def split(session: Session, change_id: UUID, *, now: datetime, by: UUID | None) -> PersonChange:
    """Undo a join: what it moved goes back, as far as it still lies there. Raises NothingToSplit."""
    joined = session.get(PersonChange, change_id)
    if joined is None or joined.kind is not PersonChangeKind.MERGED or joined.other_id is None:
        raise NothingToSplit(change=change_id)
    part = persons.get(session, joined.other_id)
    if part.merged_into != joined.person_id or _was_undone(session, change_id):
        raise NothingToSplit(change=change_id)
    change = PersonChange(
        person_id=joined.person_id, other_id=part.id, kind=PersonChangeKind.SPLIT, at=now, by=by, undoes=change_id
    )
    part.merged_into = None
    keep = persons.get(session, joined.person_id)
    _empty(keep, part, joined.before)
    session.add_all([change, part, keep])
    session.flush()
    for move in reversed(_moves(session, change_id)):
        _move(session, change, _place(move.place), [move.row_id], move.to_id, move.from_id)
    _forget_own_name(session, part)
    return _done(session, change)


def move_items(
    session: Session, from_id: UUID, to_id: UUID, rows: Iterable[UUID], *, now: datetime, by: UUID | None
) -> PersonChange:
    """Move chosen rows (consent events, appearances, templates, links …) from one person to another.

    The events of one consent stay together: choosing one moves all. Raises SamePerson, PersonUnknown or AlreadyMerged.
    """
    if from_id == to_id:
        raise SamePerson(person=from_id)
    persons.living(session, from_id)
    persons.living(session, to_id)
    change = PersonChange(person_id=from_id, other_id=to_id, kind=PersonChangeKind.MOVED, at=now, by=by)
    session.add(change)
    session.flush()
    chosen = _with_their_consents(session, from_id, set(rows)) - _doubled(session, from_id, to_id)
    for place in places():
        there = [row for row in _rows_of(session, place, from_id) if row in chosen]
        _move(session, change, place, there, from_id, to_id)
    return _done(session, change)


def moved_rows(session: Session, change_id: UUID) -> int:
    """Return how many rows a change moved."""
    return len(_moves(session, change_id))


def changes_of(session: Session, person_id: UUID) -> list[PersonChange]:
    """Return what changed about who a person is, newest first."""
    about = sa.or_(col(PersonChange.person_id) == person_id, col(PersonChange.other_id) == person_id)
    return list(session.exec(select(PersonChange).where(about).order_by(col(PersonChange.at).desc())))


def parts_of(session: Session, person_id: UUID) -> list[UUID]:
    """Return a person and everyone who was joined into them, directly or through another."""
    found, waiting = [person_id], [person_id]
    while waiting:
        query = select(Person.id).where(col(Person.merged_into).in_(waiting))
        waiting = [part for part in session.exec(query) if part not in found]
        found += waiting
    return found


def places() -> Iterator[Place]:
    """Yield every column that ties a row to a person, in all stages that are loaded."""
    person = SQLModel.metadata.tables["person"]
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is person for key in column.foreign_keys):
                yield table, column
    copy = SQLModel.metadata.tables["copy"]
    yield copy, copy.c.person_id


def _both(session: Session, keep_id: UUID, part_id: UUID) -> tuple[Person, Person]:
    if keep_id == part_id:
        raise SamePerson(person=keep_id)
    pair = {keep_id, part_id}
    tied = select(Guardianship).where(col(Guardianship.minor_id).in_(pair), col(Guardianship.guardian_id).in_(pair))
    if session.exec(tied).first() is not None:
        raise OwnGuardian(person=keep_id)
    return persons.living(session, keep_id), persons.living(session, part_id)


def _fill(keep: Person, part: Person) -> dict[str, Any]:
    """Fill what `keep` lacks from `part`; return what stood there before, by column, as JSON."""
    before: dict[str, Any] = {}
    for name in _FILLED:
        if getattr(keep, name) is None and getattr(part, name) is not None:
            before[name] = None
            setattr(keep, name, getattr(part, name))
    if _WEIGHT.get(part.kind, 0) > _WEIGHT.get(keep.kind, 0):
        before["kind"] = keep.kind.value
        keep.kind = part.kind
    return before


def _empty(keep: Person, part: Person, before: dict[str, Any]) -> None:
    """Take back what a join filled in, unless somebody changed it since."""
    for name, value in before.items():
        if getattr(keep, name) == getattr(part, name):
            setattr(keep, name, PersonKind(value) if name == "kind" else value)


def _settle_appearances(session: Session, change: PersonChange, keep_id: UUID, part_id: UUID) -> set[UUID]:
    """Of two rows on one face the later decision goes with `keep`, a mere suggestion gives way; return what stays."""
    staying: set[UUID] = set()
    ours = {_spot(row): row for row in _appearances(session, keep_id)}
    for theirs in _appearances(session, part_id):
        mine = ours.get(_spot(theirs))
        if mine is None:
            continue
        if Origin.SUGGESTED in (mine.origin, theirs.origin):
            session.delete(mine if mine.origin is Origin.SUGGESTED else theirs)
        elif mine.at < theirs.at:
            staying.add(mine.id)
            _move(session, change, _place("appearance.person_id"), [mine.id], keep_id, part_id)
        else:
            staying.add(theirs.id)
    session.flush()
    return staying


def _appearances(session: Session, person_id: UUID) -> Sequence[Appearance]:
    return session.exec(select(Appearance).where(Appearance.person_id == person_id)).all()


def _spot(row: Appearance) -> tuple[UUID, UUID | None]:
    return row.photo_id, row.face_id


def _rows_of(session: Session, place: Place, person_id: UUID) -> list[UUID]:
    table, column = place
    query = sa.select(_key(place)).where(column == person_id)
    if table.name == Copy.__tablename__:
        query = query.where(table.c.kind == CopyKind.TEMPLATE)
    return [row[0] for row in session.connection().execute(query)]


def _key(place: Place) -> "sa.Column[Any]":
    """Return the column that tells one person's rows of a table apart: of its key what is not the person."""
    table, column = place
    return next((key for key in table.primary_key.columns if key is not column), column)


def _doubled(session: Session, from_id: UUID, to_id: UUID) -> set[UUID]:
    """Return the appearances that may not follow: the other person has one on the same face."""
    theirs = {_spot(row) for row in _appearances(session, to_id)}
    return {row.id for row in _appearances(session, from_id) if _spot(row) in theirs}


def _move(
    session: Session, change: PersonChange, place: Place, rows: Iterable[UUID], from_id: UUID, to_id: UUID
) -> None:
    table, column = place
    key = _key(place)
    for row in rows:
        turned = sa.update(table).where(key == row, column == from_id).values({column.name: to_id})
        try:
            with session.begin_nested():
                done = session.connection().execute(turned)
        except IntegrityError:
            continue  # a row of the same kind lies there already: this one stays, nothing is lost
        if done.rowcount:
            where = f"{table.name}.{column.name}"
            now = to_id if key is column else row  # where the person is the key, the row bears the other key now
            session.add(
                PersonMove(id=new_id(), change_id=change.id, place=where, row_id=now, from_id=from_id, to_id=to_id)
            )
    session.flush()
    session.expire_all()


def _done(session: Session, change: PersonChange) -> PersonChange:
    gallery.raise_version(session)
    comparisons.look_again(session, [side for side in (change.person_id, change.other_id) if side is not None])
    session.refresh(change)
    return change


def _moves(session: Session, change_id: UUID) -> list[PersonMove]:
    return list(session.exec(select(PersonMove).where(PersonMove.change_id == change_id)))


def _place(name: str) -> Place:
    table, _, column = name.partition(".")
    found = SQLModel.metadata.tables[table]
    return found, found.columns[column]


def _was_undone(session: Session, change_id: UUID) -> bool:
    return session.exec(select(PersonChange.id).where(PersonChange.undoes == change_id)).first() is not None


def _with_their_consents(session: Session, person_id: UUID, rows: set[UUID]) -> set[UUID]:
    table = SQLModel.metadata.tables["consent_event"]
    theirs = sa.select(table.c.id, table.c.consent_id).where(table.c.person_id == person_id)
    found = session.connection().execute(theirs).all()
    consents = {consent for row, consent in found if row in rows}
    templates = SQLModel.metadata.tables["recognition_template"]
    copies = sa.select(templates.c.copy_id).where(templates.c.id.in_(rows))
    moving = {row for row, consent in found if consent in consents}
    return rows | moving | {row[0] for row in session.connection().execute(copies)}


def _forget_own_name(session: Session, part: Person) -> None:
    """Drop the note of the name a person bears again."""
    table = SQLModel.metadata.tables["person_name"]
    own = sa.and_(table.c.person_id == part.id, table.c.search_name == fold(part.display_name))
    session.connection().execute(sa.delete(table).where(own))
