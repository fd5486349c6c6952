"""One face of a flagged photo: the candidates side by side with what is known of them, and who it is."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from registry.api.links import PictureKind
from registry.consent.records import Person
from registry.office.acquainted import Acquaintance
from registry.review.views import Tied
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.naming import likeness_words
from registry.ui.views.plain import plain
from registry.ui.views.review import CaseCard, FaceCard
from registry.ui.visit import Visit

YES_KEY, NO_KEY, UNSURE_KEY = "J", "N", "O"
MOST_CANDIDATES = 3
_UNSURE = "unsure_faces"


def in_turn(case: CaseCard) -> FaceCard | None:
    """Return the face to ask about: the next one nobody named, after those the officer was unsure of."""
    unsure: set[UUID] = st.session_state.get(_UNSURE, set())
    waiting = [face for face in case.unnamed if face.face_id not in unsure]
    return waiting[0] if waiting else case.next_face


def show(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    """Show a face beside its candidates, and a box to say who it is."""
    with st.container(border=True):
        st.subheader(visit.say("Face {number}", number=face.mark.number))
        _crop(visit, case.photo_id, face.face_id, visit.say("Face {number}", number=face.mark.number))
        st.caption(visit.say("{n} pixels high in the original", n=face.height_px))
        for place, candidate in enumerate(face.candidates[:MOST_CANDIDATES]):
            _candidate(visit, case, face, candidate, is_first=place == 0)
        _unsure(visit, case, face)
        _somebody(visit, case, face)


def decide(visit: Visit, decision: Callable[[], object]) -> None:
    """Carry a decision out, or show why not; then look at what is next."""
    with faults_here(visit):
        decision()
        leave_note(visit.say("Decided."))
        st.rerun()


def _candidate(visit: Visit, case: CaseCard, face: FaceCard, tied: Tied, *, is_first: bool) -> None:
    person = tied.person
    question = visit.say("Is this {name}?", name=person.display_name)
    st.markdown(f"**{plain(question)}**")
    _beside(visit, visit.registry.office.acquaintance(visit.actor, person.id, besides=case.photo_id), person)
    st.caption(likeness_words(visit.tr, tied.similarity, visit.registry.charter, visit.registry.recognition.enrolled))
    review, ids = visit.registry.review, (case.case_id, face.face_id, person.id)
    mark, yes, no = ("", YES_KEY, NO_KEY) if is_first else (f"-{person.id}", None, None)
    with st.container(horizontal=True):
        if st.button(visit.say("Yes"), key=f"yes{mark}", type="primary" if is_first else "secondary", shortcut=yes):
            decide(visit, lambda: review.confirm_match(visit.actor, *ids, expected_version=case.version))
        if st.button(visit.say("No"), key=f"no{mark}", shortcut=no):
            decide(visit, lambda: review.reject_match(visit.actor, *ids, expected_version=case.version))


def _beside(visit: Visit, known: Acquaintance, person: Person) -> None:
    """Show a face that was confirmed elsewhere; the picture somebody was enrolled with is never kept."""
    if known.photo_id and known.face_id:
        about = visit.say("{name} in another photo", name=person.display_name)
        _crop(visit, known.photo_id, known.face_id, about)
        st.caption(visit.say("The same person in another photo. Confirmed in {n} photos.", n=known.photos))
        return
    if known.enrolled_at:
        day = visit.day(known.enrolled_at)
        st.caption(visit.say("Known by a template since {day}. The picture it was made from is not kept.", day=day))


def _crop(visit: Visit, photo_id: UUID, face_id: UUID, about: str) -> None:
    st.html(markup.picture(visit.picture(PictureKind.CROP, photo_id, face_id), about))


def _unsure(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    if len(case.unnamed) < 2:
        return
    label = visit.say("I am not sure: the next face")
    if st.button(label, key="unsure", shortcut=UNSURE_KEY, icon=":material/help:"):
        known: set[UUID] = st.session_state.setdefault(_UNSURE, set())
        known.add(face.face_id)
        if all(each.face_id in known for each in case.unnamed):
            known.difference_update(each.face_id for each in case.unnamed)
        st.rerun()


def _somebody(visit: Visit, case: CaseCard, face: FaceCard) -> None:
    text = st.text_input(visit.say("Who is this?"), key=f"who-{face.face_id}", placeholder=visit.say("Search by name"))
    if not text.strip():
        return
    for person in visit.registry.consent.find_persons(visit.actor, text.strip(), limit=5):
        _offer(visit, case, face, person)
    st.html(markup.button(visit.say("New person"), "/personen"))


def _offer(visit: Visit, case: CaseCard, face: FaceCard, person: Person) -> None:
    if st.button(visit.say("This is {name}", name=person.display_name), key=f"name-{face.face_id}-{person.id}"):
        decide(
            visit,
            lambda: visit.registry.review.name_face(
                visit.actor, case.case_id, face.face_id, person.id, expected_version=case.version
            ),
        )
