"""The words a photo goes out with: judged with it, kept with the published copy, erased with the photo."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.charter.facts import Text, TextPlace
from registry.publication.records import PublishedWords


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What is shown below a photo, and what is read aloud in its place; "" for none.

    `domain` is the policy domain of the post (article 3b), None where nobody said; `decided` are names of the charter's
    rules whose question an officer answered for this post, with a reason.
    """

    caption: str = ""
    alt_text: str = ""
    domain: str | None = None
    decided: frozenset[str] = frozenset()

    @property
    def texts(self) -> tuple[Text, ...]:
        """The words as the charter's rules read them."""
        said = {TextPlace.CAPTION: self.caption, TextPlace.ALT_TEXT: self.alt_text}
        return tuple(Text(place=place, words=words) for place, words in said.items() if words.strip())


NO_WORDS = Words()
"""Nothing is shown or read aloud."""


def keep(session: Session, copy_id: UUID, photo_id: UUID, words: Words) -> None:
    """Keep the words that a copy is planned with, so that they are judged again whenever the copy is."""
    if words != NO_WORDS:
        session.add(
            PublishedWords(
                copy_id=copy_id,
                photo_id=photo_id,
                caption=words.caption,
                alt_text=words.alt_text,
                domain=words.domain,
                decided=sorted(words.decided),
            )
        )
        session.flush()


def of_copy(session: Session, copy_id: UUID) -> Words:
    """Return the words a published copy stands with."""
    kept = session.get(PublishedWords, copy_id)
    if kept is None:
        return NO_WORDS
    return Words(
        caption=kept.caption, alt_text=kept.alt_text, domain=kept.domain, decided=frozenset(kept.decided or ())
    )


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove the words that a photo went out with."""
    session.execute(sa.delete(PublishedWords).where(col(PublishedWords.photo_id) == photo_id))
