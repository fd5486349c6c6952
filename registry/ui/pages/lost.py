"""An address where there is no page: say so in the visitor's language, and where to go on."""

from typing import Final

import streamlit as st

from registry.locale import N_
from registry.ui import markup
from registry.ui.visit import Visit

TITLE: Final = N_("There is no page at this address")


def show(visit: Visit) -> None:
    """Say that the address leads nowhere, and offer the start page; a guest also what most come for."""
    st.header(visit.say(TITLE))
    st.write(visit.say("Perhaps a letter of the address is wrong, or the page was there before."))
    st.html(markup.button(visit.say("To the start page"), "/", main=True))
    if visit.account is None:
        st.html(markup.button(visit.say("Have my photo removed"), "/verwijderen"))
