"""The way back of a destroyed photo, under its erasure: on a new consent of the person, chosen by the officer."""

from uuid import UUID

import streamlit as st

from registry.consent.records import Person
from registry.erasure.readmitting import NewConsent
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit, erasure_id: UUID) -> None:
    """Offer to let the photo in again; nothing when that was done before."""
    if not visit.registry.erasure.readmission.is_refused(visit.actor, erasure_id):
        return
    with st.expander(visit.say("The person agrees after all")):
        st.write(
            visit.say(
                "This photo is refused when somebody adds it again. It may come in again only if the person in it "
                "agreed after it was destroyed. First record that new consent."
            )
        )
        words = st.text_input(visit.say("Name of the person"), key="readmit_name")
        found = visit.registry.consent.find_persons(visit.actor, words) if words.strip() else []
        if words.strip() and not found:
            st.info(visit.say("Nobody with this name is in the register."))
        for person in found:
            _person(visit, erasure_id, person)


def _person(visit: Visit, erasure_id: UUID, person: Person) -> None:
    consents = visit.registry.erasure.readmission.consents(visit.actor, erasure_id, person.id)
    st.markdown(f"**{plain(person.display_name)}**")
    if not consents:
        st.write(visit.say("There is no consent of this person that was given since."))
    for consent in consents:
        _consent(visit, erasure_id, consent)


def _consent(visit: Visit, erasure_id: UUID, consent: NewConsent) -> None:
    label = visit.say("Let the photo in again, on the consent of {moment}", moment=visit.moment(consent.at))
    if st.button(label, key=f"readmit-{consent.event_id}"):
        with faults_here(visit):
            visit.registry.erasure.readmission.readmit(visit.actor, erasure_id, consent.event_id)
            leave_note(visit.say("This photo may be added again. That is recorded."))
            st.rerun()
