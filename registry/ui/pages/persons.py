"""The consent register: find or add a person, record what they said, let them be recognised, take it back."""

from uuid import UUID

import streamlit as st

from registry.consent.persons import NewPerson
from registry.consent.records import Person
from registry.consent.states import PersonKind
from registry.ui import markup
from registry.ui.addresses import id_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import person
from registry.ui.views.persons import KIND_NAMES
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


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


def _found(visit: Visit, text: str) -> None:
    persons = visit.registry.consent.find_persons(visit.actor, text)
    if text and not persons:
        st.info(visit.say("Nobody with that name. Add the person below."))
    for found in persons:
        _line(visit, found)


def _line(visit: Visit, found: Person) -> None:
    with st.container(border=True):
        words, button = st.columns([3, 1], vertical_alignment="center")
        words.markdown(f"**{plain(found.display_name)}**  \n{plain(visit.say(KIND_NAMES[found.kind]))}")
        button.html(markup.button(visit.say("Open"), address_of(found.id), about=found.display_name))


def address_of(person_id: UUID) -> str:
    """Return the address of a person's page."""
    return f"/personen?persoon={person_id}"


def _form(visit: Visit) -> None:
    with st.form("new_person"):
        name = st.text_input(visit.say("Name"), key="person_name", max_chars=200)
        kind = st.selectbox(
            visit.say("Who is it?"), list(PersonKind), key="person_kind",
            format_func=lambda chosen: visit.say(KIND_NAMES[chosen]),
        )  # fmt: skip
        email = st.text_input(visit.say("E-mail address (not needed)"), key="person_email")
        birth = st.date_input(
            visit.say("Birth date (needed for children)"), value=None, key="person_birth", format="DD/MM/YYYY",
            min_value="1900-01-01", max_value="today",
        )  # fmt: skip
        if st.form_submit_button(visit.say("Add the person"), type="primary", key="person_add"):
            with faults_here(visit):
                new = NewPerson(
                    display_name=name, kind=kind or PersonKind.ADULT, email=email.strip() or None, birth_date=birth
                )
                added = visit.registry.consent.add_person(visit.actor, new)
                leave_note(visit.say("The person is added."))
                st.query_params["persoon"] = str(added.id)
                st.rerun()
