"""One removal request: what was asked, the photo, what destroying it would do, and the decision."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from registry.api.links import PictureKind
from registry.erasure.views import DryRun
from registry.intake.records import Photo
from registry.removal.states import ExtensionReason, LetterKind, Reach
from registry.removal.views import RequestedPhotoView, RequestView
from registry.replacing.choosing import Hidden, Offer
from registry.ui import markup
from registry.ui.deadline import clock
from registry.ui.feedback import faults_here, leave_note
from registry.ui.pages import request_candidates, request_hiding
from registry.ui.pages.request_parts import decided, letter, put_back, refuse
from registry.ui.plan_seen import seen_before
from registry.ui.views.erasures import plan_lines
from registry.ui.views.marks import Mark
from registry.ui.views.plain import plain
from registry.ui.views.removal_form import WISH_NAMES
from registry.ui.views.requests import EXTENSION_NAMES, PHOTO_STATE_NAMES, WAY_NAMES
from registry.ui.visit import Visit


def show(visit: Visit, wanted: UUID | str) -> None:
    """Show the request with this id or reference; open ones with the buttons to decide."""
    request = visit.registry.removal.request(visit.actor, wanted)
    st.title(visit.say("Request {reference}", reference=request.reference))
    st.html(clock(visit, request))
    decided(visit, request)
    _asked(visit, request)
    seen: dict[UUID, str] = {}
    hide: dict[UUID, Hidden] = {}
    offers = visit.registry.replacing.offers(visit.actor, request.id) if request.state.is_open else {}
    replaced = visit.registry.replacing.of_request(visit.actor, request.id)
    for each in request.photos:
        _photo(visit, request, each, seen, offers.get(each.photo_id), hide)
        if each.photo_id in replaced:
            request_hiding.becoming(visit, replaced[each.photo_id])
    if request.state.is_open:
        request_candidates.twins(visit, request)
        request_candidates.show(visit, request)
        _decide(visit, request, seen, hide)
    put_back(visit, request)
    st.html(markup.button(visit.say("All requests"), "/verzoeken"))


def _asked(visit: Visit, request: RequestView) -> None:
    way = visit.say(WAY_NAMES[request.way])
    st.write(visit.say("Received on {moment}, {way}.", moment=visit.moment(request.received_at), way=way))
    if request.way.is_public:
        st.write(visit.say("They ask: {wish}.", wish=visit.say(WISH_NAMES[request.wish])))
    _reached(visit, request)
    for title, text in ((visit.say("Link or number"), request.claim), (visit.say("Remark"), request.remark)):
        if text:
            st.markdown(f"{plain(title)}: {plain(text)}")


def _reached(visit: Visit, request: RequestView) -> None:
    """Say where the answer goes: the citizen chose mail, telephone or letter."""
    if request.contact_email:
        label = visit.say("E-mail address")
        sure = visit.say("confirmed") if request.contact_verified else visit.say("not confirmed yet")
        st.markdown(f"{plain(label)}: **{plain(request.contact_email)}** ({plain(sure)})")
    if request.contact_other:
        label = visit.say("Call to answer") if request.reach is Reach.PHONE else visit.say("Send the answer by post to")
        lines = "  \n".join(f"**{plain(line)}**" for line in request.contact_other.splitlines() if line.strip())
        st.markdown(f"{plain(label)}:  \n{lines}")


def _photo(
    visit: Visit,
    request: RequestView,
    each: RequestedPhotoView,
    seen: dict[UUID, str],
    offer: Offer | None,
    hide: dict[UUID, Hidden],
) -> None:
    photo = visit.registry.intake.photo(visit.actor, each.photo_id)
    with st.container(border=True):
        picture, words = st.columns([1, 1])
        with picture:
            _picture(visit, photo, request_hiding.marks(visit, photo) if offer else ())
        with words:
            st.markdown(f"**{plain(photo.reference)}** · {plain(visit.say(PHOTO_STATE_NAMES[each.state]))}")
            if each.erasure_id:
                st.html(markup.button(visit.say("See how far the destruction is"), f"/wissen?wissen={each.erasure_id}"))
            elif request.state.is_open and each.state.holds:
                if offer and (chosen := request_hiding.choose(visit, offer)):
                    hide[photo.id] = chosen
                _what_would_happen(visit, visit.registry.erasure.dry_run(visit.actor, photo.id), seen)
                _untie(visit, request, each)


def _untie(visit: Visit, request: RequestView, each: RequestedPhotoView) -> None:
    if st.button(visit.say("This is not the photo"), key=f"untie-{each.photo_id}"):
        with faults_here(visit):
            visit.registry.removal.unlink_photo(visit.actor, request.id, each.photo_id, request.version)
            leave_note(visit.say("The photo is no longer tied to this request."))
            st.rerun()


def _picture(visit: Visit, photo: Photo, marks: Sequence[Mark]) -> None:
    if photo.state.has_bytes:
        address = visit.picture(PictureKind.LARGE, photo.id)
        about = visit.say("Photo {reference}", reference=photo.reference)
        st.html(markup.photo(address, about, marks, size=(photo.width, photo.height)))
    else:
        st.html(markup.missing(visit.say("This photo can no longer be shown.")))


def _what_would_happen(visit: Visit, plan: DryRun, seen: dict[UUID, str]) -> None:
    seen[plan.photo_id] = seen_before(plan.photo_id, plan.digest)
    st.write(visit.say("If you accept, this is destroyed:"))
    for line in plan_lines(visit.tr, plan, visit.place, visit.recipients_of(plan.photo_id)):
        st.markdown(f"- {plain(line)}")
    steps = visit.say("In {n} steps, each of them checked.", n=len(plan.steps))
    st.caption(steps)


def _decide(visit: Visit, request: RequestView, seen: dict[UUID, str], hide: dict[UUID, Hidden]) -> None:
    st.subheader(visit.say("Your decision"))
    with st.container(horizontal=True):
        if hide:
            request_hiding.accept(visit, request, hide, seen)
        else:
            _accept(visit, request, seen)
        with st.popover(visit.say("Refuse…")):
            refuse(visit, request)
        if not request.extended:
            with st.popover(visit.say("Ask for more time…")):
                _extend(visit, request)


def _accept(visit: Visit, request: RequestView, seen: dict[UUID, str]) -> None:
    with st.popover(visit.say("Letter that goes out")):
        letter(visit, request, LetterKind.ACCEPTED)
    label = visit.say("Accept: destroy the photo")
    if st.button(label, key="accept", type="primary", disabled=not request.photos, icon=":material/delete_forever:"):
        with faults_here(visit):
            visit.registry.removal.accept(visit.actor, request.id, request.version, seen)
            leave_note(visit.say("Accepted. The photo is being destroyed. The citizen gets a letter."))
            st.rerun()


def _extend(visit: Visit, request: RequestView) -> None:
    reason = st.radio(
        visit.say("Why do you need up to two months more?"), list(ExtensionReason), key="extend_reason",
        format_func=lambda chosen: visit.say(EXTENSION_NAMES[chosen]),
    )  # fmt: skip
    if st.button(visit.say("Take more time"), key="extend") and reason:
        with faults_here(visit):
            visit.registry.removal.extend(visit.actor, request.id, reason, request.version)
            leave_note(visit.say("You have two months more. The citizen gets a letter."))
            st.rerun()
    letter(visit, request, LetterKind.EXTENDED, extension=reason)
