"""Events: what photos belong to, and whether the place was public and a notice hung there."""

import streamlit as st

from registry.intake.records import Event
from registry.locale import in_a_row
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """List the events, newest first; above them the form for a new one."""
    st.title(visit.say("Events"))
    events = visit.registry.intake.events(visit.actor)
    with st.expander(visit.say("New event"), icon=":material/add:", expanded=not events):
        _form(visit)
    for event in events:
        _line(visit, event)


def choose(visit: Visit) -> Event | None:
    """Let the visitor choose an event; the address remembers which. None when there is none yet."""
    events = visit.registry.intake.events(visit.actor)
    if not events:
        st.info(visit.say("There is no event yet. Make one first."))
        st.html(markup.button(visit.say("New event"), "/evenementen", main=True))
        return None
    wanted = st.query_params.get("evenement", "")
    place = next((at for at, event in enumerate(events) if str(event.id) == wanted), 0)
    chosen = st.selectbox(
        visit.say("Event"), events, index=place, key="event", format_func=lambda event: _title(visit, event)
    )
    st.query_params["evenement"] = str(chosen.id)
    return chosen


def _title(visit: Visit, event: Event) -> str:
    return f"{event.name} · {visit.day(event.starts_on)}"


def _line(visit: Visit, event: Event) -> None:
    with st.container(border=True):
        public = visit.say("public place") if event.public else visit.say("not a public place")
        notice = visit.say("notice shown") if event.notice_shown else visit.say("no notice shown")
        told = in_a_row(plain(event.place), visit.day(event.starts_on), public, notice)
        st.markdown(f"**{plain(event.name)}**  \n{told}")
        buttons = st.container(horizontal=True)
        buttons.html(
            markup.button(visit.say("Add photos"), f"/toevoegen?evenement={event.id}", about=event.name),
            width="content",
        )
        buttons.html(
            markup.button(visit.say("Ask consent"), f"/vragen?evenement={event.id}", about=event.name),
            width="content",
        )
        buttons.html(
            markup.button(visit.say("See the photos"), f"/fotos?evenement={event.id}", about=event.name),
            width="content",
        )


def _form(visit: Visit) -> None:
    with st.form("new_event"):
        name = st.text_input(visit.say("Name of the event"), key="event_name", max_chars=120)
        place = st.text_input(visit.say("Place"), key="event_place", max_chars=120)
        day = st.date_input(visit.say("Day"), key="event_day", format="DD/MM/YYYY", value="today")
        public = st.checkbox(visit.say("In a public place or at a public event"), key="event_public", value=True)
        notice = st.checkbox(visit.say("A notice said that photos were taken"), key="event_notice")
        if st.form_submit_button(visit.say("Make the event"), type="primary", key="event_make"):
            if not name.strip():
                st.error(visit.say("Give the event a name."))
                return
            with faults_here(visit):
                visit.registry.intake.create_event(
                    visit.actor, name=name.strip(), place=place.strip(), starts_on=day, public=public,
                    notice_shown=notice,
                )  # fmt: skip
                leave_note(visit.say("The event is made."))
                st.rerun()
