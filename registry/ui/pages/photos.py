"""An event's photos: a traffic light and the reason for each, and publishing what may go out."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.intake.records import Event
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.pages import events, photo, sending_out
from registry.ui.paging import turn_pages
from registry.ui.views.light import Light
from registry.ui.views.pages import page_number, page_of
from registry.ui.views.photos import LIGHT_NAMES, PhotoCard, by_light, cards, cards_of, light_of
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

ACROSS = 3


def show(visit: Visit) -> None:
    """Show one photo when the address names it, otherwise an event's grid."""
    reference = word_in_address("foto")
    if reference:
        photo.show(visit, reference)
        return
    st.title(visit.say("Photos"))
    event = events.choose(visit)
    if event is None:
        return
    if not visit.registry.intake.photo_count(visit.actor, event.id):
        st.info(visit.say("This event has no photos yet."))
        st.html(markup.button(visit.say("Add photos"), f"/toevoegen?evenement={event.id}", main=True))
        return
    if visit.may(Permission.PUBLISH):
        sending_out.show(visit, event)
    _filtered(visit, event)


def _filtered(visit: Visit, event: Event) -> None:
    """Let the visitor choose a light; show the photos that have it, page by page."""
    wanted = light_of(word_in_address("licht"))
    lit = by_light(visit.registry, visit.actor, event.id)
    st.html(
        markup.choices(
            visit.say("Show"),
            [
                (_label(visit, light, lit), _address(event, light), light is wanted)
                for light in (None, *Light)
                if light is None or lit[light]
            ],
        )
    )
    chosen = lit[wanted] if wanted else [photo_id for light in Light for photo_id in lit[light]]
    if wanted:
        shown = cards_of(visit.registry, visit.actor, visit.tr, page_of(chosen, word_in_address("blad")))
    else:
        shown = cards(visit.registry, visit.actor, visit.tr, event.id, page_number(word_in_address("blad")))
    _grid(visit, shown)
    turn_pages(visit, _address(event, wanted), len(chosen))


def _label(visit: Visit, light: Light | None, lit: Mapping[Light, Sequence[UUID]]) -> str:
    if light is None:
        return visit.say("All ({n})", n=sum(len(photos) for photos in lit.values()))
    return f"{light.symbol} {visit.say(LIGHT_NAMES[light])} ({len(lit[light])})"


def _address(event: Event, light: Light | None) -> str:
    return f"/fotos?evenement={event.id}" + (f"&licht={light.value}" if light else "")


def _grid(visit: Visit, shown: list[PhotoCard]) -> None:
    for first in range(0, len(shown), ACROSS):
        for column, card in zip(st.columns(ACROSS), shown[first : first + ACROSS], strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(visit, card)


def _card(visit: Visit, card: PhotoCard) -> None:
    if card.can_be_shown:
        address = visit.picture(PictureKind.THUMBNAIL, card.photo_id)
        st.html(markup.thumbnail(address, visit.say("Photo {reference}", reference=card.reference)))
    else:
        st.html(markup.missing(card.verdict.words))
    st.html(markup.light(card.verdict.light, card.verdict.words))
    for reason in card.verdict.reasons[:1]:
        st.markdown(plain(reason))
    if card.verdict.advice:
        st.caption(plain(card.verdict.advice))
    st.html(markup.button(visit.say("Why, and what to do"), f"/fotos?foto={card.reference}", about=card.reference))
