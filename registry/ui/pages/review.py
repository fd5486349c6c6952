"""The queue of flagged photos: look, and decide with one click or one key; the last decision can be taken back."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from registry.api.links import PictureKind
from registry.charter.facts import Ruling
from registry.ui import markup
from registry.ui.addresses import word_in_address
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import review_face
from registry.ui.pages.review_face import decide
from registry.ui.views.plain import plain
from registry.ui.views.review import RULING_NAMES, CaseCard, case_card
from registry.ui.visit import Visit

RULING_KEYS = {
    Ruling.NOBODY_SINGLED_OUT: "S",
    Ruling.NOBODY_RECOGNISABLE: "H",
    Ruling.NO_REAL_PERSON: "P",
    Ruling.SINGLED_OUT: "T",
    Ruling.KEPT_IN: "X",
}
NEXT_KEY, UNDO_KEY = "L", "Z"


def show(visit: Visit) -> None:
    """Show the first open case, or the one after those put off for later."""
    st.title(visit.say("Check"))
    total = visit.registry.review.open_count(visit.actor)
    if not total:
        st.success(visit.say("Nothing to check. Well done."))
        _undo(visit)
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
    face = review_face.in_turn(case)
    picture, side = st.columns([3, 2])
    with picture:
        chosen = face.face_id if face else None
        marks = [replace(each.mark, chosen=each.face_id == chosen) for each in case.faces]
        about = visit.say("Photo {reference}, {n} faces marked", reference=case.reference, n=len(marks))
        st.html(markup.photo(visit.picture(PictureKind.LARGE, case.photo_id), about, marks))
        caption = (case.reference, case.event_name, case.shot, case.crowd)
        st.caption(plain(" · ".join(part for part in caption if part)))
        _onward(visit, skipped)
    with side:
        st.html(markup.light(case.verdict.light, case.verdict.words))
        for reason in case.verdict.reasons:
            st.markdown(f"- {plain(reason)}")
        _named(case)
        if face:
            review_face.show(visit, case, face)
    _rulings(visit, case)
    st.html(markup.button(visit.say("Hide faces, cut or make smaller"), f"/aanpassen?foto={case.reference}"))


def _onward(visit: Visit, skipped: int) -> None:
    with st.container(horizontal=True):
        if st.button(visit.say("Next photo"), key="later", shortcut=NEXT_KEY, icon=":material/skip_next:"):
            st.query_params["later"] = str(skipped + 1)
            st.rerun()
        _undo(visit)


def _undo(visit: Visit) -> None:
    if st.button(visit.say("Take my last decision back"), key="undo", shortcut=UNDO_KEY, icon=":material/undo:"):
        with faults_here(visit):
            photo = visit.registry.intake.photo(visit.actor, visit.registry.review.undo_last(visit.actor))
            leave_note(
                visit.say("Taken back. Photo {reference} waits for a decision again.", reference=photo.reference)
            )
            st.rerun()


def _named(case: CaseCard) -> None:
    for face in case.faces:
        if face.name:
            st.markdown(f"**{face.mark.number}**: {plain(face.name)}")


def _rulings(visit: Visit, case: CaseCard) -> None:
    st.subheader(visit.say("Or decide about the photo as a whole"))
    why = st.text_input(visit.say("Your reason (not needed)"), key=f"why-{case.case_id}", max_chars=1000)
    with st.container(horizontal=True):
        for ruling, key in RULING_KEYS.items():
            label = visit.say(RULING_NAMES[ruling])
            if st.button(label, key=f"rule-{ruling.value}", shortcut=key, wrap=True):
                decide(visit, _ruling(visit, case, ruling, why.strip() or label))


def _ruling(visit: Visit, case: CaseCard, ruling: Ruling, reason: str) -> Callable[[], object]:
    review, version = visit.registry.review, case.version
    if ruling is Ruling.KEPT_IN:
        return lambda: review.refuse(visit.actor, case.case_id, reason, expected_version=version)
    if ruling is Ruling.SINGLED_OUT:
        return lambda: review.declare_singled_out(visit.actor, case.case_id, reason, expected_version=version)
    return lambda: review.declare_no_consent_needed(visit.actor, case.case_id, ruling, reason, expected_version=version)
