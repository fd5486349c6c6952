"""Somebody who opens pages, run by Streamlit's own test runner."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from web_world import PASSWORD

from registry.api import caller
from registry.ui import container

PATIENCE = 120


def _script(cookies):
    from registry.ui import frame

    frame.show(cookies)


class Visitor:
    """Somebody with a browser: opens pages, in a language, signed in or not."""

    def __init__(self, registry, account=None):
        self.registry = registry
        self.cookies = {caller.BROWSER_COOKIE: "a-browser"}
        if account:
            self.cookies[caller.SESSION_COOKIE] = registry.access.sign_in(account.login, PASSWORD)

    def open(self, path, **query):
        """Open the page at `path` and return it, run once."""
        container.install(self.registry)
        page = AppTest.from_function(_script, args=(self.cookies,), default_timeout=PATIENCE)
        page._page_hash = calc_hash(path)
        for name, value in query.items():
            page.query_params[name] = str(value)
        return page.run()

    def hand_over(self, page, field, data):
        """Hand a picture or file over in a field of an open page, as its script does; return the page run again."""
        csrf = caller.csrf_token(self.registry, self.cookies)
        ticket = page.session_state[f"{field}_ticket"]
        with self.registry.tray.place(ticket, visit=csrf, visitor="a-visitor") as lay_down:
            lay_down(data)
        return page.run()
