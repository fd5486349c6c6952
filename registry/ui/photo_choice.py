"""Choosing photos of an event by what they show: a thumbnail with its light and a box to tick, page by page."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from registry.api.links import PictureKind
from registry.intake.records import Event
from registry.ui import markup
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.views.photos import PhotoCard, cards
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

ACROSS = 3


def choose(visit: Visit, event: Event, label: str, key: str) -> Mapping[UUID, str]:
    """Return the photos ticked, in the order of ticking: the reference by the id, also of pages turned away from."""
    chosen: dict[UUID, str] = st.session_state.setdefault(key, {}).setdefault(event.id, {})
    total = visit.registry.intake.photo_count(visit.actor, event.id)
    counted = st.empty()
    if not total:
        st.caption(visit.say("This event has no photos yet."))
    shown = cards(visit.registry, visit.actor, visit.tr, event.id, _page(visit, total, key) - 1)
    for first in range(0, len(shown), ACROSS):
        for column, card in zip(st.columns(ACROSS), shown[first : first + ACROSS], strict=False):
            with column:
                _card(visit, card, key, chosen)
    count = visit.say("{n} chosen", n=len(chosen))
    counted.markdown(f"**{plain(label)}** · {count}")
    return chosen


def forget(key: str) -> None:
    """Drop what was ticked: it is used."""
    st.session_state.pop(key, None)


def _page(visit: Visit, total: int, key: str) -> int:
    pages = -(-total // PAGE_SIZE)
    if pages <= 1:
        return 1
    return int(st.number_input(visit.say("Page"), min_value=1, max_value=pages, key=f"{key}_page"))


def _card(visit: Visit, card: PhotoCard, key: str, chosen: dict[UUID, str]) -> None:
    if not card.can_be_shown:
        st.html(markup.missing(card.verdict.words))
        chosen.pop(card.photo_id, None)
        return
    about = visit.say("Photo {reference}", reference=card.reference)
    st.html(markup.thumbnail(visit.picture(PictureKind.THUMBNAIL, card.photo_id), about))
    st.html(markup.light(card.verdict.light, card.verdict.words))
    if st.checkbox(about, value=card.photo_id in chosen, key=f"{key}-{card.photo_id}"):
        chosen[card.photo_id] = card.reference
    else:
        chosen.pop(card.photo_id, None)
