"""One photo, large: why it has its light, the faces counted, where it is published."""

import streamlit as st

from registry.access.permissions import Permission
from registry.api.links import PictureKind
from registry.erasure.states import ErasureReason
from registry.intake.errors import PhotoUnknown
from registry.intake.records import Photo
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import look_alikes, naming
from registry.ui.plan_seen import seen_before
from registry.ui.views.erasures import COPY_STATE_NAMES, plan_lines
from registry.ui.views.photos import card
from registry.ui.views.plain import bullets, plain
from registry.ui.visit import Visit


def show(visit: Visit, reference: str) -> None:
    """Show the photo with this reference. Raises PhotoUnknown."""
    found = visit.registry.intake.find_by_reference(reference)
    if found is None:
        raise PhotoUnknown(photo=None)
    photo = visit.registry.intake.photo(visit.actor, found.id)
    shown = card(visit.tr, photo, visit.registry.review.judgements(visit.actor, [photo.id]))
    st.title(visit.say("Photo {reference}", reference=photo.reference))
    st.html(markup.light(shown.verdict.light, shown.verdict.words))
    if shown.can_be_shown or (photo.state.has_bytes and visit.may(Permission.VIEW_REQUESTS)):
        address = visit.picture(PictureKind.LARGE, photo.id)
        st.html(markup.photo(address, visit.say("Photo {reference}", reference=photo.reference)))
    st.markdown(bullets(shown.verdict.reasons))
    if shown.verdict.advice:
        st.write(plain(shown.verdict.advice))
    _ways(visit, photo)
    if photo.state.may_be_shown:
        naming.show(visit, photo)
    _published(visit, photo)
    if visit.may(Permission.ERASE) and photo.state.has_bytes:
        _destroy(visit, photo)
    elif visit.registry.dropping.may_drop(visit.actor, photo.id):
        _drop(visit, photo)
    st.html(markup.button(visit.say("All photos of this event"), f"/fotos?evenement={photo.event_id}"))


def _ways(visit: Visit, photo: Photo) -> None:
    """Show what one can do about this photo, side by side."""
    ways = [(visit.say("Why this verdict?"), f"/toelichting?foto={photo.reference}")]
    if photo.state.may_be_shown:
        ways.insert(0, (visit.say("Ask consent"), f"/vragen?foto={photo.id}"))
    if visit.registry.mending.may_mend(visit.actor, photo.id):
        ways.insert(0, (visit.say("Hide faces, cut or make smaller"), f"/aanpassen?foto={photo.reference}"))
    with st.container(horizontal=True):
        for words, address in ways:
            st.html(markup.button(words, address), width="content")


def _published(visit: Visit, photo: Photo) -> None:
    copies = visit.registry.publication.published(visit.actor, photo.id)
    if not copies:
        return
    st.subheader(visit.say("Where it is published"))
    for copy in copies:
        state = visit.say(COPY_STATE_NAMES[copy.state])
        st.markdown(f"- {plain(visit.place(copy.place))}: **{plain(state)}**")
        for address in copy.urls:
            st.code(address, language=None, wrap_lines=True)


def _drop(visit: Visit, photo: Photo) -> None:
    with st.expander(visit.say("Drop this photo"), icon=":material/delete:"):
        st.write(visit.say("The photo and every copy are destroyed. It cannot be brought in again."))
        sure = st.checkbox(visit.say("I am sure"), key="drop_sure")
        if st.button(visit.say("Drop this photo"), key="drop", type="primary", disabled=not sure):
            with faults_here(visit):
                visit.registry.dropping.drop(visit.actor, photo.id)
                leave_note(visit.say("The photo is being destroyed."))
                st.rerun()


def _what_stays(visit: Visit, photo: Photo) -> None:
    """Name the photos that look the same: none of them is destroyed with this one."""
    alike = look_alikes.of(visit, photo.id)
    if not alike:
        return
    st.warning(visit.say("These photos look the same and stay. They may be a cut or smaller version: look at each."))
    with st.container(horizontal=True):
        for other in alike:
            st.html(markup.button(other.reference, f"/fotos?foto={other.reference}"), width="content")


def _destroy(visit: Visit, photo: Photo) -> None:
    with st.expander(visit.say("Destroy this photo everywhere"), icon=":material/delete_forever:"):
        plan = visit.registry.erasure.dry_run(visit.actor, photo.id)
        seen = seen_before(photo.id, plan.digest)
        st.markdown(bullets(plan_lines(visit.tr, plan, visit.place, visit.recipients_of(photo.id))))
        st.write(visit.say("Copies that are destroyed: {n}. This cannot be undone.", n=len(plan.copies)))
        sure = st.checkbox(visit.say("I am sure"), key="destroy_sure")
        if sure:
            _what_stays(visit, photo)
        if st.button(visit.say("Destroy"), key="destroy", type="primary", disabled=not sure):
            with faults_here(visit):
                erasure = visit.registry.erasure.erase(visit.actor, photo.id, ErasureReason.OFFICER, seen)
                st.html(markup.button(visit.say("See how far the destruction is"), f"/wissen?wissen={erasure}"))
