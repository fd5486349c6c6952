"""The consent register: find or add a person, and the ways to lists, doubles and what is coming."""

import streamlit as st

from registry.consent.persons import NewPerson
from registry.consent.records import Person
from registry.locale import N_
from registry.ui import markup
from registry.ui.addresses import address_of_person, id_in_address
from registry.ui.feedback import leave_note
from registry.ui.pages import person, person_form
from registry.ui.pages.identity import fresh_id
from registry.ui.views.persons import kind_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_WAYS = (
    (N_("What is coming"), "/overzicht"),
    (N_("In the register twice?"), "/dubbels"),
    (N_("Lists in and out"), "/lijsten"),
)
_NEW = "new_person_id"
_ASKED = "new_person_asked"


def show(visit: Visit) -> None:
    """Show one person when the address names them; otherwise search and add."""
    wanted = id_in_address("persoon")
    if wanted:
        person.show(visit, wanted)
        return
    st.title(visit.say("Persons"))
    text = st.text_input(visit.say("Search by name"), key="person_search", icon=":material/search:")
    _found(visit, text.strip())
    with st.expander(visit.say("New person"), icon=":material/person_add:"):
        _form(visit)
    with st.container(horizontal=True):
        for words, address in _WAYS:
            st.html(markup.button(visit.say(words), address), width="content")


def _found(visit: Visit, text: str) -> None:
    persons = visit.registry.consent.find_persons(visit.actor, text)
    if text and not persons:
        st.info(visit.say("Nobody with that name. Add the person below."))
    for found in persons:
        _line(visit, found)


def _line(visit: Visit, found: Person) -> None:
    with st.container(border=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        kind = kind_title(found, visit.registry.charter, visit.today())
        words.markdown(f"**{plain(found.display_name)}**  \n{plain(visit.say(kind))}")
        button.html(markup.button(visit.say("Open"), address_of_person(found.id), about=found.display_name))


def _form(visit: Visit) -> None:
    def send(new: NewPerson) -> None:
        alike = visit.registry.desk.identities.like(visit.actor, new)
        if alike and st.session_state.get(_ASKED) != new.display_name:
            st.session_state[_ASKED] = new.display_name
            st.warning(visit.say("Is it one of these? If not, press the button again."))
            for found in alike:
                _line(visit, found)
            return
        added = visit.registry.consent.add_person(visit.actor, new)
        for key in (_NEW, _ASKED):
            st.session_state.pop(key, None)
        leave_note(visit.say("The person is added."))
        st.query_params["persoon"] = str(added.id)
        st.rerun()

    person_form.ask(visit, "person", None, visit.say("Add the person"), new_id=fresh_id(_NEW), send=send)
