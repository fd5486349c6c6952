"""“Have my photo removed”: three short steps, no account."""

from dataclasses import dataclass

import streamlit as st

from registry.removal.states import Reach, Wish
from registry.removal.views import Submitted
from registry.ui import markup
from registry.ui.addresses import visitor_address
from registry.ui.feedback import faults_here
from registry.ui.pages import event_album, event_search
from registry.ui.views.removal_form import (
    CONTACT_LABELS,
    MAX_REMARK,
    POINTING_NAMES,
    REACH_NAMES,
    WISH_NAMES,
    PhotoClaim,
    Pointing,
    Step,
    contact_fault,
    way_of,
)
from registry.ui.visit import Visit

_STEP, _CLAIM, _SUBMITTED, _MAILED = "removal_step", "removal_claim", "removal_submitted", "removal_mailed"
COPY_TYPES = ["jpg", "jpeg", "png", "webp", "heic", "heif", "avif", "tif", "tiff"]
COPY_MEGABYTES = 20


def show(visit: Visit) -> None:
    """Show the step the visitor has come to."""
    st.title(visit.say("Have my photo removed"))
    step = st.session_state.get(_STEP, Step.PHOTO)
    st.progress(step / len(Step), visit.say("Step {number} of {total}", number=int(step), total=len(Step)))
    {Step.PHOTO: _which_photo, Step.CONTACT: _contact, Step.DONE: _receipt}[step](visit)


def _which_photo(visit: Visit) -> None:
    st.subheader(visit.say("Which photo is it about?"))
    pointing = st.radio(
        visit.say("How can you show us the photo?"), _ways(visit), key="removal_pointing",
        format_func=lambda chosen: visit.say(POINTING_NAMES[chosen]),
    )  # fmt: skip
    asking = {
        Pointing.LINK: _linked,
        Pointing.UPLOAD: _uploaded,
        Pointing.EVENT: event_album.claim,
        Pointing.SELFIE: event_search.claim,
    }
    claim = asking[pointing or Pointing.LINK](visit)
    beside = st.empty()
    if not st.button(visit.say("Next"), type="primary", key="removal_next"):
        return
    if claim.missing:
        beside.error(visit.say(claim.missing))
        return
    if claim.pointing is Pointing.EVENT:
        with beside, faults_here(visit):
            visit.registry.album.chosen(claim.words.split())
            _go(Step.CONTACT, **{_CLAIM: claim})
        return
    _go(Step.CONTACT, **{_CLAIM: claim})


def _ways(visit: Visit) -> list[Pointing]:
    offered = visit.registry.search.is_offered
    return [way for way in Pointing if offered or way is not Pointing.SELFIE]


def _linked(visit: Visit) -> PhotoClaim:
    words = st.text_input(
        visit.say("Link or number of the photo"), key="removal_words", placeholder="F-7K2M-9QXD", max_chars=500,
    )  # fmt: skip
    st.caption(visit.say("Copy the address of the page or of the photo, or the number that starts with F."))
    return PhotoClaim(pointing=Pointing.LINK, words=words or "")


def _uploaded(visit: Visit) -> PhotoClaim:
    file = st.file_uploader(
        visit.say("Copy or screenshot of the photo"), type=COPY_TYPES, key="removal_copy",
        max_upload_size=COPY_MEGABYTES,
    )  # fmt: skip
    st.caption(visit.say("We only use it to find the photo. We do not keep it."))
    return PhotoClaim(pointing=Pointing.UPLOAD, copy=file.getvalue() if file else b"")


