"""The grid of an event's photos: one card a photo, with its light and its reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from registry.access.permissions import Actor
from registry.bootstrap import Registry
from registry.charter.verdict import Outcome, Reason
from registry.intake.records import Photo
from registry.locale import N_, Translate
from registry.publication.outcomes import NotPublished, PublicationOutcome, Published
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.views.verdicts import VerdictView, verdict_view


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoCard:
    """What the grid shows of one photo; `width` and `height` are px of the upright original."""

    photo_id: UUID
    reference: str
    can_be_shown: bool
    width: int
    height: int
    verdict: VerdictView


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedCount:
    """What came of publishing an event's cleared photos."""

    new: int
    before: int
    held_back: int
    failed: int

    @property
    def text(self) -> str:
        """The sentence about it, a message id with the four numbers."""
        return N_(
            "Published now: {new}. Published before: {before}. May not go out: {held_back}. "
            "Not taken by the channel: {failed}."
        )

    def words(self, tr: Translate) -> str:
        """Return the sentence with its numbers."""
        return tr(self.text).format(new=self.new, before=self.before, held_back=self.held_back, failed=self.failed)


def cards(registry: Registry, actor: Actor, tr: Translate, event_id: UUID, page: int) -> list[PhotoCard]:
    """Return the cards of one page of an event's photos. Raises Forbidden."""
    photos = registry.intake.photos(actor, event_id, page=page, size=PAGE_SIZE)
    judged = registry.review.judgements(actor, [photo.id for photo in photos])
    return [card(tr, photo, judged) for photo in photos]


def card(tr: Translate, photo: Photo, judged: Mapping[UUID, tuple[Outcome, tuple[Reason, ...]]]) -> PhotoCard:
    """Return the card of one photo; `judged` holds the current judgements there are."""
    outcome, reasons = judged.get(photo.id, (None, ()))
    return PhotoCard(
        photo_id=photo.id,
        reference=photo.reference,
        can_be_shown=photo.state.may_be_shown,
        width=photo.width,
        height=photo.height,
        verdict=verdict_view(tr, photo.state, outcome, reasons),
    )


def count(outcomes: Iterable[PublicationOutcome]) -> PublishedCount:
    """Return how many photos were published, stood there before, were held back, or failed."""
    given = list(outcomes)
    published = [outcome for outcome in given if isinstance(outcome, Published)]
    new = sum(outcome.is_new for outcome in published)
    held_back = sum(isinstance(outcome, NotPublished) for outcome in given)
    return PublishedCount(
        new=new,
        before=len(published) - new,
        held_back=held_back,
        failed=len(given) - len(published) - held_back,
    )
