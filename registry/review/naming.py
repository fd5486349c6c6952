"""Who is named in a text: asked of the database for one text, of an index in memory for very many."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.consent.names import fold, named_in
from registry.consent.records import Person
from registry.consent.register_records import PersonName

Namer = Callable[[str], Collection[UUID]]
"""Returns the persons whose whole name, or a name they had before, stands in a text."""

Names: TypeAlias = "sa.Select[UUID, str]"
"""A query for persons and one folded name of theirs."""


def by_query(session: Session) -> Namer:
    """Return a namer that asks the database each time: best for a few texts."""

    def named(text: str) -> Collection[UUID]:
        folded = fold(text)
        rows = session.execute(sa.union_all(*_holding(sa.literal(f" {folded} "))))
        return {person for person, name in rows if named_in(folded, name)}

    return named


def by_index(session: Session) -> Namer:
    """Return a namer that has read every name once: best for very many texts."""
    index: dict[str, list[tuple[str, UUID]]] = defaultdict(list)
    for person, name in session.execute(sa.union_all(*_names())):
        index[name.partition(" ")[0]].append((name, person))

    def named(text: str) -> Collection[UUID]:
        folded = fold(text)
        starting = (entry for word in set(folded.split()) for entry in index.get(word, ()))
        return {person for name, person in starting if named_in(folded, name)}

    return named


def _names() -> "tuple[Names, Names]":
    """Return the queries for everyone's names, those they had before too; who was merged away has none."""
    live = col(Person.merged_into).is_(None)
    earlier = sa.select(col(PersonName.person_id), col(PersonName.search_name))
    return (
        sa.select(col(Person.id), col(Person.search_name)).where(live),
        earlier.join(Person, col(Person.id) == col(PersonName.person_id)).where(live),
    )


def _holding(padded: "sa.BindParameter[str]") -> "Iterable[Names]":
    """Return the same queries for the names that stand whole in a padded text."""
    for query, name in zip(_names(), (Person.search_name, PersonName.search_name), strict=True):
        yield query.where(padded.like(sa.literal("% ").concat(col(name)).concat(sa.literal(" %"))))
