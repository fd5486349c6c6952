"""Finding persons by name, however it is spelled and in whichever order, among a hundred thousand.

Every word of what is typed is compared once with every different word of the register (there are far fewer words than
names); a name's score is how well its words answer to what was typed. All names are compared: nothing is missed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from registry.consent.names import fold
from registry.consent.records import Person
from registry.consent.register_records import PersonName

_LEAST = 0.62  # below it two names share letters, not a spelling
_LEAST_WORD = 0.6
_PREFIX = 0.97  # the beginning of a word, just below the whole word


@dataclass(frozen=True, kw_only=True, slots=True)
class NameHit:
    """A person whose name (this one) answers to what was typed, 0..1."""

    person_id: UUID
    folded: str
    score: float


def search(session: Session, text: str, *, limit: int) -> list[Person]:
    """Return the persons whose name is most like `text`, best first; "" gives the first by name."""
    wanted = fold(text)
    if not wanted:
        first = (
            select(Person)
            .where(col(Person.merged_into).is_(None), col(Person.search_name) != "")
            .order_by(col(Person.search_name))
        )
        return list(session.exec(first.limit(limit)))
    best = rank(wanted, names_of(session), limit=limit)
    chosen = select(Person).where(col(Person.id).in_([hit.person_id for hit in best]))
    found = {person.id: person for person in session.exec(chosen)}
    return [found[hit.person_id] for hit in best]


def names_of(session: Session) -> list[tuple[str, str]]:
    """Return every (person id as text, folded name) of persons that were not joined with another."""
    key = sa.type_coerce(col(Person.id), sa.String) if _is_sqlite(session) else sa.cast(col(Person.id), sa.String)
    live = col(Person.merged_into).is_(None)
    current = sa.select(key, col(Person.search_name)).where(live)
    earlier = sa.select(key, col(PersonName.search_name)).join(PersonName, col(PersonName.person_id) == col(Person.id))
    connection = session.connection()
    return [(row[0], row[1]) for query in (current, earlier.where(live)) for row in connection.execute(query)]


def rank(wanted: str, names: Sequence[tuple[str, str]], *, limit: int) -> list[NameHit]:
    """Return the best hit of each person for a folded text, best first, at most `limit`."""
    scores = _scores(wanted, [name for _, name in names])
    best: dict[UUID, NameHit] = {}
    for place in np.flatnonzero(scores >= _LEAST).tolist():
        person_id = UUID(names[place][0])
        hit = NameHit(person_id=person_id, folded=names[place][1], score=float(scores[place]))
        if person_id not in best or best[person_id].score < hit.score:
            best[person_id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.folded))[:limit]


def _scores(wanted: str, names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    by_words = _by_words(wanted.split(), names)
    joined = wanted.replace(" ", "")
    whole = process.cdist([joined], [name.replace(" ", "") for name in names], scorer=fuzz.ratio, dtype=np.uint8)
    as_whole = whole[0].astype(np.float32) / 100 - 0.05  # the same words in another form come second
    return np.maximum(by_words, as_whole) if len(names) else np.empty(0, dtype=np.float32)


def _by_words(typed: Sequence[str], names: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return for each name the mean over the typed words of its best word, less a little for words nobody typed."""
    words = sorted({word for name in names for word in name.split()})
    answers = [_answering(word, words) for word in typed]
    return np.fromiter((_mean(answers, name.split()) for name in names), dtype=np.float32, count=len(names))


def _answering(word: str, words: Sequence[str]) -> Mapping[str, float]:
    if not words:
        return {}
    likes = process.cdist([word], words, scorer=fuzz.ratio, dtype=np.uint8)[0] / 100
    found = {words[place]: float(likes[place]) for place in np.flatnonzero(likes >= _LEAST_WORD).tolist()}
    longer = (other for other in words if other.startswith(word))
    return found | {other: max(_PREFIX, found.get(other, 0)) for other in longer}


def _mean(answers: Sequence[Mapping[str, float]], words: Iterable[str]) -> float:
    listed = list(words)
    total = 0.0
    for answer in answers:
        best = 0.0
        for word in listed:
            found = answer.get(word, 0.0)
            best = max(best, found)
        if not best:
            return 0.0
        total += best
    return total / len(answers) - 0.01 * max(0, len(listed) - len(answers))


def _is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"
