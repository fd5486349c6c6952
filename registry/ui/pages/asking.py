"""Ask consent: the code to show on a phone, posters and paper forms, and a poster's own word, asked about later."""

from functools import partial
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.asking.paper_pages import Paper
from registry.asking.questions import NewAsk
from registry.asking.statements import Stated
from registry.charter.charter import Signature
from registry.consent.events import GENERAL, TAKING, Scope, ScopeKind
from registry.locale import Locale, in_a_row
from registry.paper import limits
from registry.tray.figures import MEGABYTE
from registry.ui import codes, handing, markup
from registry.ui.addresses import id_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import failed_letters
from registry.ui.views.persons import SIGNATURE_NAMES, purpose_title
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_PROOFS = ("pdf", "jpg", "jpeg", "png", "heic", "txt", "eml")
_LARGEST = limits.shipped().evidence_bytes


def show(visit: Visit) -> None:
    """Show how to ask for the event, photo or person the address names; without one, what waits for an answer."""
    st.title(visit.say("Ask consent"))
    event, photo, person = (id_in_address(name) for name in ("evenement", "foto", "persoon"))
    with faults_here(visit):
        if event is not None:
            _event(visit, event)
        elif photo is not None:
            _photo(visit, photo)
        elif person is not None:
            _person(visit, person)
        else:
            _overview(visit)


def _event(visit: Visit, event_id: UUID) -> None:
    event = visit.registry.intake.event(visit.actor, event_id)
    ask = visit.registry.asking.questions.for_event(visit.actor, event_id)
    st.write(in_a_row(f"**{plain(event.name)}**", plain(event.place), visit.day(event.starts_on)))
    st.write(visit.say("Show this code, or hang up the poster. Whoever scans it says yes or no on their own phone."))
    codes.show(visit, visit.registry.asking.questions.address(ask))
    _poster(visit, event_id)
    _forms(visit, Scope(kind=ScopeKind.EVENT, id=event_id), None)


def _poster(visit: Visit, event_id: UUID) -> None:
    st.subheader(visit.say("Poster"))
    locale = _language(visit, "poster_language")
    place = st.container(horizontal=True)
    for paper in Paper:
        place.download_button(
            visit.say("Poster {size} (PDF)", size=paper.value),
            data=partial(visit.registry.asking.printing.poster, visit.actor, event_id, locale, paper),
            file_name=f"affiche-{paper.value}.pdf",
            mime="application/pdf",
            key=f"poster_{paper.value}",
        )


def _forms(visit: Visit, scope: Scope, person_id: UUID | None) -> None:
    st.subheader(visit.say("On paper"))
    st.write(visit.say("Each form has a code. Scan the signed forms together: the registry knows which is which."))
    locale = _language(visit, "forms_language")
    copies = 1
    if person_id is None:
        copies = int(st.number_input(visit.say("How many forms?"), 1, 100, 10, key="forms_copies"))
    st.download_button(
        visit.say("Forms (PDF)"),
        data=lambda: visit.registry.asking.printing.forms(
            visit.actor, scope, locale, copies=copies, person_id=person_id
        ),
        file_name="formulieren.pdf",
        mime="application/pdf",
        key="forms_pdf",
    )


def _photo(visit: Visit, photo_id: UUID) -> None:
    photo = visit.registry.intake.photo(visit.actor, photo_id)
    number = st.number_input(
        visit.say("Number of the face (0: the one that stands out, or nobody in particular)"), 0, 99, 0,
        key="ask_face",
    )  # fmt: skip
    face = int(number) or None
    ask = visit.registry.asking.questions.for_photo(visit.actor, photo_id, face_number=face)
    st.write(visit.say("Photo {reference}", reference=photo.reference))
    st.write(visit.say("Let the person scan this code. They see the photo and say yes or no on their own phone."))
    codes.show(visit, visit.registry.asking.questions.address(ask))
    _forms(visit, Scope(kind=ScopeKind.PHOTO, id=photo_id), None)
    with st.expander(visit.say("I state that the person agreed"), icon=":material/verified_user:"):
        _state(visit, photo_id, face)
    st.html(markup.button(visit.say("Back to the photo"), f"/fotos?foto={photo.reference}"))


def _state(visit: Visit, photo_id: UUID, face: int | None) -> None:
    st.write(
        visit.say(
            "Whoever posts sees to it that people agreed (charter, article 2f). Your name and today's date are kept, "
            "and in two weeks the registry asks you what shows it."
        )
    )
    purposes = visit.registry.charter.purposes
    with st.form("statement", clear_on_submit=False):
        name = st.text_input(visit.say("Name, or how you will know this person"), key="statement_name", max_chars=120)
        chosen = st.multiselect(
            visit.say("To which uses?"), list(purposes), key="statement_purposes",
            placeholder=visit.say("Choose one or more"), select_all=False,
            format_func=lambda code: visit.say(purpose_title(purposes, code)),
        )  # fmt: skip
        if st.form_submit_button(visit.say("I state this"), type="primary", key="statement_go"):
            with faults_here(visit):
                visit.registry.asking.statements.state(
                    visit.actor, photo_id, name=name, purposes=tuple(chosen), face_number=face
                )
                leave_note(visit.say("Your statement is recorded. The photo is checked again."))
                st.rerun()


