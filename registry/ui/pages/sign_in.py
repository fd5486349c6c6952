"""Sign in: with the work account, or by a plain HTML form, so that the browser's password keeper works."""

import html
from urllib.parse import quote, urlsplit

import streamlit as st

from registry.access.errors import AccountClosed, ProviderRefused, ProviderUnreachable, RoleMissing, SignInRefused
from registry.api.errors import NotFromOurPage
from registry.api.work_account import BEGIN_PATH
from registry.errors import RegistryError
from registry.ui import markup
from registry.ui.addresses import with_query
from registry.ui.pages import first_start
from registry.ui.visit import Visit

AT_THE_FORM = (SignInRefused, NotFromOurPage)
AT_THE_PROVIDER = (ProviderRefused, ProviderUnreachable, RoleMissing, AccountClosed)
FAULTS: dict[str, type[RegistryError]] = {error.code: error for error in (*AT_THE_FORM, *AT_THE_PROVIDER)}


def show(visit: Visit) -> None:
    """Show the ways in, with the last refusal beside its own; before the first account exists, ask for that instead."""
    ways = visit.registry.signing_on
    if visit.registry.access.needs_first_officer():
        if ways:
            st.header(visit.say("Sign in"))
            _work_account(visit, ways.name)
        first_start.show(visit)
        return
    st.header(visit.say("Sign in"))
    st.write(visit.say("For staff and photographers. To have a photo removed you need no account."))
    if ways:
        _work_account(visit, ways.name)
    if visit.registry.access.takes_passwords:
        if ways:
            st.subheader(visit.say("Or with a login name and a password"))
        st.html(_form(visit, _onward(), _fault(visit, AT_THE_FORM)))


def _work_account(visit: Visit, name: str) -> None:
    """Show the button to the identity provider, and why the last try there did not work."""
    words = visit.say("Sign in with {name}").format(name=name) if name else visit.say("Sign in with your work account")
    st.html(_fault(visit, AT_THE_PROVIDER) + markup.button(words, f"{BEGIN_PATH}?verder={quote(_onward())}", main=True))


def _onward() -> str:
    given = st.query_params.get("verder", "")
    path = urlsplit(st.context.url or "").path
    return given or ("/" if path.endswith("/aanmelden") else with_query(path))


def _fault(visit: Visit, of: tuple[type[RegistryError], ...]) -> str:
    error = FAULTS.get(st.query_params.get("fout", ""))
    if error not in of:
        return ""
    return f'<p class="r-fault" role="alert">{html.escape(visit.fault(error()))}</p>'


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
