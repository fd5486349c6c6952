"""On a person's page: their data, guardians, joining and separating, and their copy of their data."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import streamlit as st

from registry.consent.errors import SamePerson
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.records import ConsentEvent, Person
from registry.consent.register_records import PersonChange
from registry.consent.states import Authority
from registry.locale import N_, Locale
from registry.ui import markup
from registry.ui.addresses import address_of_person
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import person_form
from registry.ui.views.identity import AUTHORITY_NAMES, CHANGE_NAMES
from registry.ui.views.persons import STATE_NAMES, purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def data(visit: Visit, person: Person) -> None:
    """Show the form that changes the person's data."""

    def send(new: NewPerson) -> None:
        visit.registry.desk.identities.change(visit.actor, person.id, new)
        leave_note(visit.say("The data are changed."))
        st.rerun()

    person_form.ask(visit, "edit_person", person, visit.say("Keep the changes"), new_id=None, send=send)


def guardians(visit: Visit, person: Person) -> None:
    """Show who signs for the person and for whom they sign; add, change or end one."""
    identities = visit.registry.desk.identities
    for tie in identities.guardians(visit.actor, person.id):
        words = [visit.say(AUTHORITY_NAMES[tie.tie.authority]), tie.tie.mandate or ""]
        if tie.tie.until:
            words.append(visit.say("until {day}", day=visit.day(tie.tie.until)))
        if tie.tie.ended_at:
            words.append(visit.say("ended on {day}", day=visit.day(tie.tie.ended_at)))
        with st.container(border=True):
            st.markdown(f"**{plain(tie.other.display_name)}**  \n{plain(' · '.join(word for word in words if word))}")
            st.html(markup.button(visit.say("Open"), address_of_person(tie.other.id), about=tie.other.display_name))
            if not tie.tie.ended_at and st.button(
                visit.say("No longer signs for this person"), key=f"end_{tie.tie.id}"
            ):
                identities.end_guardian(visit.actor, tie.tie.id)
                leave_note(visit.say("This is kept: what was signed before stays."))
                st.rerun()
    _new_guardian(visit, person)
    for ward in identities.wards(visit.actor, person.id):
        name = plain(ward.other.display_name)
        st.markdown(visit.say("Signs for {name}", name=f"[{name}]({address_of_person(ward.other.id)})"))


def _new_guardian(visit: Visit, person: Person) -> None:
    other = choose(visit, "guardian", visit.say("Search the guardian by name"), without=person.id)
    if other is None:
        return
    with st.form("new_guardian"):
        authority = st.selectbox(
            visit.say("By what right?"), list(Authority), key="guardian_authority",
            format_func=lambda chosen: visit.say(AUTHORITY_NAMES[chosen]),
        )  # fmt: skip
        mandate = st.text_input(
            visit.say("What shows that? (a judgement and its date, say)"), key="guardian_mandate", max_chars=300
        )
        until: date | None = st.date_input(
            visit.say("Until when? (empty: no end)"), value=None, key="guardian_until", format="DD/MM/YYYY"
        )
        beside = st.empty()
        if st.form_submit_button(visit.say("This person signs"), type="primary", key="guardian_go"):
            new = NewGuardian(
                minor_id=person.id, guardian_id=other, authority=authority or Authority.PARENT,
                mandate=mandate.strip() or None, until=until,
            )  # fmt: skip
            with beside, faults_here(visit):
                visit.registry.desk.identities.add_guardian(visit.actor, new)
                leave_note(visit.say("The guardian is kept."))
                st.rerun()


def choose(visit: Visit, key: str, label: str, *, without: UUID) -> UUID | None:
    """Let the officer find one other person; returns their id."""
    typed = st.text_input(label, key=f"{key}_search", icon=":material/search:")
    if not typed.strip():
        return None
    alike = visit.registry.consent.find_persons(visit.actor, typed, limit=8)
    found = [one for one in alike if one.id != without]
    if not found:
        st.info(visit.say(SamePerson.text if alike else N_("Nobody with that name.")))
        return None
    names = {one.id: _told(visit, one) for one in found}
    return st.radio(visit.say("Who is it?"), list(names), key=f"{key}_chosen", format_func=lambda one: names[one])


def _told(visit: Visit, person: Person) -> str:
    born = visit.say("born on {day}", day=visit.day(person.birth_date)) if person.birth_date else ""
    return plain(" · ".join(word for word in (person.display_name, born, person.email or "") if word))


def joining(visit: Visit, person: Person) -> None:
    """Join another record of the same person into this one."""
    st.write(visit.say(
        "Is the same person in the register twice? Then join the other record into this one. Consents, photos and "
        "face templates come along. You can undo this."
    ))  # fmt: skip
    other = choose(visit, "join", visit.say("Search the other record by name"), without=person.id)
    if other is None:
        return
    if st.button(visit.say("Join that record into this one"), type="primary", key="join_go"):
        with faults_here(visit):
            visit.registry.desk.identities.merge(visit.actor, person.id, other)
            leave_note(visit.say("The two records are one now."))
            st.rerun()