def _contact(visit: Visit) -> None:
    st.subheader(visit.say("How can we reach you?"))
    reach = st.radio(
        visit.say("How do you want our answer?"), list(Reach), key="removal_reach",
        format_func=lambda chosen: visit.say(REACH_NAMES[chosen]),
    )  # fmt: skip
    reach = reach or Reach.EMAIL
    with st.form("removal_contact"):
        words = _reached(visit, reach)
        fault_place = st.empty()
        wish = st.radio(
            visit.say("What do you want us to do?"), list(Wish), key="removal_wish",
            format_func=lambda chosen: visit.say(WISH_NAMES[chosen]),
        )  # fmt: skip
        remark = st.text_area(
            visit.say("Do you want to tell us something? (not needed)"), key="removal_remark", max_chars=MAX_REMARK
        )
        st.write(
            visit.say(
                "We block the photo at once. A member of staff looks at your request. "
                "You get an answer within one month."
            )
        )
        sent = st.form_submit_button(visit.say("Send my request"), type="primary", key="removal_send")
    if st.button(visit.say("Back"), key="removal_back"):
        _go(Step.PHOTO)
    if not sent:
        return
    fault = contact_fault(reach, words)
    if fault:
        fault_place.error(visit.say(fault))
        return
    with fault_place, faults_here(visit):
        _submit(visit, _Answer(reach=reach, contact=words.strip(), wish=wish or Wish.DESTROY, remark=remark.strip()))


def _reached(visit: Visit, reach: Reach) -> str:
    label = visit.say(CONTACT_LABELS[reach])
    if reach is Reach.LETTER:
        return str(st.text_area(label, key="removal_post", max_chars=300))
    kind = "email" if reach is Reach.EMAIL else "tel"
    return str(st.text_input(label, key=f"removal_{kind}", autocomplete=kind, max_chars=254))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """What the second step holds."""

    reach: Reach
    contact: str
    wish: Wish
    remark: str


def _submit(visit: Visit, answer: _Answer) -> None:
    claim: PhotoClaim = st.session_state[_CLAIM]
    submitted = visit.registry.removal.submit(
        way=way_of(claim),
        link_or_reference=claim.words or None,
        upload=claim.copy or None,
        contact=answer.contact,
        reach=answer.reach,
        wish=answer.wish,
        remark=answer.remark,
        language=visit.locale,
        visitor=visitor_address(),
    )
    st.session_state.pop(_CLAIM)  # the copy leaves the server's memory here
    _go(Step.DONE, **{_SUBMITTED: submitted, _MAILED: answer.reach is Reach.EMAIL})


def _receipt(visit: Visit) -> None:
    submitted: Submitted = st.session_state[_SUBMITTED]
    st.subheader(visit.say("We have your request"))
    st.html(markup.receipt(submitted.reference))
    st.write(visit.say("Write this number down, or keep the link below. With it you see how far your request is."))
    base = visit.registry.settings.base_url.rstrip("/")
    st.code(f"{base}/verzoek/{submitted.secret_token}", language=None, wrap_lines=True)
    link = f"/verzoek/{submitted.secret_token}"
    with st.container(horizontal=True):
        st.html(markup.download(visit.say("Keep this as a PDF"), f"{link}/ontvangstbewijs.pdf"), width="content")
        st.html(markup.button(visit.say("See how far my request is"), link), width="content")
    if st.session_state[_MAILED]:
        confirm_contact(visit, submitted.secret_token)


def confirm_contact(visit: Visit, token: str) -> None:
    """Ask for the code from the mail; show that it fits, or what to do."""
    with st.form("removal_code_form"):
        st.write(visit.say("We sent you an e-mail with a code. Type the code here. Then we know the address is yours."))
        code = st.text_input(visit.say("Code from the e-mail"), key="removal_code", autocomplete="one-time-code")
        if st.form_submit_button(visit.say("Confirm my address"), type="primary", key="removal_confirm"):
            with faults_here(visit):
                visit.registry.removal.confirm_contact(token, code.strip())
                st.success(visit.say("Thank you. Your address is confirmed."))
    if st.button(visit.say("Send me a new code"), key="removal_resend"):
        with faults_here(visit):
            visit.registry.removal.resend_code(token)
            st.success(visit.say("We sent a new code."))


def _go(step: Step, **state: object) -> None:
    st.session_state[_STEP] = step
    st.session_state.update(state)
    st.rerun()
