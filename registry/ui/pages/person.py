"""One person: what they say today, a new answer, recognition, taking everything back, and the history."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.history import as_fact, recognition_agreed
from registry.consent.recording import NewConsent
from registry.consent.records import ConsentEvent, Person
from registry.locale import N_
from registry.ui import handing, markup
from registry.ui.addresses import address_of_person
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import answer_form, identity, person_answers
from registry.ui.views.persons import ASKED_METHODS, kind_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit, person_id: UUID) -> None:
    """Show the person's page."""
    person = visit.registry.consent.person(visit.actor, person_id)
    st.title(person.display_name or visit.say("Forgotten person"))
    if person.merged_into is not None:
        st.info(visit.say("This record was joined with another one."))
        st.html(markup.button(visit.say("Open the other one"), address_of_person(person.merged_into), main=True))
        return
    history = visit.registry.consent.history(visit.actor, person_id)
    if _forgotten(visit, person):
        return
    st.write(_about(visit, person))
    st.subheader(visit.say("What this person says today"))
    person_answers.today(visit, history)
    st.html(markup.button(visit.say("Ask consent"), f"/vragen?persoon={person.id}"))
    with st.expander(visit.say("Record an answer"), icon=":material/edit_note:"):
        answer_form.ask(visit, person, history)
    with st.expander(visit.say("Take everything back"), icon=":material/undo:"):
        _withdraw(visit, person)
    with st.expander(visit.say("Let the computer recognise this person"), icon=":material/face:"):
        _recognition(visit, person, history)
    _chapters(visit, person)
    st.subheader(visit.say("History"))
    person_answers.history(visit, history)
    st.html(markup.button(visit.say("All persons"), "/personen"))


def _forgotten(visit: Visit, person: Person) -> bool:
    """Say of a forgotten person what is kept, and nothing else; return whether this is one."""
    row = visit.registry.desk.forgetting.forgotten(visit.actor, person.id)
    if row is None:
        return False
    st.write(visit.say("This person's data were erased on {day}.", day=visit.day(row.at)))
    if row.proof_until is not None and row.proof_gone_at is None:
        st.write(visit.say("The signed proofs stay sealed until {day}.", day=visit.day(row.proof_until)))
    st.html(markup.button(visit.say("All persons"), "/personen"))
    return True


def _chapters(visit: Visit, person: Person) -> None:
    chapters = (
        (N_("Change the data"), "edit", identity.data),
        (N_("Parents and guardians"), "family_restroom", identity.guardians),
        (N_("Join with another record"), "merge", identity.joining),
        (N_("Move something to another person"), "move_item", identity.moving),
        (N_("Who this was before"), "history", identity.story),
        (N_("Copy of their data"), "folder_zip", identity.copy_of_data),
        (N_("Forget this person"), "person_off", identity.forgetting),
    )
    for title, icon, show_chapter in chapters:
        with st.expander(visit.say(title), icon=f":material/{icon}:"):
            show_chapter(visit, person)


def _about(visit: Visit, person: Person) -> str:
    parts = [visit.say(kind_title(person, visit.registry.charter, visit.today()))]
    if person.birth_date:
        parts.append(visit.say("born on {day}", day=visit.day(person.birth_date)))
    if person.died_on:
        parts.append(visit.say("died on {day}", day=visit.day(person.died_on)))
    parts += [said for said in (person.email, person.phone) if said]
    return " · ".join(plain(part) for part in parts)


def _recognition(visit: Visit, person: Person, history: Sequence[ConsentEvent]) -> None:
    st.write(
        visit.say(
            "Only when the person said yes to this separately. The computer makes a template of the face and "
            "compares it with people who stand out in photos. The picture itself is not kept."
        )
    )
    templates = visit.registry.consent.templates(visit.actor, person.id)
    if templates:
        st.write(visit.say("Pictures in use for this: {n}", n=len(templates)))
        if st.button(visit.say("Stop recognising this person"), key="forget_face"):
            with faults_here(visit):
                visit.registry.consent.erase_person_templates(visit.actor, person.id)
                leave_note(visit.say("The templates are destroyed."))
                st.rerun()
    if not visit.registry.charter.recognition.compares:
        st.info(visit.say("Recognition is off in the charter: people are named by hand."))
        return
    agreed = recognition_agreed(person, [as_fact(event) for event in history], visit.registry.charter, visit.today())
    says_yes = st.checkbox(
        visit.say("The person said yes to being recognised"), value=agreed,
        key=f"enrol_yes_{person.id}_{len(history)}",  # what was ticked before they took it back, or of another, is over
    )  # fmt: skip
    key = f"enrol_{person.id}"
    picture = handing.show(
        visit, key, visit.say("A picture of the face, from the front"),
        visit.say("We make a template of it, and throw the picture away at once."), camera=True,
    )  # fmt: skip
    if st.button(visit.say("Use this picture"), type="primary", key="enrol_go"):
        if not picture:
            st.error(visit.say("Choose a picture first."))
            return
        _enrol(visit, person, handing.take(visit, key), record_yes=says_yes and not agreed)


def _enrol(visit: Visit, person: Person, data: bytes, *, record_yes: bool) -> None:
    with faults_here(visit):
        if record_yes:
            yes = NewConsent(
                person_id=person.id, state=ConsentState.GIVEN, purposes=(RECOGNITION,), method=ASKED_METHODS[0]
            )
            visit.registry.consent.record_consent(visit.actor, yes)
        visit.registry.consent.enrol(visit.actor, person.id, data)
        leave_note(visit.say("The computer can recognise this person now."))
        st.rerun()


def _withdraw(visit: Visit, person: Person) -> None:
    st.write(
        visit.say(
            "Everything this person agreed to ends now. Face templates are destroyed. "
            "Photos that need this consent are taken down."
        )
    )
    sure = st.checkbox(visit.say("The person asked for this"), key="withdraw_sure")
    if st.button(visit.say("Take everything back"), key="withdraw_go", disabled=not sure, type="primary"):
        with faults_here(visit):
            visit.registry.consent.withdraw(visit.actor, person.id)
            leave_note(visit.say("Everything is taken back. The photos are checked again."))
            st.rerun()
