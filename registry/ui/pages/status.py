"""How far a request is: for the citizen who holds its secret link."""

import streamlit as st

from registry.removal.views import StatusView
from registry.ui import markup
from registry.ui.feedback import faults_here
from registry.ui.pages.removal_form import confirm_contact
from registry.ui.views.requests import citizen_steps
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the request whose link was opened; without one, say where to find the link."""
    st.title(visit.say("My request"))
    if not visit.request_token:
        st.write(
            visit.say("Open the link in your receipt or in our e-mail. You then see here how far your request is.")
        )
        st.html(markup.button(visit.say("Have my photo removed"), "/verwijderen", main=True))
        return
    with faults_here(visit):
        _request(visit, visit.registry.removal.status(visit.request_token))


def _request(visit: Visit, view: StatusView) -> None:
    st.html(markup.receipt(view.reference))
    days = {"received": visit.day(view.received_at), "due": visit.day(view.due_on)}
    st.html(markup.steps((when, visit.say(text, **days)) for text, when in citizen_steps(view.state)))
    if view.has_contact and not view.contact_verified:
        confirm_contact(visit, visit.request_token)