def moving(visit: Visit, person: Person) -> None:
    """Move chosen consents or photos to another person."""
    identities = visit.registry.desk.identities
    consents = identities.consents(visit.actor, person.id)
    lines = {events[0].id: consent_line(visit, events) for events in consents.values()}
    lines |= {
        row.id: visit.say("Photo of {day}", day=visit.day(row.at))
        for row in identities.appearances(visit.actor, person.id)
    }
    st.write(visit.say("Was something put with the wrong person? Choose what, and to whom it belongs."))
    chosen = st.multiselect(visit.say("What belongs to somebody else?"), list(lines), key="move_rows",
            placeholder=visit.say("Choose one or more"), select_all=False,
                            format_func=lambda row: lines[row])  # fmt: skip
    other = choose(visit, "move", visit.say("Search the right person by name"), without=person.id)
    if st.button(visit.say("Move"), key="move_go", disabled=not chosen or other is None) and other is not None:
        with faults_here(visit):
            identities.move_items(visit.actor, person.id, other, chosen)
            leave_note(visit.say("This is moved."))
            st.rerun()


def story(visit: Visit, person: Person) -> None:
    """Show what changed about who this is; a join can be undone."""
    changes: Sequence[tuple[PersonChange, bool]] = visit.registry.desk.identities.changes(visit.actor, person.id)
    for name in visit.registry.desk.identities.names_before(visit.actor, person.id):
        st.markdown(visit.say("Earlier or other name: {name}", name=plain(name)))
    for change, can_undo in changes:
        st.markdown(f"- {plain(visit.moment(change.at))} · {plain(visit.say(CHANGE_NAMES[change.kind]))}")
        again = visit.say("Take these two records apart again")
        if can_undo and st.button(again, key=f"split_{change.id}"):
            with faults_here(visit):
                other = visit.registry.desk.identities.split(visit.actor, change.id)
                leave_note(visit.say("The records are apart again. This is the other one."))
                st.query_params["persoon"] = str(other)
                st.rerun()


def copy_of_data(visit: Visit, person: Person) -> None:
    """Make, fetch and destroy the person's copy of their data."""
    st.write(visit.say(
        "Everybody may have a copy of what we hold about them (GDPR, article 15). You get one file with a readable "
        "page, the same as a PDF and for a computer, signed forms, and the photos with other people's faces covered."
    ))  # fmt: skip
    exports = visit.registry.desk.access_exports
    for export in exports.exports(visit.actor, person.id):
        st.write(visit.say("Made on {day}, deleted on {last}.", day=visit.moment(export.made_at),
                           last=visit.day(export.expires_at)))  # fmt: skip
        st.html(markup.download(visit.say("Download"), f"/api/access/{export.id}.zip"))
        if st.button(visit.say("Delete this file now"), key=f"drop_{export.id}"):
            with faults_here(visit):
                exports.destroy(visit.actor, export.id)
                st.rerun()
    if st.button(visit.say("Make the copy"), key="access_make", type="primary"):
        with faults_here(visit), st.spinner(visit.say("Putting everything together…")):
            exports.make(visit.actor, person.id, _language(visit, person))
            leave_note(visit.say("The copy is made. Download it below, and give it to this person only."))
            st.rerun()


def _language(visit: Visit, person: Person) -> Locale:
    """Return the language a person is written to in, else the municipality's: theirs to read, not the officer's."""
    return Locale(person.language) if person.language in set(Locale) else visit.registry.settings.language


def forgetting(visit: Visit, person: Person) -> None:
    """Show what forgetting this person would erase and what must stay; then, surely, do it."""
    deeds = visit.registry.desk.forgetting
    found = deeds.look(visit.actor, person.id)
    st.write(visit.say(
        "Everybody may ask to be forgotten (GDPR, article 17). Names, addresses, birth date, face templates, links and "
        "what ties this person to photos are erased. Photos that need a consent are taken down. This cannot be undone."
    ))  # fmt: skip
    counts = (
        (N_("Names: {n}"), found.names), (N_("Photos this person is tied to: {n}"), found.photos),
        (N_("Face templates: {n}"), found.templates), (N_("Links and receipts: {n}"), found.links),
        (N_("Guardians and children: {n}"), found.guardians), (N_("Copies of their data: {n}"), found.exports),
    )  # fmt: skip
    st.markdown("\n".join(f"- {plain(visit.say(words, n=count))}" for words, count in counts))
    if found.proof_until is not None:
        st.info(visit.say(
            "Sealed until {day}: the signed proofs ({n}). The municipality must be able to show that it had a consent "
            "(GDPR, article 7 and 17, 3, e). After that day they are destroyed.",
            day=visit.day(found.proof_until), n=found.proofs_kept,
        ))  # fmt: skip
    if found.named_in:
        st.warning(visit.say(
            "The caption or file name of these photos names the person; change those yourself: {photos}",
            photos=plain(", ".join(found.named_in)),
        ))  # fmt: skip
    sure = st.checkbox(visit.say("The person asked for this"), key="forget_sure")
    if st.button(visit.say("Forget this person"), key="forget_go", disabled=not sure, type="primary"):
        with faults_here(visit):
            deeds.forget(visit.actor, person.id)
            leave_note(visit.say("The person is forgotten. The photos are checked again."))
            st.rerun()


def consent_line(visit: Visit, events: Sequence[ConsentEvent]) -> str:
    """Return a consent in one line: when it was first spoken of, what was said last, and to what."""
    last = events[-1]
    uses = ", ".join(visit.say(purpose_title(visit.registry.charter.purposes, code)) for code in last.purposes)
    return f"{visit.day(events[0].at)} · {visit.say(STATE_NAMES[last.state])} · {uses}"


def fresh_id(key: str) -> UUID:
    """Return the id of what this form will make: the same until it is made, so that sending twice makes one."""
    if key not in st.session_state:
        st.session_state[key] = uuid4()
    found: UUID = st.session_state[key]
    return found
