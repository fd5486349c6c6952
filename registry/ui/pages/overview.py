"""What is coming: consents that end, birthdays that change who signs; and the mail that tells it each morning."""

import streamlit as st

from registry.consent import digest
from registry.consent.rounds import Overview
from registry.locale import Locale
from registry.ui import markup
from registry.ui.addresses import address_of_person
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.persons import purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show whom it is about, soonest first."""
    st.title(visit.say("What is coming"))
    found = visit.registry.desk.rounds.overview(visit.actor)
    if found.last is not None and found.last.done_at is not None:
        st.write(visit.say("Last looked at on {day}.", day=visit.moment(found.last.done_at)))
        for line in digest.lines(found.last.figures, visit.locale):
            st.markdown(f"- {plain(line)}")
    if found.outlook.is_quiet:
        st.info(visit.say("Nothing ends soon, and no birthday changes who signs."))
    _ending(visit, found)
    _birthdays(visit, found)
    with st.expander(visit.say("Have this mailed to me"), icon=":material/mail:"):
        _address(visit)
    st.html(markup.button(visit.say("All persons"), "/personen"))


def _ending(visit: Visit, found: Overview) -> None:
    if found.outlook.ending:
        st.subheader(visit.say("Consents that end"))
    for one in found.outlook.ending:
        uses = ", ".join(visit.say(purpose_title(visit.registry.charter.purposes, code)) for code in one.purposes)
        _line(visit, found, one.person_id, f"{visit.day(one.last_day)} · {uses}")


def _birthdays(visit: Visit, found: Overview) -> None:
    if found.outlook.birthdays:
        st.subheader(visit.say("Birthdays that change who signs"))
    for one in found.outlook.birthdays:
        words = visit.say("turns {years} on {day}", years=one.years, day=visit.day(one.day))
        asked = visit.say("of age: ask anew") if one.of_age else visit.say("other people sign from then on")
        _line(visit, found, one.person_id, f"{words} · {asked}")


def _line(visit: Visit, found: Overview, person_id: object, words: str) -> None:
    person = next(one for key, one in found.people.items() if key == person_id)
    with st.container(border=True):
        st.markdown(f"**{plain(person.display_name)}**  \n{plain(words)}")
        st.html(markup.button(visit.say("Open"), address_of_person(person.id), about=person.display_name))


def _address(visit: Visit) -> None:
    rounds = visit.registry.desk.rounds
    kept = rounds.address(visit.actor)
    st.write(visit.say(
        "One mail a day, and only when there is something to tell. It holds figures and a link, never a name."
    ))  # fmt: skip
    with st.form("digest_address"):
        email = st.text_input(
            visit.say("E-mail address (empty: no mail)"), value=kept.email if kept else "", key="digest_email"
        )
        beside = st.empty()
        known = list(Locale)
        language = st.selectbox(
            visit.say("Language"), known, key="digest_language",
            index=known.index(kept.language if kept else visit.locale), format_func=lambda one: one.own_name,
        )  # fmt: skip
        if st.form_submit_button(visit.say("Keep this"), type="primary", key="digest_keep"):
            with beside, faults_here(visit):
                rounds.choose_address(visit.actor, email, language or visit.locale)
                leave_note(visit.say("This is kept."))
                st.rerun()
