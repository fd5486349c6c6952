"""Who is in a photo: naming faces by hand, confirming or refusing what is suggested. A part of the photo's page."""

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.consent.records import Person
from registry.intake.records import Photo
from registry.review.by_hand import WhoIsWho, WrittenName
from registry.review.views import FaceView, Tied
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.naming import face_mark, likeness_words, worth_naming
from registry.ui.views.plain import plain
from registry.ui.views.review import crowd_words
from registry.ui.visit import Visit

MOST_FACES = 12
MOST_FOUND = 5


def show(visit: Visit, photo: Photo) -> None:
    """Show the faces of a photo with who they are, and let those who may say so name them."""
    who = visit.registry.naming.who_is_who(visit.actor, photo.id)
    if not who.faces and not who.placed and not who.written:
        return
    with st.expander(visit.say("Who is in this photo?"), icon=":material/face:"):
        faces = worth_naming(who.faces, most=MOST_FACES)
        marks = [face_mark(view, width=who.width, height=who.height) for view in faces]
        about = visit.say("Photo {reference}, {n} faces marked", reference=photo.reference, n=len(marks))
        address = visit.picture(PictureKind.LARGE, photo.id)
        st.html(markup.photo(address, about, marks, size=(photo.width, photo.height)))
        if crowd := crowd_words(visit.tr, who.people):
            st.caption(plain(crowd))
        for view in faces:
            with st.container(border=True):
                _face(visit, who, view)
        _beside_faces(visit, who)


def _face(visit: Visit, who: WhoIsWho, view: FaceView) -> None:
    heading = visit.say("Face {number}", number=view.face.number)
    st.markdown(f"**{plain(heading)}**")
    if not visit.may(Permission.DECIDE_CASES):
        _write(visit, who, view)
        return
    if view.known:
        _known(visit, who, view, view.known)
        return
    for tied in view.candidates:
        _candidate(visit, who, view, tied)
    _pick(visit, f"face-{view.face.id}", lambda person: _name(visit, who, view, person))


def _known(visit: Visit, who: WhoIsWho, view: FaceView, tied: Tied) -> None:
    st.write(plain(tied.person.display_name))
    ids = (who.photo_id, view.face.id, tied.person.id)
    with st.container(horizontal=True):
        if st.button(visit.say("This is somebody else"), key=f"not-{view.face.id}"):
            _do(visit, lambda: visit.registry.naming.refuse(visit.actor, *ids))
        if visit.registry.charter.recognition.compares and visit.may(Permission.ENROL):
            label = visit.say("Recognise this person by this face")
            if st.button(label, key=f"enrol-{view.face.id}"):
                person, photo, face = tied.person.id, who.photo_id, view.face.id
                _do(visit, lambda: visit.registry.enrolment.enrol(visit.actor, person, photo, face))


def _candidate(visit: Visit, who: WhoIsWho, view: FaceView, tied: Tied) -> None:
    st.markdown(plain(visit.say("Is this {name}?", name=tied.person.display_name)))
    registry = visit.registry
    st.caption(likeness_words(visit.tr, tied.similarity, registry.charter, registry.recognition.enrolled))
    ids = (who.photo_id, view.face.id, tied.person.id)
    with st.container(horizontal=True):
        if st.button(visit.say("Yes"), key=f"yes-{view.face.id}-{tied.person.id}", type="primary"):
            _do(visit, lambda: registry.naming.confirm(visit.actor, *ids))
        if st.button(visit.say("No"), key=f"no-{view.face.id}-{tied.person.id}"):
            _do(visit, lambda: registry.naming.refuse(visit.actor, *ids))


def _write(visit: Visit, who: WhoIsWho, view: FaceView) -> None:
    """Let a photographer write a name beside a face, for the officer to confirm."""
    before = next((line.name for line in who.written if line.face_number == view.face.number), "")
    with st.form(f"write-{view.face.id}", border=False):
        name = st.text_input(
            visit.say("Do you know this person? Write first name and surname."), value=before, max_chars=200
        )
        if st.form_submit_button(visit.say("Keep the name")):
            ids = (who.photo_id, view.face.id)
            _do(visit, lambda: visit.registry.naming.write_name(visit.actor, *ids, name))


def _name(visit: Visit, who: WhoIsWho, view: FaceView, person: Person) -> None:
    _do(visit, lambda: visit.registry.naming.name(visit.actor, who.photo_id, view.face.id, person.id))


def _pick(visit: Visit, key: str, chosen: Callable[[Person], None]) -> None:
    text = st.text_input(visit.say("Who is this?"), key=f"who-{key}", placeholder=visit.say("Search by name")).strip()
    found = visit.registry.consent.find_persons(visit.actor, text, limit=MOST_FOUND) if text else []
    for person in found:
        if st.button(visit.say("This is {name}", name=person.display_name), key=f"is-{key}-{person.id}"):
            chosen(person)
    if text:
        st.html(markup.button(visit.say("New person"), "/personen"))


def _beside_faces(visit: Visit, who: WhoIsWho) -> None:
    """Show names written at no face, and people who are in the photo without one."""
    loose = [line for line in who.written if line.face_number is None]
    if not visit.may(Permission.DECIDE_CASES):
        return
    heading = visit.say("In the photo, but at no face")
    st.markdown(f"**{plain(heading)}**")
    for person in who.placed:
        _placed(visit, who.photo_id, person)
    for number, line in enumerate(loose):
        _loose(visit, who, line, number)
    _pick(visit, "photo", lambda person: _place(visit, who.photo_id, person))


def _placed(visit: Visit, photo_id: UUID, person: Person) -> None:
    st.write(plain(person.display_name))
    if st.button(visit.say("Not in this photo"), key=f"away-{person.id}"):
        _do(visit, lambda: visit.registry.naming.take_away(visit.actor, photo_id, person.id))


def _loose(visit: Visit, who: WhoIsWho, line: WrittenName, number: int) -> None:
    there = {person.id for person in who.placed}
    st.caption(plain(visit.say("In the file: {name}", name=line.name)))
    for person in line.persons:
        if person.id not in there and st.button(
            visit.say("This is {name}", name=person.display_name), key=f"loose-{number}-{person.id}"
        ):
            _place(visit, who.photo_id, person)


def _place(visit: Visit, photo_id: UUID, person: Person) -> None:
    _do(visit, lambda: visit.registry.naming.place(visit.actor, photo_id, person.id))


def _do(visit: Visit, deed: Callable[[], object]) -> None:
    with faults_here(visit):
        deed()
        leave_note(visit.say("Kept. The photo is judged again."))
        st.rerun()
