"""What surrounds every page: title, menu, language, sign-out; and what a refusal looks like."""

import logging
from collections.abc import Callable, Mapping

import streamlit as st

from registry.errors import RegistryError
from registry.ui import container, look, markup, navigation
from registry.ui.feedback import show_fault, show_note
from registry.ui.navigation import Entry
from registry.ui.pages import denied
from registry.ui.visit import Visit, begin

LOG = logging.getLogger(__name__)


def show(cookies: Mapping[str, str]) -> None:
    """Show the page the address names to the visitor the cookies describe."""
    visit = begin(container.current(), cookies)
    settings = visit.registry.settings
    name = f"{visit.say(look.PRODUCT_NAME)} · {settings.municipality}"
    st.set_page_config(page_title=name, page_icon=look.icon(settings), layout="centered")
    st.html(look.style(settings, visit.say("Menu")))
    if settings.logo_file:
        st.logo(str(settings.logo_file), size="large")
    page = st.navigation(_pages(visit), position="top")
    _bar(visit, page.url_path)
    show_note()
    try:
        page.run()
    except RegistryError as refused:
        LOG.info("page refused: %s", refused)
        show_fault(visit, refused)


def _pages(visit: Visit) -> list[st.Page]:
    allowed = navigation.pages_of(visit)
    shown = [_page(visit, entry, entry.show, default=entry is allowed[0]) for entry in allowed]
    hidden = [_page(visit, entry, denied.show, hide=True) for entry in navigation.PAGES if entry not in allowed]
    return shown + hidden


def _page(
    visit: Visit, entry: Entry, story: Callable[[Visit], None], *, default: bool = False, hide: bool = False
) -> st.Page:
    return st.Page(
        lambda: story(visit),
        title=visit.say(entry.title),
        icon=f":material/{entry.icon}:",
        url_path=entry.path,
        default=default,
        visibility="hidden" if hide or not entry.listed else "visible",
    )


def _bar(visit: Visit, path: str) -> None:
    left, right = st.columns([1, 1], vertical_alignment="center")
    with left:
        if visit.guest:
            st.html(markup.sign_out(visit.csrf, visit.say("Sign out")))
    with right:
        st.html(markup.languages(visit.locale, f"/{path}", visit.say("Language")))
