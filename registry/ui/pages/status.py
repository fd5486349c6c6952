"""How far a request is: for the citizen who holds its secret link."""

import streamlit as st

from registry.removal.service import StatusView
from registry.ui import markup
from registry.ui.feedback import faults_here
from registry.ui.pages.removal_form import confirm_contact
from registry.ui.views.status import lines
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the request whose link was opened; without one, say where to find the link."""
    st.title(visit.say("My request"))
    if not visit.request_token:
        st.write(
            visit.say("Open the link in your receipt or in our e-mail. You then see here how far your request is.")
        )
        st.link_button(visit.say("Have my photo removed"), "/verwijderen", type="primary")
        return
    with faults_here(visit):
        _request(visit, visit.registry.removal.status(visit.request_token))


def _request(visit: Visit, view: StatusView) -> None:
    st.html(markup.receipt(view.reference))
    st.html(markup.steps(lines(visit.say, visit.day, view)))
    if not view.contact_verified:
        confirm_contact(visit, visit.request_token)
