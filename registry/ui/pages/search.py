"""One box to find persons, photos and requests; what somebody may not see is not looked for."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from registry.access.permissions import Permission, require
from registry.api.links import PictureKind
from registry.consent.records import Person
from registry.intake.records import Photo
from registry.office.found import Found, Slice
from registry.removal.records import RemovalRequest
from registry.ui import markup
from registry.ui.addresses import address_of_person
from registry.ui.views.persons import kind_title
from registry.ui.views.plain import plain
from registry.ui.views.requests import STATE_NAMES
from registry.ui.visit import Visit

AT_A_TIME = 8
_PAGES = "search_pages"
Item = TypeVar("Item")


def show(visit: Visit) -> None:
    """Show the box, and what it finds in three groups."""
    office, actor = visit.registry.office, visit.actor
    require(actor, Permission.VIEW_REQUESTS)
    st.title(visit.say("Search"))
    text = st.text_input(
        visit.say("A name, a number, an event or a word"), key="search", icon=":material/search:",
        on_change=_from_the_start,
    ).strip()  # fmt: skip
    st.caption(visit.say("For example: Peeters, F-7K2M-9QXD, or a word from a caption"))
    if not text:
        return
    found = [
        _group(visit, "persons", visit.say("Persons"), lambda part: office.find_persons(actor, text, part), _person),
        _group(visit, "photos", visit.say("Photos"), lambda part: office.find_photos(actor, text, part), _photo),
        _group(
            visit, "requests", visit.say("Requests"), lambda part: office.find_requests(actor, text, part), _request
        ),
    ]
    if not any(found):
        st.info(visit.say("Nothing found. Try fewer or other words."))


def _from_the_start() -> None:
    st.session_state.pop(_PAGES, None)


def _group(
    visit: Visit,
    key: str,
    title: str,
    find: Callable[[Slice], Found[Item]],
    line: Callable[[Visit, Item], None],
) -> bool:
    """Show one page of one kind, with the buttons to turn; return whether there was anything."""
    pages: dict[str, int] = st.session_state.setdefault(_PAGES, {})
    here = pages.get(key, 0)
    found = find(Slice(page=here, size=AT_A_TIME))
    if not found.items and not here:
        return False
    st.subheader(title)
    for item in found.items:
        with st.container(border=True):
            line(visit, item)
    with st.container(horizontal=True):
        if here and st.button(visit.say("Previous"), key=f"{key}_before", icon=":material/chevron_left:"):
            pages[key] = here - 1
            st.rerun()
        if found.more and st.button(visit.say("Next"), key=f"{key}_next", icon=":material/chevron_right:"):
            pages[key] = here + 1
            st.rerun()
    return True


def _person(visit: Visit, person: Person) -> None:
    words, button = st.columns([5, 1], vertical_alignment="center")
    kind = kind_title(person, visit.registry.charter, visit.today())
    words.markdown(f"**{plain(person.display_name)}**  \n{plain(visit.say(kind))}")
    button.html(markup.button(visit.say("Open"), address_of_person(person.id), about=person.display_name))


def _photo(visit: Visit, photo: Photo) -> None:
    picture, words, button = st.columns([1, 2, 1], vertical_alignment="center")
    if photo.state.may_be_shown:
        address = visit.picture(PictureKind.THUMBNAIL, photo.id)
        picture.html(markup.thumbnail(address, visit.say("Photo {reference}", reference=photo.reference)))
    words.markdown(f"**{plain(photo.reference)}**  \n{plain(photo.caption or '')}")
    button.html(markup.button(visit.say("Open"), f"/fotos?foto={photo.reference}", about=photo.reference))


def _request(visit: Visit, request: RemovalRequest) -> None:
    words, button = st.columns([5, 1], vertical_alignment="center")
    state, received = visit.say(STATE_NAMES[request.state]), visit.day(request.received_at)
    words.markdown(f"**{plain(request.reference)}** · {plain(received)}  \n{plain(state)}")
    button.html(markup.button(visit.say("Open"), f"/verzoeken?verzoek={request.reference}", about=request.reference))
