"""The start page: two clear choices for a citizen, what is due for an officer, the next step for a photographer."""

import streamlit as st

from registry.access.permissions import Permission
from registry.ui import markup
from registry.ui.pages import first_start, today
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the start page of the visitor's role."""
    if visit.account is None:
        _citizen(visit)
    elif visit.may(Permission.VIEW_REQUESTS):
        today.show(visit)
    else:
        _photographer(visit)


def _citizen(visit: Visit) -> None:
    if visit.registry.access.needs_first_officer():
        first_start.show(visit)
        return
    place = visit.registry.settings.municipality
    st.title(visit.say("Are you in a photo of {place}?", place=place))
    st.write(visit.say("You do not want that photo to be used? Then we take it away. You need no account."))
    st.html(markup.button(visit.say("Have my photo removed"), "/verwijderen", main=True))
    st.write(visit.say("Did you already ask? Then open the link in your receipt, or look here."))
    st.html(markup.button(visit.say("See how far my request is"), "/status"))


def _photographer(visit: Visit) -> None:
    st.title(visit.say("What do you want to do?"))
    st.html(markup.button(visit.say("Add photos of an event"), "/toevoegen", main=True))
    st.html(markup.button(visit.say("See which photos may go out"), "/fotos"))
    st.html(markup.button(visit.say("Make or change an event"), "/evenementen"))
