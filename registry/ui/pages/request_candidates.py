"""Finding the photo a request is about: by its number or link, by a copy the citizen sent, or in an event."""

from collections.abc import Iterable
from enum import Enum, auto
from types import MappingProxyType

import streamlit as st

from registry.api.links import PictureKind
from registry.intake.records import Photo
from registry.locale import N_
from registry.removal.views import RequestView
from registry.ui import handing, markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import events, look_alikes
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

ACROSS = 3
_ALIKE = "link_alike"


class _Way(Enum):
    """How an officer looks for a photo."""

    NUMBER = auto()
    COPY = auto()
    EVENT = auto()


_WAYS = MappingProxyType(
    {_Way.NUMBER: N_("With a number or link"), _Way.COPY: N_("With a copy"), _Way.EVENT: N_("In an event")}
)


def show(visit: Visit, request: RequestView) -> None:
    """Show the three ways to find a photo, open when the request has none yet."""
    if not request.photos:
        st.warning(visit.say("No photo was found. Look for it, and tie it to this request with its number."))
    title = visit.say("Tie another photo to this request") if request.photos else visit.say("Look for the photo")
    with st.expander(title, expanded=not request.photos):
        way = st.radio(
            visit.say("How do you look for it?"), list(_WAYS), key="link_way",
            format_func=lambda chosen: visit.say(_WAYS[chosen]),
        )  # fmt: skip
        {_Way.NUMBER: _by_number, _Way.COPY: _by_copy, _Way.EVENT: _in_event}[way or _Way.NUMBER](visit, request)


def twins(visit: Visit, request: RequestView) -> None:
    """Show the other photos of the register that look like a tied one: they stay, unless they are tied too."""
    tied = {each.photo_id for each in request.photos}
    found = {photo.id: photo for one in tied for photo in look_alikes.of(visit, one) if photo.id not in tied}
    if not found:
        return
    st.subheader(visit.say("These photos look the same"))
    st.write(visit.say("They may be a cut or smaller version of the photo. They stay, unless you tie them too."))
    _offer(visit, request, found.values())


def _by_number(visit: Visit, request: RequestView) -> None:
    words = st.text_input(visit.say("Number of the photo"), key="link_reference", placeholder="F-7K2M-9QXD")
    if st.button(visit.say("Tie this photo"), key="link_go"):
        with faults_here(visit):
            found = visit.registry.intake.find_by_reference(words.rstrip("/").rsplit("/", 1)[-1])
            if found is None:
                st.error(visit.say("There is no photo with this number."))
                return
            _tie(visit, request, found)


def _by_copy(visit: Visit, request: RequestView) -> None:
    st.write(visit.say("A photo or screenshot that the citizen sent. It is only compared, and not kept."))
    handing.show(visit, "link_copy", visit.say("The copy"), visit.say("A photo, or a screenshot of it."))
    with faults_here(visit):
        if handing.is_given(visit, "link_copy"):
            found = visit.registry.intake.find_by_upload(handing.take(visit, "link_copy"))
            st.session_state[_ALIKE] = request.id, [photo_id for photo_id, _ in found[:PAGE_SIZE]]
        asked, alike = st.session_state.get(_ALIKE, (None, []))
        if asked != request.id:
            return
        if not alike:
            st.info(visit.say("We have no photo that looks like this."))
        _offer(visit, request, [visit.registry.intake.photo(visit.actor, photo_id) for photo_id in alike])


def _in_event(visit: Visit, request: RequestView) -> None:
    event = events.choose(visit)
    if event is None:
        return
    total = visit.registry.intake.photo_count(visit.actor, event.id)
    pages = -(-total // PAGE_SIZE)
    page = 1
    if pages > 1:
        page = int(st.number_input(visit.say("Page"), min_value=1, max_value=pages, key="link_page"))
    _offer(visit, request, visit.registry.intake.photos(visit.actor, event.id, page=page - 1, size=PAGE_SIZE))


def _offer(visit: Visit, request: RequestView, photos: Iterable[Photo]) -> None:
    tied = {each.photo_id for each in request.photos}
    shown = [photo for photo in photos if photo.state.has_bytes and photo.id not in tied]
    for first in range(0, len(shown), ACROSS):
        for column, photo in zip(st.columns(ACROSS), shown[first : first + ACROSS], strict=False):
            with column:
                _card(visit, request, photo)


def _card(visit: Visit, request: RequestView, photo: Photo) -> None:
    about = visit.say("Photo {reference}", reference=photo.reference)
    st.html(markup.thumbnail(visit.picture(PictureKind.THUMBNAIL, photo.id), about))
    st.caption(plain(photo.reference))
    if st.button(visit.say("This is the photo"), key=f"tie-{photo.id}"):
        with faults_here(visit):
            _tie(visit, request, photo)


def _tie(visit: Visit, request: RequestView, found: Photo) -> None:
    visit.registry.removal.link_photo(visit.actor, request.id, found.id, request.version)
    leave_note(visit.say("The photo is tied to the request, and blocked."))
    st.rerun()
