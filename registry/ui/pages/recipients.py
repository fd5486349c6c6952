"""Recipients: who gets photos by mail or as a file, what they still have to delete, and the words for other sites."""

from collections.abc import Mapping

import streamlit as st

from registry.locale import Locale
from registry.publication.outcomes import NotPublished, Published
from registry.publication.words import Words
from registry.recipients.records import Recipient
from registry.recipients.register import NewRecipient, NoticeView
from registry.recipients.sending import HandoutOutcome
from registry.recipients.states import NoticeState, RecipientKind
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.light import Light
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

_LIGHTS: Mapping[NoticeState, Light] = {
    NoticeState.WAITING: Light.ORANGE,
    NoticeState.CONFIRMED: Light.GREEN,
    NoticeState.SILENT: Light.RED,
}


def show(visit: Visit) -> None:
    """Show what recipients still have to confirm, hand a photo out, and the list itself."""
    st.title(visit.say("Recipients"))
    st.write(visit.say("Press, partners and printers get photos here. If a photo must go, we write to them."))
    everyone = visit.registry.recipients.register.all(visit.actor)
    _notices(visit)
    if everyone:
        _hand_out(visit, everyone)
    _list(visit, everyone)
    _public_notice(visit)


def _notices(visit: Visit) -> None:
    notices = visit.registry.recipients.register.notices(visit.actor)
    if not notices:
        return
    st.subheader(visit.say("What recipients must delete"))
    for notice in notices:
        with st.container(border=True):
            _notice(visit, notice)


def _notice(visit: Visit, notice: NoticeView) -> None:
    st.markdown(f"**{plain(notice.recipient)}** · {plain(notice.photo_reference)}")
    st.html(markup.light(_LIGHTS[notice.state], visit.say(notice.state.label)))
    st.caption(visit.say("Letters sent: {n}, first asked on {day}", n=notice.letters, day=visit.day(notice.opened_at)))
    if notice.state is NoticeState.CONFIRMED:
        return
    buttons = st.container(horizontal=True)
    letter = markup.download(visit.say("Letter (PDF)"), f"/api/kennisgeving/{notice.id}.pdf")
    buttons.html(letter, width="content")
    if buttons.button(visit.say("They told me it is deleted"), key=f"confirmed-{notice.id}"):
        with faults_here(visit):
            visit.registry.recipients.answering.confirm_for(visit.actor, notice.id)
            leave_note(visit.say("Thank you. That is recorded."))
            st.rerun()


def _hand_out(visit: Visit, everyone: list[Recipient]) -> None:
    st.subheader(visit.say("Give a photo to a recipient"))
    words = st.text_input(visit.say("Number of the photo"), key="handout_reference", placeholder="F-7K2M-9QXD")
    chosen = st.selectbox(
        visit.say("To whom?"), everyone, key="handout_recipient", format_func=lambda one: plain(one.name)
    )
    caption = st.text_area(visit.say("Text that goes with it"), key="handout_caption")
    buttons = st.container(horizontal=True)
    send = buttons.button(visit.say("Send by e-mail"), key="handout_send", type="primary", icon=":material/send:")
    make = buttons.button(visit.say("Make a file to hand over"), key="handout_make")
    if not (send or make) or chosen is None:
        return
    found = visit.registry.intake.find_by_reference(words)
    if found is None:
        st.error(visit.say("There is no photo with this number."))
        return
    sending = visit.registry.recipients.sending
    with faults_here(visit):
        outcome = (
            sending.send(visit.actor, found.id, chosen.id, Words(caption=caption.strip()))
            if send
            else sending.make(visit.actor, found.id, chosen.id)
        )
        _said(visit, outcome, as_file=make)


def _said(visit: Visit, outcome: HandoutOutcome, *, as_file: bool) -> None:
    match outcome:
        case Published(copy_id=copy_id) if as_file:
            st.success(visit.say("The file is ready. Fetch it today."))
            st.html(markup.download(visit.say("Fetch the file"), f"/api/uitreiking/{copy_id}.jpg"))
        case Published():
            st.success(visit.say("The photo is sent. The registry remembers to whom."))
        case NotPublished(verdict=verdict):
            st.error(visit.say("This photo may not go to this recipient:"))
            for reason in verdict.reasons:
                st.markdown(f"- {plain(reason.sentence(visit.tr))}")
        case _:
            st.warning(visit.say("The mail server did not take it. Try again later."))


def _list(visit: Visit, everyone: list[Recipient]) -> None:
    st.subheader(visit.say("The list"))
    if not everyone:
        st.info(visit.say("There are no recipients yet. Add the first one below."))
    for one in everyone:
        with st.expander(plain(f"{one.name} · {visit.say(one.kind.label)}"), icon=":material/contact_mail:"):
            st.write(plain(one.email))
            if one.opendsr_url:
                st.caption(visit.say("Is asked by OpenDSR"))
            if st.button(visit.say("Give them no more photos"), key=f"close-{one.id}"):
                with faults_here(visit):
                    visit.registry.recipients.register.close(visit.actor, one.id)
                    st.rerun()
    with st.expander(visit.say("Add a recipient"), expanded=not everyone, icon=":material/person_add:"):
        _add(visit)


def _add(visit: Visit) -> None:
    purposes = visit.registry.charter.purposes
    with st.form("recipient_add", clear_on_submit=False):
        name = st.text_input(visit.say("Name"), key="recipient_name")
        email = st.text_input(visit.say("E-mail address"), key="recipient_email")
        kind = st.selectbox(
            visit.say("What are they?"), list(RecipientKind), format_func=lambda one: visit.say(one.label)
        )
        codes = list(purposes)
        purpose = st.selectbox(
            visit.say("For which use do they get photos?"), codes,
            index=codes.index("press") if "press" in codes else 0, format_func=lambda code: purposes[code].title,
        )  # fmt: skip
        language = st.selectbox(
            visit.say("Language of the letters"), list(Locale), format_func=lambda one: one.own_name
        )
        url = st.text_input(visit.say("Address for OpenDSR requests, if they have one"), key="recipient_url")
        wanted = st.form_submit_button(visit.say("Add"), type="primary")
    if wanted and kind and purpose and language:
        with faults_here(visit):
            visit.registry.recipients.register.add(
                visit.actor,
                NewRecipient(name=name, email=email, kind=kind, purpose=purpose, language=language, opendsr_url=url),
            )
            leave_note(visit.say("The recipient is added."))
            st.rerun()


def _public_notice(visit: Visit) -> None:
    with st.expander(visit.say("Another website copied a photo"), icon=":material/public:"):
        st.write(visit.say("Did you destroy a photo that was public? Send this text to who copied or links it."))
        reference = st.text_input(visit.say("Number of the photo"), key="public_reference")
        addresses = st.text_area(visit.say("Where it stood, one address a line"), key="public_urls")
        language = st.selectbox(
            visit.say("Language of the letters"), list(Locale), key="public_language",
            format_func=lambda one: one.own_name,
        )  # fmt: skip
        if reference.strip() and language:
            urls = tuple(line.strip() for line in addresses.splitlines() if line.strip())
            text = visit.registry.recipients.answering.public_notice(
                visit.actor, reference.strip()[:20], urls, language
            )
            st.code(f"{text.subject}\n\n{text.body}", language=None, wrap_lines=True)
