"""An event's photos: a traffic light and the reason for each, and publishing what may go out."""

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.intake.records import Event
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import events, photo
from registry.ui.paging import turn_pages
from registry.ui.views.pages import page_number
from registry.ui.views.photos import PhotoCard, cards, count
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
    total = visit.registry.intake.photo_count(visit.actor, event.id)
    if not total:
        st.info(visit.say("This event has no photos yet."))
        st.html(markup.button(visit.say("Add photos"), f"/toevoegen?evenement={event.id}", main=True))
        return
    if visit.may(Permission.PUBLISH):
        _publish(visit, event)
    _grid(visit, cards(visit.registry, visit.actor, visit.tr, event.id, page_number(word_in_address("blad"))))
    turn_pages(visit, f"/fotos?evenement={event.id}", total)


def _publish(visit: Visit, event: Event) -> None:
    channels = visit.registry.publication.channels(visit.actor)
    with st.expander(visit.say("Publish what may go out"), icon=":material/publish:"):
        channel = st.selectbox(
            visit.say("Where?"), channels, key="channel", format_func=lambda each: visit.say(each.title)
        )
        if channel and st.button(visit.say("Publish all green photos"), type="primary", key="publish"):
            with faults_here(visit), st.spinner(visit.say("Publishing…")):
                outcomes = visit.registry.publication.publish_cleared(visit.actor, event.id, channel.name)
                leave_note(count(outcomes.values()).words(visit.tr))
                st.rerun()


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
    st.html(markup.button(card.reference, f"/fotos?foto={card.reference}"))
