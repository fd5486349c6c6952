"""Sign in: a plain HTML form, so that the browser's password keeper works and the cookie is HttpOnly."""

import html
from urllib.parse import urlsplit

import streamlit as st

from registry.access.errors import SignInRefused
from registry.api.errors import NotFromOurPage
from registry.errors import RegistryError
from registry.ui.pages import first_start
from registry.ui.visit import Visit

FAULTS: dict[str, type[RegistryError]] = {error.code: error for error in (SignInRefused, NotFromOurPage)}


def show(visit: Visit) -> None:
    """Show the form, with the last refusal beside it; before the first account exists, ask for that instead."""
    if visit.registry.access.needs_first_officer():
        first_start.show(visit)
        return
    st.header(visit.say("Sign in"))
    st.write(visit.say("For staff and photographers. To have a photo removed you need no account."))
    st.html(_form(visit, _onward(), _fault(visit)))


def _onward() -> str:
    given = st.query_params.get("verder", "")
    path = urlsplit(st.context.url or "").path
    return given or ("/" if path.endswith("/aanmelden") else path)


def _fault(visit: Visit) -> str:
    error = FAULTS.get(st.query_params.get("fout", ""))
    return f'<p class="r-fault" role="alert">{html.escape(visit.fault(error()))}</p>' if error else ""


def _form(visit: Visit, onward: str, fault: str) -> str:
    user, password, go = (html.escape(visit.say(text)) for text in ("Login name", "Password", "Sign in"))
    return (
        '<form class="r-form" method="post" action="/api/sign-in" style="max-width:26rem">'
        f'<input type="hidden" name="csrf" value="{visit.csrf}">'
        f'<input type="hidden" name="onward" value="{html.escape(onward)}">'
        f'<label for="r-user">{user}</label>'
        '<input id="r-user" name="user" autocomplete="username" autocapitalize="none" required>'
        f'<label for="r-secret">{password}</label>{fault}'
        '<input id="r-secret" name="secret" type="password" autocomplete="current-password" required>'
        f'<button class="r-button" type="submit">{go}</button></form>'
    )
