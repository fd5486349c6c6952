"""A page the visitor's role does not open: sign in first, or go back."""

from typing import Final

import streamlit as st

from registry.locale import N_
from registry.ui.pages import sign_in
from registry.ui.visit import Visit

TITLE: Final = N_("This page is not for your account")


def show(visit: Visit) -> None:
    """Offer the sign-in form to a guest; tell the others that this page is not theirs."""
    if visit.account is None:
        sign_in.show(visit)
        return
    st.header(visit.say(TITLE))
    st.write(visit.say("Choose a page in the menu above. Ask the communication officer if you need this one."))
