"""Pointing at a photo by event and day: everything blurred but the one face the visitor points at."""

import base64
from datetime import date
from uuid import UUID

import streamlit as st

from registry.removal.event_album import Blurred
from registry.ui import markup
from registry.ui.addresses import visitor_address
from registry.ui.feedback import faults_here
from registry.ui.views.marks import Mark
from registry.ui.views.removal_form import PhotoClaim, Pointing
from registry.ui.visit import Visit

_PAGES, _FACES, _CHOSEN = "album_pages", "album_faces", "album_chosen"
ACROSS = 2


def claim(visit: Visit) -> PhotoClaim:
    """Show the events, then the blurred photos of the one chosen; return the photos the visitor ticked."""
    day = st.date_input(
        visit.say("On which day? (not needed)"), value=None, key="album_day", format="DD/MM/YYYY", max_value="today"
    )
    events = visit.registry.album.events(day if isinstance(day, date) else None)
    if not events:
        st.info(visit.say("We have no photos of a public event on that day. Choose another day, or send us a copy."))
        return PhotoClaim(pointing=Pointing.EVENT)
    event = st.selectbox(
        visit.say("At which event was it?"), events, index=None, key="album_event",
        format_func=lambda each: f"{each.name} · {visit.day(each.day)}", placeholder=visit.say("Choose an event"),
    )  # fmt: skip
    if event is None:
        return PhotoClaim(pointing=Pointing.EVENT)
    st.write(
        visit.say(
            "The photos are blurred, so that nobody sees others. Choose the number of a face to see only that face. "
            "Photos that were never shown to the public stay blurred."
        )
    )
    with faults_here(visit):
        _photos(visit, event.id)
    return PhotoClaim(pointing=Pointing.EVENT, words=" ".join(_chosen()))


def _photos(visit: Visit, event_id: UUID) -> None:
    total, size = visit.registry.album.count(event_id), visit.registry.album.page_size
    pages = max(1, -(-total // size))
    here = 0
    if pages > 1:
        here = st.number_input(visit.say("Page, of {total}", total=pages), 1, pages, key=f"album_page_{event_id}") - 1
    for first in range(0, size, ACROSS):
        shown = _page(visit, event_id, here)[first : first + ACROSS]
        for column, each in zip(st.columns(ACROSS), shown, strict=False):
            with column, st.container(border=True), faults_here(visit):
                _one(visit, each)


def _page(visit: Visit, event_id: UUID, number: int) -> list[Blurred]:
    # Within the visitor's own session, so that a press on the page is no new look at the album.
    pages: dict[tuple[UUID, int], list[Blurred]] = st.session_state.setdefault(_PAGES, {})
    if (event_id, number) not in pages:
        pages.clear()
        pages[event_id, number] = visit.registry.album.page(event_id, number, visitor=visitor_address())
    return pages[event_id, number]


def _one(visit: Visit, each: Blurred) -> None:
    about = visit.say("Photo {reference}, blurred", reference=each.reference)
    number = _pointed(visit, each)
    if number:
        about = visit.say("Photo {reference}, all but one face blurred", reference=each.reference)
        st.html(markup.photo(_address(_face(visit, each, number)), about, wide=True))
    else:
        marks = [
            Mark(number=at, left=left, top=top, width=width, height=height, chosen=False)
            for at, (left, top, width, height) in enumerate(each.faces, start=1)
        ]
        st.html(markup.photo(_address(each.jpeg), about, marks, wide=True))
    label = visit.say("This is the photo: {reference}", reference=each.reference)
    _tick(each.reference, chosen=st.checkbox(label, key=f"album_tick_{each.reference}"))


def _pointed(visit: Visit, each: Blurred) -> int:
    if not each.faces:
        return 0
    nobody = visit.say("Nobody")
    chosen = st.selectbox(
        visit.say("Show the face with number ({reference})", reference=each.reference),
        [0, *range(1, len(each.faces) + 1)], key=f"album_face_{each.reference}",
        format_func=lambda at: str(at) if at else nobody,
    )  # fmt: skip
    return int(chosen or 0)


def _face(visit: Visit, each: Blurred, number: int) -> bytes:
    faces: dict[tuple[UUID, int], bytes] = st.session_state.setdefault(_FACES, {})
    if (each.photo_id, number) not in faces:
        faces[each.photo_id, number] = visit.registry.album.point(each.photo_id, number, visitor=visitor_address())
    return faces[each.photo_id, number]


def _tick(reference: str, *, chosen: bool) -> None:
    ticked: dict[str, bool] = st.session_state.setdefault(_CHOSEN, {})
    ticked[reference] = chosen


def _chosen() -> list[str]:
    return [reference for reference, chosen in st.session_state.get(_CHOSEN, {}).items() if chosen]


def _address(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
