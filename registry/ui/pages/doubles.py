"""Who may be in the register twice: an officer joins them, or says that they are two people."""

import streamlit as st

from registry.consent.identities import Likely
from registry.consent.records import Person
from registry.ui import markup
from registry.ui.addresses import address_of_person
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.identity import ALIKE_NAMES
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_SHOWN = 20


def show(visit: Visit) -> None:
    """Show the likeliest pairs, one below the other."""
    st.title(visit.say("In the register twice?"))
    found = visit.registry.desk.identities.likely_doubles(visit.actor, limit=_SHOWN)
    if not found:
        st.info(visit.say("Nobody seems to be in the register twice."))
    for likely in found:
        _pair(visit, likely)
    st.html(markup.button(visit.say("All persons"), "/personen"))


def _pair(visit: Visit, likely: Likely) -> None:
    pair = likely.pair
    with st.container(border=True):
        st.write(", ".join(visit.say(ALIKE_NAMES[alike]) for alike in sorted(pair.alike)))
        for person, column in zip((likely.one, likely.other), st.columns(2), strict=True):
            with column:
                _side(visit, person)
        join, apart = st.columns(2)
        if join.button(visit.say("The same person: join them"), key=f"join_{pair.one}_{pair.other}", type="primary"):
            with faults_here(visit):
                keep, part = sorted((likely.one, likely.other), key=lambda person: person.created_at)
                visit.registry.desk.identities.merge(visit.actor, keep.id, part.id)
                leave_note(visit.say("The two records are one now."))
                st.rerun()
        if apart.button(visit.say("Two different people"), key=f"apart_{pair.one}_{pair.other}"):
            visit.registry.desk.identities.tell_apart(visit.actor, pair.one, pair.other)
            st.rerun()


def _side(visit: Visit, person: Person) -> None:
    born = visit.say("born on {day}", day=visit.day(person.birth_date)) if person.birth_date else ""
    words = [word for word in (born, person.email or "", person.phone or "") if word]
    st.markdown(f"**{plain(person.display_name)}**  \n" + "  \n".join(plain(word) for word in words))
    st.html(markup.button(visit.say("Open"), address_of_person(person.id), about=person.display_name))
