"""“Have my photo removed”: three short steps, no account."""

from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from registry.errors import RegistryError
from registry.intake.errors import IntakeRefusal
from registry.removal.states import Reach, Wish
from registry.removal.views import Submitted
from registry.ui import beside, handing, markup, onward
from registry.ui.addresses import visitor_address, word_in_address
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

_STEP = "stap"
_CLAIM, _SENDING = "removal_claim", "removal_sending"
_TRIES = "removal_tries"
_COPY, _COPY_FAULT = "removal_copy", "removal_copy_fault"
_KEPT = (
    "removal_pointing", "removal_words", "removal_reach", "removal_email", "removal_tel", "removal_post",
    "removal_wish", "removal_remark",
)  # fmt: skip
"""What was filled in stays when somebody goes a step back; Streamlit forgets fields that are not shown."""


def show(visit: Visit) -> None:
    """Show the step the visitor has come to."""
    for key in _KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    st.title(visit.say("Have my photo removed"))
    step = _step()
    st.progress(step / len(Step), visit.say("Step {number} of {total}", number=int(step), total=len(Step)))
    {Step.PHOTO: _which_photo, Step.CONTACT: _contact, Step.DONE: _receipt}[step](visit)


def _step() -> Step:
    """Return the step the address names, so that the browser's own step back is one here too; 1 without its claim."""
    sending: _Sending | None = st.session_state.get(_SENDING)
    if sending and sending.submitted:
        return Step.DONE
    is_second = word_in_address(_STEP) == str(int(Step.CONTACT))
    return Step.CONTACT if is_second and _CLAIM in st.session_state else Step.PHOTO


def _which_photo(visit: Visit) -> None:
    st.subheader(visit.say("Which photo is it about?"))
    if word_in_address(_STEP) == str(int(Step.CONTACT)):
        st.info(
            visit.say(
                "The page was loaded again. Did you get a number that starts with V? Then we have your request. "
                "If not, choose the photo again."
            )
        )
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
    place = st.empty()
    if not st.button(visit.say("Next"), type="primary", key="removal_next"):
        return
    if claim.pointing is Pointing.UPLOAD:
        claim = _looked_at(visit, claim)
    if claim.missing:
        with place.container():
            beside.fault("photo", visit.say(claim.missing), attempt=beside.attempt(_TRIES))
        return
    with place, faults_here(visit):
        if claim.pointing is Pointing.EVENT:
            visit.registry.album.chosen(claim.words.split())
        _go(Step.CONTACT, **{_CLAIM: claim, _SENDING: _Sending()})


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
    handing.show(
        visit, _COPY, visit.say("Copy or screenshot of the photo"),
        visit.say("We only use it to find the photo. We do not keep it."),
        fault=st.session_state.pop(_COPY_FAULT, ""),
    )  # fmt: skip
    before: PhotoClaim | None = st.session_state.get(_CLAIM)
    if before is None or before.copy_of is None:
        return PhotoClaim(pointing=Pointing.UPLOAD)
    st.write(visit.say("You gave us a picture already. Choose another one only if that was not the right one."))
    return before


def _looked_at(visit: Visit, before: PhotoClaim) -> PhotoClaim:
    """Look which photo the copy is of, and let go of it: what goes on are ids, and whether any fits is not shown."""
    if not handing.is_given(visit, _COPY):
        return before
    try:
        with st.spinner(visit.say("We look for the photo…")):
            found = visit.registry.removal.look_for_copy(handing.take(visit, _COPY))
    except IntakeRefusal:
        st.session_state[_COPY_FAULT] = visit.say(
            "We cannot open this picture. Make a screenshot of the photo, and choose that."
        )
        st.rerun()
    except RegistryError as refused:
        st.session_state[_COPY_FAULT] = visit.fault(refused)
        st.rerun()
    return PhotoClaim(pointing=Pointing.UPLOAD, copy_of=found)


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
        _wait_for_a_press_before()
        return
    answer = _Answer(reach=reach, contact=words.strip(), wish=wish or Wish.DESTROY, remark=remark.strip())
    wrong = contact_fault(reach, words)
    said = visit.say(wrong) if wrong else ""
    if not wrong:
        try:
            _submit(visit, answer)
        except RegistryError as refused:
            said = visit.fault(refused)
    with fault_place.container():
        beside.fault("contact", said, attempt=beside.attempt(_TRIES))


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


