"""The queue of flagged photos: look, and decide with one click or one key."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from registry.api.links import PictureKind
from registry.charter.facts import Ruling
from registry.consent.records import Person
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.naming import likeness_words
from registry.ui.views.plain import plain
from registry.ui.views.review import RULING_NAMES, CaseCard, FaceCard, case_card
from registry.ui.visit import Visit

RULING_KEYS = {
    Ruling.NOBODY_SINGLED_OUT: "S",
    Ruling.NOBODY_RECOGNISABLE: "H",
    Ruling.NO_REAL_PERSON: "P",
    Ruling.SINGLED_OUT: "T",
    Ruling.KEPT_IN: "X",
}
YES_KEY, NO_KEY, LATER_KEY = "J", "N", "L"


def show(visit: Visit) -> None:
    """Show the first open case, or the one after those put off for later."""
    st.title(visit.say("Check"))
    total = visit.registry.review.open_count(visit.actor)
    if not total:
        st.success(visit.say("Nothing to check. Well done."))
        return
    skipped = _skipped() % total
    st.write(visit.say("Photos that wait for you: {n}", n=total))
    lines = visit.registry.review.queue(visit.actor, page=skipped, size=1)
    if lines:
        view = visit.registry.review.case_view(visit.actor, lines[0].case.id)
        _case(visit, case_card(visit.tr, view), skipped)


def _skipped() -> int:
    given = word_in_address("later")
    return int(given) if given.isascii() and given.isdigit() else 0


def _case(visit: Visit, case: CaseCard, skipped: int) -> None:
    face = case.next_face
    picture, side = st.columns([3, 2])
    with picture:
        chosen = face.face_id if face else None
        marks = [replace(each.mark, chosen=each.face_id == chosen) for each in case.faces]
        about = visit.say("Photo {reference}, {n} faces marked", reference=case.reference, n=len(marks))
        st.html(markup.photo(visit.picture(PictureKind.LARGE, case.photo_id), about, marks))
        st.caption(plain(f"{case.reference} · {case.event_name} · {case.shot}"))
    with side:
        st.html(markup.light(case.verdict.light, case.verdict.words))
        for reason in case.verdict.reasons:
            st.markdown(f"- {plain(reason)}")
        _named(case)
        if face:
            _face(visit, case, face)
    _rulings(visit, case)
    st.html(markup.button(visit.say("Hide faces, cut or make smaller"), f"/aanpassen?foto={case.reference}"))
    if st.button(visit.say("Later"), key="later", shortcut=LATER_KEY, icon=":material/skip_next:"):
        st.query_params["later"] = str(skipped + 1)
        st.rerun()


def _named(case: CaseCard) -> None:
    for face in case.faces:
        if face.name:
            st.markdown(f"**{face.mark.number}**: {plain(face.name)}")


def _face(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    with st.container(border=True):
        st.subheader(visit.say("Face {number}", number=face.mark.number))
        address = visit.picture(PictureKind.CROP, case.photo_id, face.face_id)
        st.html(markup.picture(address, visit.say("Face {number}", number=face.mark.number)))
        st.caption(visit.say("{n} pixels high in the original", n=face.height_px))
        if face.candidates:
            _candidate(visit, case, face)
        _somebody(visit, case, face)


def _candidate(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    best = face.candidates[0]
    question = visit.say("Is this {name}?", name=best.person.display_name)
    st.markdown(f"**{plain(question)}**")
    registry = visit.registry
    st.caption(likeness_words(visit.tr, best.similarity, registry.charter, registry.recognition.enrolled))
    review, ids = visit.registry.review, (case.case_id, face.face_id, best.person.id)
    buttons = st.container(horizontal=True)
    if buttons.button(visit.say("Yes"), key="yes", type="primary", shortcut=YES_KEY):
        _decide(visit, lambda: review.confirm_match(visit.actor, *ids, expected_version=case.version))
    if buttons.button(visit.say("No"), key="no", shortcut=NO_KEY):
        _decide(visit, lambda: review.reject_match(visit.actor, *ids, expected_version=case.version))


def _somebody(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    text = st.text_input(visit.say("Who is this?"), key=f"who-{face.face_id}", placeholder=visit.say("Search by name"))
    if not text.strip():
        return
    for person in visit.registry.consent.find_persons(visit.actor, text.strip(), limit=5):
        _offer(visit, case, face, person)
    st.html(markup.button(visit.say("New person"), "/personen"))


def _offer(visit: Visit, case: CaseCard, face: FaceCard, person: Person) -> None:
    if st.button(visit.say("This is {name}", name=person.display_name), key=f"name-{face.face_id}-{person.id}"):
        _decide(
            visit,
            lambda: visit.registry.review.name_face(
                visit.actor, case.case_id, face.face_id, person.id, expected_version=case.version
            ),
        )


def _rulings(visit: Visit, case: CaseCard) -> None:
    st.subheader(visit.say("Or decide about the photo as a whole"))
    why = st.text_input(visit.say("Your reason (not needed)"), key=f"why-{case.case_id}", max_chars=1000)
    with st.container(horizontal=True):
        for ruling, key in RULING_KEYS.items():
            label = visit.say(RULING_NAMES[ruling])
            if st.button(label, key=f"rule-{ruling.value}", shortcut=key, wrap=True):
                _decide(visit, _ruling(visit, case, ruling, why.strip() or label))


def _ruling(visit: Visit, case: CaseCard, ruling: Ruling, reason: str) -> Callable[[], object]:
    review, version = visit.registry.review, case.version
    if ruling is Ruling.KEPT_IN:
        return lambda: review.refuse(visit.actor, case.case_id, reason, expected_version=version)
    if ruling is Ruling.SINGLED_OUT:
        return lambda: review.declare_singled_out(visit.actor, case.case_id, reason, expected_version=version)
    return lambda: review.declare_no_consent_needed(visit.actor, case.case_id, ruling, reason, expected_version=version)


def _decide(visit: Visit, decision: Callable[[], object]) -> None:
    with faults_here(visit):
        decision()
        leave_note(visit.say("Decided."))
        st.rerun()
