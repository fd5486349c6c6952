"""“Have my photo removed”: three short steps, no account."""

import streamlit as st

from registry.removal.views import Submitted
from registry.ui import markup
from registry.ui.feedback import faults_here
from registry.ui.pages import event_search
from registry.ui.views.removal_form import (
    MAX_REMARK,
    POINTING_NAMES,
    PhotoClaim,
    Pointing,
    Step,
    address_fault,
    way_of,
)
from registry.ui.visit import Visit

_STEP, _CLAIM, _SUBMITTED = "removal_step", "removal_claim", "removal_submitted"
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
    asking = {Pointing.LINK: _linked, Pointing.UPLOAD: _uploaded, Pointing.SELFIE: event_search.claim}
    claim = asking[pointing or Pointing.LINK](visit)
    beside = st.empty()
    if not st.button(visit.say("Next"), type="primary", key="removal_next"):
        return
    if claim.missing:
        beside.error(visit.say(claim.missing))
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
    return PhotoClaim(pointing=Pointing.LINK, words=words)


def _uploaded(visit: Visit) -> PhotoClaim:
    file = st.file_uploader(
        visit.say("Copy or screenshot of the photo"), type=COPY_TYPES, key="removal_copy",
        max_upload_size=COPY_MEGABYTES,
    )  # fmt: skip
    st.caption(visit.say("We only use it to find the photo. We do not keep it."))
    return PhotoClaim(pointing=Pointing.UPLOAD, copy=file.getvalue() if file else b"")


def _contact(visit: Visit) -> None:
    st.subheader(visit.say("How can we reach you?"))
    with st.form("removal_contact"):
        address = st.text_input(visit.say("Your e-mail address"), key="removal_address", autocomplete="email")
        fault_place = st.empty()
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
    fault = address_fault(address)
    if fault:
        fault_place.error(visit.say(fault))
        return
    with faults_here(visit):
        _submit(visit, address.strip(), remark.strip())


def _submit(visit: Visit, address: str, remark: str) -> None:
    claim: PhotoClaim = st.session_state[_CLAIM]
    submitted = visit.registry.removal.submit(
        way=way_of(claim),
        link_or_reference=claim.words or None,
        upload=claim.copy or None,
        contact=address,
        remark=remark,
        language=visit.locale,
    )
    st.session_state.pop(_CLAIM)  # the copy leaves the server's memory here
    _go(Step.DONE, **{_SUBMITTED: submitted})


def _receipt(visit: Visit) -> None:
    submitted: Submitted = st.session_state[_SUBMITTED]
    st.subheader(visit.say("We have your request"))
    st.html(markup.receipt(submitted.reference))
    st.write(visit.say("Write this number down, or keep the link below. With it you see how far your request is."))
    base = visit.registry.settings.base_url.rstrip("/")
    st.code(f"{base}/verzoek/{submitted.secret_token}", language=None, wrap_lines=True)
    confirm_contact(visit, submitted.secret_token)
    st.html(markup.button(visit.say("See how far my request is"), f"/verzoek/{submitted.secret_token}"))


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
