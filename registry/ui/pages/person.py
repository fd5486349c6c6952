"""One person: what they say today, a new answer, recognition, taking everything back, and the history."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import streamlit as st

from registry.charter.charter import Signature
from registry.consent.events import GENERAL, RECOGNITION, TAKING, ConsentState, Scope, ScopeKind
from registry.consent.recording import NewConsent
from registry.consent.records import ConsentEvent, Person
from registry.locale import LOCAL_TIME, N_
from registry.ui import markup
from registry.ui.addresses import address_of_person
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import identity
from registry.ui.views.persons import (
    ANSWER_NAMES,
    ASKED_METHODS,
    KIND_NAMES,
    METHOD_NAMES,
    SIGNATURE_NAMES,
    STATE_NAMES,
    answer_light,
    purpose_title,
    standing,
)
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

EVIDENCE_TYPES = ["pdf", "jpg", "jpeg", "png", "heic"]
PICTURE_TYPES = ["jpg", "jpeg", "png", "webp", "heic"]
MEGABYTES = 20


def show(visit: Visit, person_id: UUID) -> None:
    """Show the person's page."""
    person = visit.registry.consent.person(visit.actor, person_id)
    st.title(person.display_name)
    if person.merged_into is not None:
        st.info(visit.say("This record was joined with another one."))
        st.html(markup.button(visit.say("Open the other one"), address_of_person(person.merged_into), main=True))
        return
    history = visit.registry.consent.history(visit.actor, person_id)
    st.write(_about(visit, person))
    st.subheader(visit.say("What this person says today"))
    _today(visit, history)
    st.html(markup.button(visit.say("Ask consent"), f"/vragen?persoon={person.id}"))
    _chapters(visit, person)
    with st.expander(visit.say("Record an answer"), icon=":material/edit_note:"):
        _answer(visit, person)
    with st.expander(visit.say("Let the computer recognise this person"), icon=":material/face:"):
        _recognition(visit, person, history)
    with st.expander(visit.say("Take everything back"), icon=":material/undo:"):
        _withdraw(visit, person)
    st.subheader(visit.say("History"))
    for event in history:
        _event(visit, event)
    st.html(markup.button(visit.say("All persons"), "/personen"))


def _chapters(visit: Visit, person: Person) -> None:
    chapters = (
        (N_("Change the data"), "edit", identity.data),
        (N_("Parents and guardians"), "family_restroom", identity.guardians),
        (N_("Join with another record"), "merge", identity.joining),
        (N_("Move something to another person"), "move_item", identity.moving),
        (N_("Who this was before"), "history", identity.story),
        (N_("Copy of their data"), "folder_zip", identity.copy_of_data),
    )
    for title, icon, show_chapter in chapters:
        with st.expander(visit.say(title), icon=f":material/{icon}:"):
            show_chapter(visit, person)


def _about(visit: Visit, person: Person) -> str:
    parts = [visit.say(KIND_NAMES[person.kind])]
    if person.birth_date:
        parts.append(visit.say("born on {day}", day=visit.day(person.birth_date)))
    if person.died_on:
        parts.append(visit.say("died on {day}", day=visit.day(person.died_on)))
    parts += [said for said in (person.email, person.phone) if said]
    return " · ".join(plain(part) for part in parts)


def _today(visit: Visit, history: Sequence[ConsentEvent]) -> None:
    today = visit.registry.clock.now().astimezone(LOCAL_TIME).date()
    for code in (*visit.registry.charter.purposes, RECOGNITION):
        _standing(visit, history, code, today)


def _standing(visit: Visit, history: Sequence[ConsentEvent], code: str, today: date) -> None:
    title = visit.say(purpose_title(visit.registry.charter.purposes, code))
    for signature, answer in standing(history, code, today).items():
        light = markup.light(answer_light(answer), visit.say(ANSWER_NAMES[answer]))
        who = "" if signature is Signature.OWN else f" ({visit.say(SIGNATURE_NAMES[signature])})"
        st.html(markup.row(f"{title}{who}", light))


