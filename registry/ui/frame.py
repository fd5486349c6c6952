"""What surrounds every page: title, menu, language, sign-out; and what a refusal looks like."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from registry.errors import RegistryError
from registry.ui import addresses, container, look, markup, navigation
from registry.ui.feedback import show_fault, show_note
from registry.ui.navigation import Entry
from registry.ui.pages import denied
from registry.ui.visit import Visit, begin

LOG = logging.getLogger(__name__)


def show(cookies: Mapping[str, str]) -> None:
    """Show the page the address names to the visitor the cookies describe."""
    visit = begin(container.current(), cookies)
    settings = visit.registry.settings
    st.html(look.style(settings, menu=visit.say("Menu"), more=visit.say("More pages")))
    if settings.logo_file:
        st.logo(str(settings.logo_file), size="large")
    page = st.navigation(_pages(visit), position="top")
    about = page.title if page.url_path else visit.say(look.PRODUCT_NAME)
    title = look.title(about, *addresses.references(), settings.municipality)
    st.set_page_config(page_title=title, page_icon=look.icon(settings), layout="centered")
    _bar(visit, page.url_path)
    show_note()
    try:
        page.run()
    except RegistryError as refused:
        LOG.info("page refused: %s", refused)
        show_fault(visit, refused)
    links = ((visit.say("Privacy"), "/privacy"), (visit.say("Accessibility"), "/toegankelijkheid"))
    st.html(markup.foot(visit.say("About this site"), links))


def _pages(visit: Visit) -> dict[str, list[st.Page]]:
    """Return Streamlit's pages by the word of the menu they stand under; the start page is the first."""
    menu = navigation.menu_of(visit)
    start = menu[0].entries[0]
    listed = {
        visit.say(group.title) if group.title else "": [
            _page(visit, entry, entry.show, default=entry is start) for entry in group.entries
        ]
        for group in menu
    }
    linked = [_page(visit, entry, entry.show, hide=True) for entry in navigation.beside(visit)]
    refusal = denied.TITLE if visit.account else navigation.SIGN_IN.title
    shut = [replace(entry, title=refusal) for entry in navigation.closed_to(visit)]
    closed = [_page(visit, entry, denied.show, hide=True) for entry in shut]
    listed[""] += linked + closed
    return listed


def _page(
    visit: Visit, entry: Entry, story: Callable[[Visit], None], *, default: bool = False, hide: bool = False
) -> st.Page:
    return st.Page(
        lambda: story(visit),
        title=visit.say(entry.title),
        url_path=entry.path,
        default=default,
        visibility="hidden" if hide else "visible",
    )


def _bar(visit: Visit, path: str) -> None:
    who = ""
    if visit.account:
        who = markup.sign_out(visit.account.display_name, visit.csrf, visit.say("Sign out"))
    st.html(markup.bar(who, markup.languages(visit.locale, addresses.with_query(f"/{path}"), visit.say("Language"))))
