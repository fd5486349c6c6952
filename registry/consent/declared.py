"""Names that somebody wrote with a photo, tied to the register: offered to a person, never decided by themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import Session

from registry.consent.figures import RecognitionFigures
from registry.consent.names import fold, sorted_words
from registry.consent.searching import NameHit, names_of, rank

_WHOLE_NAME = 2  # words: a first name alone fits too many


def persons_named(session: Session, names: Collection[str], figures: RecognitionFigures) -> Mapping[str, list[UUID]]:
    """Return for each name the persons it may mean, best first, however it is spelled and in whichever order.

    The register is read once. Persons who have exactly the name leave no room for those who only nearly do.
    """
    if not names:
        return {}
    known = names_of(session)
    most = int(figures.names_candidates)
    return {
        name: [hit.person_id for hit in fitting(fold(name), rank(fold(name), known, limit=4 * most), figures)][:most]
        for name in names
        if fold(name)
    }


def fitting(wanted: str, hits: Collection[NameHit], figures: RecognitionFigures) -> list[NameHit]:
    """Return the hits a folded name can mean. Pure.

    A single word fits only who is known by exactly that word, such as a nickname.
    """
    exact = [hit for hit in hits if sorted_words(hit.folded) == sorted_words(wanted)]
    if exact or len(wanted.split()) < _WHOLE_NAME:
        return exact
    return [hit for hit in hits if hit.score >= figures.names_alike and len(hit.folded.split()) >= _WHOLE_NAME]
