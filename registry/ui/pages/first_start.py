"""The very first visit: make the communication officer's account."""

import streamlit as st

from registry.access.permissions import Role
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Ask for the first officer's account; once there is one, say so."""
    if not visit.registry.access.needs_first_officer():
        st.header(visit.say("The registry is ready"))
        st.html(markup.button(visit.say("Sign in"), "/aanmelden", main=True))
        return
    st.header(visit.say("Welcome: make the first account"))
    st.write(
        visit.say(
            "This registry has no accounts yet. Make one for the communication officer. "
            "That person decides about photos and requests, and can add other accounts."
        )
    )
    _form(visit)


def _form(visit: Visit) -> None:
    with st.form("first_start"):
        name = st.text_input(visit.say("Your name"), key="first_name", autocomplete="name")
        login = st.text_input(visit.say("Login name"), key="first_login", autocomplete="username")
        password = st.text_input(
            visit.say("Password"), type="password", key="first_password", autocomplete="new-password",
        )  # fmt: skip
        st.caption(visit.say("At least twelve characters. A sentence is easier to remember than a code."))
        again = st.text_input(
            visit.say("The same password again"), type="password", key="first_again", autocomplete="new-password"
        )
        if not st.form_submit_button(visit.say("Make the account"), type="primary", key="first_make"):
            return
        if password != again:
            st.error(visit.say("The two passwords are not the same. Type them again."))
            return
        with faults_here(visit):
            visit.registry.access.add_user(None, login=login, display_name=name, role=Role.OFFICER, password=password)
            onward = markup.button(visit.say("Sign in"), "/aanmelden", main=True)
            leave_note(visit.say("The account is made. You can sign in now."), onward)
            st.rerun()