def _person(visit: Visit, person_id: UUID) -> None:
    person = visit.registry.consent.person(visit.actor, person_id)
    purposes = visit.registry.charter.purposes
    st.write(f"**{plain(person.display_name)}**")
    _due(visit, person_id)
    with st.form("ask_person"):
        chosen = st.multiselect(
            visit.say("Ask for which uses?"), [*purposes, TAKING], default=[*purposes, TAKING], key="ask_purposes",
            placeholder=visit.say("Choose one or more"), select_all=False,
            format_func=lambda code: visit.say(purpose_title(purposes, code)),
        )  # fmt: skip
        who = st.selectbox(
            visit.say("Who signs?"), list(Signature), key="ask_who",
            format_func=lambda signature: visit.say(SIGNATURE_NAMES[signature]),
        )  # fmt: skip
        contact = st.text_input(
            visit.say("Mail it to (empty: only show the code)"), value=person.email or "", key="ask_contact"
        )
        locale = _language(visit, "ask_language")
        if st.form_submit_button(visit.say("Ask"), type="primary", key="ask_go"):
            new = NewAsk(
                scope=GENERAL, purposes=tuple(chosen), person_id=person_id, signature=who or Signature.OWN,
                language=locale, contact=contact.strip() or None,
            )  # fmt: skip
            st.session_state["asked"] = visit.registry.asking.questions.of_person(visit.actor, new)
    asked = st.session_state.get("asked")
    if asked is not None and asked.person_id == person_id:
        if asked.contact:
            st.success(
                visit.say("The link is mailed to {address}.", address=plain(asked.contact)), icon=":material/mail:"
            )
        st.write(visit.say("Show this code, or send the link."))
        codes.show(visit, visit.registry.asking.questions.address(asked))
    _forms(visit, GENERAL, person_id)
    st.html(markup.button(visit.say("Back to the person"), f"/personen?persoon={person_id}"))


def _due(visit: Visit, person_id: UUID) -> None:
    ahead = visit.registry.asking.birthdays.ahead(visit.actor, person_id)
    if ahead is not None:
        words = visit.say(
            "Turns {years} on {day}: others sign from then on.", years=ahead.years, day=visit.day(ahead.on)
        )
        st.info(words, icon=":material/cake:")
    if visit.registry.asking.birthdays.due(visit.actor, person_id):
        st.warning(visit.say("A signature is missing for a consent of this person."), icon=":material/hourglass_empty:")
        if st.button(visit.say("Ask for the missing signature"), key="ask_due"):
            visit.registry.asking.birthdays.ask_due(person_id)
            leave_note(visit.say("Asked. The link is in the list of open questions."))
            st.rerun()


def _overview(visit: Visit) -> None:
    for stated in visit.registry.asking.statements.due(visit.actor):
        _statement(visit, stated)
    st.write(visit.say("Choose an event, a photo or a person, and press “Ask consent” there."))
    if not visit.may(Permission.VIEW_PERSONS):
        st.html(markup.button(visit.say("Events"), "/evenementen"))
        return
    st.html(markup.button(visit.say("Scanned forms"), "/scans"))
    if visit.may(Permission.RECORD_CONSENT):
        failed_letters.show(visit)
    st.subheader(visit.say("Open questions"))
    waiting = visit.registry.asking.questions.waiting(visit.actor)
    if not waiting:
        st.write(visit.say("Nobody's answer is awaited."))
    for ask, person in waiting:
        with st.expander(f"{plain(person.display_name)} · {visit.day(ask.created_at)}"):
            st.write(visit.say(SIGNATURE_NAMES[ask.signature]))
            codes.show(visit, visit.registry.asking.questions.address(ask))
            if st.button(visit.say("Close this question"), key=f"close_{ask.id}"):
                visit.registry.asking.questions.close(visit.actor, ask.id)
                st.rerun()


def _statement(visit: Visit, stated: Stated) -> None:
    given = stated.statement
    with st.container(border=True):
        st.write(
            visit.say(
                "On {day} it was stated that {name} agreed (photo {reference}). What shows it?",
                day=visit.day(given.stated_at), name=plain(stated.person_name),
                reference=stated.photo_reference or "–",
            )
        )  # fmt: skip
        key = f"proof_{given.id}"
        handing.show_file(
            visit, key, visit.say("Form, e-mail or picture"), visit.say("At most {n} MB.", n=_LARGEST // MEGABYTE),
            types=_PROOFS, limit=_LARGEST,
        )  # fmt: skip
        deeds = visit.registry.asking.statements
        place = st.container(horizontal=True)
        with faults_here(visit):
            if place.button(visit.say("Keep this as proof"), key=f"prove_{given.id}", type="primary"):
                deeds.prove(visit.actor, given.id, handing.read(visit, key) if handing.is_given(visit, key) else b"")
                handing.drop(visit, key)
                st.rerun()
            if place.button(visit.say("Nothing on paper, but it is so"), key=f"stand_{given.id}"):
                deeds.stand_by(visit.actor, given.id)
                st.rerun()
            if place.button(visit.say("It was not so"), key=f"back_{given.id}"):
                deeds.take_back(visit.actor, given.id)
                st.rerun()


def _language(visit: Visit, key: str) -> Locale:
    chosen = st.selectbox(
        visit.say("Language"), list(Locale), index=list(Locale).index(visit.locale), key=key,
        format_func=lambda locale: locale.own_name,
    )  # fmt: skip
    return chosen or visit.locale