@dataclass(kw_only=True, slots=True)
class _Sending:
    """One request on its way.

    A second press, or a field that is left, runs the page beside the run that sends, whose own last word is then
    dropped: what came of it is kept here, where both see it.
    """

    once: Lock = field(default_factory=Lock)
    submitted: Submitted | None = None
    mailed: bool = False


def _submit(visit: Visit, answer: _Answer) -> None:
    claim: PhotoClaim = st.session_state[_CLAIM]
    sending: _Sending = st.session_state[_SENDING]
    visitor = visitor_address()
    with sending.once:
        if sending.submitted is None:
            sending.mailed = answer.reach is Reach.EMAIL
            sending.submitted = visit.registry.removal.submit(
                way=way_of(claim),
                link_or_reference=claim.words or None,
                copy_of=claim.copy_of,
                contact=answer.contact,
                reach=answer.reach,
                wish=answer.wish,
                remark=answer.remark,
                language=visit.locale,
                visitor=visitor,
            )
    _go(Step.DONE)


def _wait_for_a_press_before() -> None:
    """Go to the receipt when the run beside this one has sent the request."""
    sending: _Sending = st.session_state[_SENDING]
    with sending.once:
        is_sent = sending.submitted is not None
    if is_sent:
        _go(Step.DONE)


def _receipt(visit: Visit) -> None:
    """Show the receipt, then the request's own page: a reload keeps that, a step back does not send it again."""
    sending: _Sending = st.session_state[_SENDING]
    submitted = sending.submitted
    if submitted is None:
        return
    st.session_state.pop(_CLAIM, None)
    show_receipt(visit, submitted.reference, submitted.secret_token)
    st.html(markup.button(visit.say("See how far my request is"), f"/verzoek/{submitted.secret_token}"))
    if sending.mailed:
        confirm_contact(visit, submitted.secret_token)
    onward.go(f"/verzoek/{submitted.secret_token}")


def show_receipt(visit: Visit, reference: str, token: str) -> None:
    """Show the number of a request, its secret link, and both on paper."""
    st.subheader(visit.say("We have your request"))
    st.html(markup.receipt(reference))
    st.write(visit.say("Write this number down, or keep the link below. With it you see how far your request is."))
    st.code(f"{visit.registry.settings.base_url.rstrip('/')}/verzoek/{token}", language=None, wrap_lines=True)
    st.html(markup.download(visit.say("Keep this as a PDF"), f"/verzoek/{token}/ontvangstbewijs.pdf"))


def confirm_contact(visit: Visit, token: str) -> None:
    """Ask for the code from the mail; once it fits, only say so, or say what to do."""
    place = st.empty()
    with place.container():
        confirmed = _confirmed(visit, token)
    if confirmed:
        place.success(visit.say("Thank you. Your address is confirmed."))


def _confirmed(visit: Visit, token: str) -> bool:
    """Show the form for the code and the button for a new one; return whether the code was right just now."""
    right = False
    with st.form("removal_code_form"):
        st.write(visit.say("We sent you an e-mail with a code. Type the code here. Then we know the address is yours."))
        code = st.text_input(visit.say("Code from the e-mail"), key="removal_code", autocomplete="one-time-code")
        if st.form_submit_button(visit.say("Confirm my address"), type="primary", key="removal_confirm"):
            with faults_here(visit):
                visit.registry.removal.confirm_contact(token, code.strip())
                right = True
    if st.button(visit.say("Send me a new code"), key="removal_resend"):
        with faults_here(visit):
            visit.registry.removal.resend_code(token)
            st.success(visit.say("We sent a new code."))
    return right


def _go(step: Step, **state: object) -> None:
    st.session_state.update(state)
    if step is Step.CONTACT:
        st.query_params[_STEP] = str(int(step))
    else:
        st.query_params.pop(_STEP, None)
    st.rerun()
