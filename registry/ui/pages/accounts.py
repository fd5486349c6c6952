"""Accounts: who may sign in, add one, close one."""

import streamlit as st

from registry.access.permissions import Role
from registry.access.service import Account
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.accounts import ROLE_NAMES
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """List the accounts, each with its button; below them the form for a new one."""
    st.title(visit.say("Accounts"))
    for user in visit.registry.access.users(visit.actor):
        _line(visit, user)
    if visit.registry.access.takes_passwords:
        st.subheader(visit.say("Add an account"))
        _form(visit)
    st.html(markup.button(visit.say("Photo analysis"), "/beeldanalyse"))


def _line(visit: Visit, user: Account) -> None:
    with st.container(border=True):
        words, button = st.columns([3, 1], vertical_alignment="center")
        role = visit.say(ROLE_NAMES[user.role])
        of_work = visit.say("work account")
        kind = f"{role} · {of_work}" if user.is_work_account else role
        words.markdown(f"**{plain(user.display_name)}** · {plain(user.login)}  \n{kind}")
        if not user.active:
            button.write(visit.say("Closed"))
            return
        if button.button(visit.say("Close"), key=f"close-{user.id}"):
            with faults_here(visit):
                visit.registry.access.deactivate(visit.actor, user.id)
                leave_note(visit.say("The account is closed."))
                st.rerun()


def _form(visit: Visit) -> None:
    with st.form("new_account", clear_on_submit=False):
        name = st.text_input(visit.say("Name"), key="account_name")
        login = st.text_input(visit.say("Login name"), key="account_login")
        role = st.selectbox(
            visit.say("Role"), [Role.PHOTOGRAPHER, Role.OFFICER], key="account_role",
            format_func=lambda chosen: visit.say(ROLE_NAMES[chosen]),
        )  # fmt: skip
        password = st.text_input(visit.say("Password for the first time"), type="password", key="account_password")
        if st.form_submit_button(visit.say("Add the account"), type="primary", key="account_add"):
            with faults_here(visit):
                visit.registry.access.add_user(
                    visit.actor, login=login, display_name=name, role=role, password=password
                )
                leave_note(visit.say("The account is made."))
                st.rerun()
