"""Letters about consent that could not be delivered: mend the address, or let it be forgotten."""

import streamlit as st

from registry.asking.records import AskingLetter
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.asking import LETTER_NAMES, failure_words
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show each letter that failed, with what to do; nothing where none did."""
    failed = visit.registry.asking.post.failed(visit.actor)
    if not failed:
        return
    st.subheader(visit.say("Letters that could not be delivered: {n}", n=len(failed)))
    for letter in failed:
        with st.container(border=True):
            _letter(visit, letter)


def _letter(visit: Visit, letter: AskingLetter) -> None:
    st.write(f"**{visit.say(LETTER_NAMES[letter.kind])}** · {visit.day(letter.planned_at)}")
    st.write(visit.say(failure_words(letter.outcome or "")))
    address = st.text_input(visit.say("E-mail address"), value=letter.address or "", key=f"failed_{letter.id}")
    place = st.container(horizontal=True)
    with faults_here(visit):
        if place.button(visit.say("Send again"), key=f"again_{letter.id}", type="primary"):
            visit.registry.asking.post.send_again(visit.actor, letter.id, address)
            leave_note(visit.say("It is sent again within a few minutes."))
            st.rerun()
        if place.button(visit.say("Forget this address"), key=f"drop_{letter.id}"):
            visit.registry.asking.post.drop(visit.actor, letter.id)
            st.rerun()
