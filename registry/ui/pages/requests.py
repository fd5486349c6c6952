"""Removal requests: the clock of each, the most urgent first."""

import streamlit as st

from registry.removal.views import RequestView
from registry.ui import markup
from registry.ui.addresses import id_in_address, word_in_address
from registry.ui.deadline import clock
from registry.ui.pages import request
from registry.ui.paging import turn_pages
from registry.ui.views.pages import PAGE_SIZE, page_number
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show one request when the address names it, otherwise all."""
    wanted = id_in_address("verzoek") or word_in_address("verzoek")
    if wanted:
        request.show(visit, wanted)
    else:
        _all(visit)


def _all(visit: Visit) -> None:
    st.title(visit.say("Requests"))
    total = visit.registry.removal.request_count(visit.actor)
    if not total:
        st.info(visit.say("There are no requests."))
    here = page_number(word_in_address("blad"))
    for each in visit.registry.removal.requests(visit.actor, page=here, size=PAGE_SIZE):
        _line(visit, each)
    turn_pages(visit, "/verzoeken", total)


def _line(visit: Visit, each: RequestView) -> None:
    with st.container(border=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        received = visit.say("received on {day}", day=visit.day(each.received_at))
        words.markdown(f"**{plain(each.reference)}** · {plain(received)}")
        words.html(clock(visit, each))
        button.html(markup.button(visit.say("Open"), f"/verzoeken?verzoek={each.reference}", about=each.reference))
