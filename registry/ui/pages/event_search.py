"""Searching one event with a selfie: a part of the removal form, only where the charter offers it."""

import base64

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.removal.event_search import SearchableEvent, Sighting
from registry.ui import handing, markup
from registry.ui.addresses import visitor_address
from registry.ui.feedback import faults_here
from registry.ui.views.removal_form import PhotoClaim, Pointing
from registry.ui.visit import Visit

_FOUND, _SHOWN = "search_found", "search_shown"
ACROSS = 2


def claim(visit: Visit) -> PhotoClaim:
    """Show the search and what it found; return the photos the visitor chose, by their references."""
    st.write(
        visit.say(
            "We compare your face with the faces in the photos of one event. We do that now, and only for this. "
            "We keep neither your picture nor anything made of it. You need not do this: a link or a copy is enough."
        )
    )
    st.caption(
        visit.say(
            "The computer can miss photos, and it can show you somebody else. It cannot see whether it is really you."
        )
    )
    event = st.selectbox(
        visit.say("At which event were you?"), visit.registry.search.events(), index=None, key="search_event",
        format_func=lambda each: f"{each.name} · {visit.day(each.day)}", placeholder=visit.say("Choose an event"),
    )  # fmt: skip
    picture = handing.show(
        visit, "search", visit.say("A picture of your face, from the front"),
        visit.say("We compare it now, and throw it away at once."), camera=True,
    )  # fmt: skip
    agreed = st.checkbox(
        visit.say("I am the one in this picture, and I agree that my face is compared for this search."),
        key="search_agreed",
    )
    ready = event is not None and picture and agreed
    if st.button(visit.say("Search for me"), key="search_go", disabled=not ready) and event:
        _search(visit, event)
    return PhotoClaim(pointing=Pointing.SELFIE, words=" ".join(_chosen(visit)))


def _search(visit: Visit, event: SearchableEvent) -> None:
    for kept in (_FOUND, _SHOWN):
        st.session_state.pop(kept, None)
    shown = st.progress(0.0, visit.say("We look at the photos of this event…"))
    with faults_here(visit):
        st.session_state[_FOUND] = visit.registry.search.find(
            event.id,
            handing.take(visit, "search"),
            visitor=visitor_address(),
            progress=lambda share: _move(shown, share),
        )
    shown.empty()


def _move(shown: DeltaGenerator, share: float) -> None:
    shown.progress(min(1.0, share))


def _chosen(visit: Visit) -> list[str]:
    """Show what was found, all but the face blurred, and return the references that were ticked."""
    found: list[Sighting] | None = st.session_state.get(_FOUND)
    if found is None:
        return []
    if not found:
        st.info(visit.say("We found no photo of this event with a face like yours. You can send us a link or a copy."))
        return []
    st.write(visit.say("Photos found: {n}. Choose the photos you are in and want removed.", n=len(found)))
    ticked = []
    for first in range(0, len(found), ACROSS):
        for column, seen in zip(st.columns(ACROSS), found[first : first + ACROSS], strict=False):
            with column, st.container(border=True), faults_here(visit):
                ticked += [seen.reference] if _one(visit, seen) else []
    return ticked


def _one(visit: Visit, seen: Sighting) -> bool:
    # Within the page itself: no address of it exists, and it goes with the visitor's session.
    pictures: dict[str, str] = st.session_state.setdefault(_SHOWN, {})
    if seen.reference not in pictures:
        pictures[seen.reference] = base64.b64encode(visit.registry.search.shown(seen)).decode("ascii")
    about = visit.say("Photo {reference}, all but one face blurred", reference=seen.reference)
    st.html(markup.thumbnail(f"data:image/jpeg;base64,{pictures[seen.reference]}", about))
    return st.checkbox(visit.say("I am in {reference}", reference=seen.reference), key=f"search_{seen.reference}")
