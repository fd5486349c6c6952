"""The grid of an event's photos: one card a photo, with its light and its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from registry.access.permissions import Actor
from registry.bootstrap import Registry
from registry.charter.verdict import Outcome, Reason
from registry.intake.records import Photo
from registry.locale import N_, Translate
from registry.ui.views.light import Light
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.views.verdicts import VerdictView, light_shown, verdict_view


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoCard:
    """What the grid shows of one photo; `width` and `height` are px of the upright original."""

    photo_id: UUID
    reference: str
    can_be_shown: bool
    width: int
    height: int
    verdict: VerdictView


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


LIGHT_NAMES = MappingProxyType(
    {
        Light.GREEN: N_("may go out"),
        Light.ORANGE: N_("something is missing"),
        Light.RED: N_("may not go out"),
        Light.GREY: N_("not known yet"),
    }
)


def light_of(word: str) -> Light | None:
    """Return the light an address asks for; None, all of them, for anything else."""
    return next((light for light in Light if light.value == word), None)


def cards_of(registry: Registry, actor: Actor, tr: Translate, photo_ids: Sequence[UUID]) -> list[PhotoCard]:
    """Return the cards of these photos. Raises Forbidden, PhotoUnknown."""
    judged = registry.review.judgements(actor, photo_ids)
    return [card(tr, registry.intake.photo(actor, photo_id), judged) for photo_id in photo_ids]


def by_light(registry: Registry, actor: Actor, event_id: UUID) -> Mapping[Light, list[UUID]]:
    """Return an event's photos under the light each has now, in the order they came in. Raises Forbidden."""
    lit: dict[Light, list[UUID]] = {light: [] for light in Light}
    for photo_id, state, outcome in registry.review.outcomes(actor, event_id):
        lit[light_shown(state, outcome)].append(photo_id)
    return lit