def _answer(visit: Visit, person: Person) -> None:
    purposes = visit.registry.charter.purposes
    with st.form("new_consent"):
        says = st.radio(
            visit.say("What does the person say?"), [ConsentState.GIVEN, ConsentState.REFUSED], key="consent_says",
            format_func=lambda state: visit.say(STATE_NAMES[state]), horizontal=True,
        )  # fmt: skip
        chosen = st.multiselect(
            visit.say("To which uses?"), [*purposes, TAKING], key="consent_purposes",
            placeholder=visit.say("Choose one or more"),
            format_func=lambda code: visit.say(purpose_title(purposes, code)),
        )  # fmt: skip
        who = st.selectbox(
            visit.say("Who said it?"), list(Signature), key="consent_who",
            format_func=lambda signature: visit.say(SIGNATURE_NAMES[signature]),
        )  # fmt: skip
        how = st.selectbox(
            visit.say("How?"), ASKED_METHODS, key="consent_how",
            format_func=lambda method: visit.say(METHOD_NAMES[method]),
        )  # fmt: skip
        scope = _scope(visit)
        since = st.date_input(
            visit.say("From when? (empty: at once)"), value=None, key="consent_since", format="DD/MM/YYYY"
        )
        until = st.date_input(
            visit.say("Until when? (empty: until it is taken back)"), value=None, key="consent_until",
            format="DD/MM/YYYY",
        )  # fmt: skip
        proof = st.file_uploader(
            visit.say("Scan or photo of the form (not needed)"), type=EVIDENCE_TYPES, key="consent_proof",
            max_upload_size=MEGABYTES,
        )  # fmt: skip
        if st.form_submit_button(visit.say("Record the answer"), type="primary", key="consent_record"):
            new = NewConsent(
                person_id=person.id, state=says, purposes=tuple(chosen), method=how or ASKED_METHODS[0],
                signature=who or Signature.OWN, scope=scope, valid_from=since,
                valid_until=until, evidence=proof.getvalue() if proof else None,
            )  # fmt: skip
            _record(visit, new)


def _scope(visit: Visit) -> Scope:
    """Ask to which photos the answer is: all, those of one event, or one photo by its reference."""
    found = visit.registry.intake.events(visit.actor)
    names: dict[UUID | None, str] = {
        None: visit.say("All photos, of now and later"),
        **{event.id: event.name for event in found},
    }
    chosen = st.selectbox(
        visit.say("To which photos?"), list(names), key="consent_event", format_func=lambda one: names[one]
    )
    reference = st.text_input(visit.say("Only one photo? Its reference (F-…)"), key="consent_photo")
    if reference.strip():
        photo = visit.registry.intake.find_by_reference(reference)
        if photo is None:
            st.error(visit.say("No photo has this reference."))
        return Scope(kind=ScopeKind.PHOTO, id=photo.id if photo else None)
    return Scope(kind=ScopeKind.EVENT, id=chosen) if chosen else GENERAL


def _record(visit: Visit, new: NewConsent) -> None:
    with faults_here(visit):
        visit.registry.consent.record_consent(visit.actor, new)
        leave_note(visit.say("The answer is recorded. The photos are checked again."))
        st.rerun()


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
    agreed = any(RECOGNITION in event.purposes and event.state.is_yes for event in history)
    with st.form("enrol", clear_on_submit=True):
        says_yes = st.checkbox(visit.say("The person said yes to being recognised"), value=agreed, key="enrol_yes")
        file = st.file_uploader(
            visit.say("Picture of the face, from the front"), type=PICTURE_TYPES, key="enrol_picture",
            max_upload_size=MEGABYTES,
        )  # fmt: skip
        if st.form_submit_button(visit.say("Use this picture"), type="primary", key="enrol_go"):
            _enrol(visit, person, file.getvalue() if file else None, record_yes=says_yes and not agreed)


def _enrol(visit: Visit, person: Person, data: bytes | None, *, record_yes: bool) -> None:
    if data is None:
        st.error(visit.say("Choose a picture first."))
        return
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


def _event(visit: Visit, event: ConsentEvent) -> None:
    purposes = visit.registry.charter.purposes
    titles = ", ".join(visit.say(purpose_title(purposes, code)) for code in event.purposes)
    state, how = visit.say(STATE_NAMES[event.state]), visit.say(METHOD_NAMES[event.method])
    line = f"- {plain(visit.moment(event.at))} · **{plain(state)}** · {plain(titles)} · {plain(how)}"
    if event.evidence_copy_id is not None:
        proof = visit.say("The proof")
        line += f" · [{plain(proof)}](/api/bewijsstuk/{event.id})"
    st.markdown(line)
