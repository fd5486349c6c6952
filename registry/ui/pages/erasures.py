"""Erasures: which photos are being destroyed, how far each step is, and the certificate at the end."""

from uuid import UUID

import streamlit as st

from registry.erasure.states import ErasureState
from registry.erasure.views import CopyView, ErasureSummary, ErasureView
from registry.ui import markup
from registry.ui.addresses import id_in_address, word_in_address
from registry.ui.pages import readmitting
from registry.ui.views.erasures import (
    COPY_STATE_NAMES,
    KIND_NAMES,
    REASON_NAMES,
    STATE_LIGHTS,
    STATE_NAMES,
    Recipients,
    look_words,
    step_lines,
    whereabouts,
)
from registry.ui.views.pages import page_of
from registry.ui.views.plain import plain
from registry.ui.visit import Visit

REFRESH_SECONDS = 2


def show(visit: Visit) -> None:
    """Show one erasure, live, when the address names it; otherwise all of them, newest first."""
    wanted = id_in_address("wissen")
    if wanted:
        _one(visit, wanted)
    else:
        _all(visit)


def _all(visit: Visit) -> None:
    st.title(visit.say("Erasures"))
    erasures = visit.registry.erasure.erasures(visit.actor)
    if not erasures:
        st.info(visit.say("No photo was destroyed yet."))
    for erasure in page_of(erasures, word_in_address("blad")):
        _line(visit, erasure)


def _line(visit: Visit, erasure: ErasureSummary) -> None:
    with st.container(border=True):
        words, button = st.columns([5, 1], vertical_alignment="center")
        why, asked = visit.say(REASON_NAMES[erasure.reason]), visit.moment(erasure.asked_at)
        words.markdown(f"**{plain(erasure.photo_reference)}** · {plain(why)} · {plain(asked)}")
        words.html(markup.light(STATE_LIGHTS[erasure.state], visit.say(STATE_NAMES[erasure.state])))
        button.html(
            markup.button(visit.say("Open"), f"/wissen?wissen={erasure.erasure_id}", about=erasure.photo_reference)
        )


def _one(visit: Visit, erasure_id: UUID) -> None:
    is_done = visit.registry.erasure.erasure(visit.actor, erasure_id).state is ErasureState.DONE

    @st.fragment(run_every=None if is_done else REFRESH_SECONDS)
    def watch() -> None:
        _progress(visit, visit.registry.erasure.erasure(visit.actor, erasure_id))

    watch()
    if is_done:
        readmitting.show(visit, erasure_id)
    st.html(markup.button(visit.say("All erasures"), "/wissen"))


def _progress(visit: Visit, erasure: ErasureView) -> None:
    st.title(visit.say("Photo {reference}", reference=erasure.photo_reference))
    st.html(markup.light(STATE_LIGHTS[erasure.state], visit.say(STATE_NAMES[erasure.state])))
    done = sum(step.state.is_closed for step in erasure.steps)
    st.progress(done / len(erasure.steps), visit.say("{n} of {total} steps", n=done, total=len(erasure.steps)))
    if erasure.state is ErasureState.DONE:
        _certificate(visit, erasure)
    if erasure.state is ErasureState.NEEDS_PERSON:
        st.html(markup.button(visit.say("See what you have to do"), "/taken", main=True))
    recipients = visit.recipients_of(erasure.photo_id)
    st.html(markup.steps(step_lines(visit.tr, erasure, visit.place, recipients)))
    st.subheader(visit.say("Every copy"))
    for copy in erasure.copies:
        _copy(visit, copy, recipients)


def _certificate(visit: Visit, erasure: ErasureView) -> None:
    place = f"/api/certificates/{erasure.erasure_id}"
    with st.container(horizontal=True):
        st.html(markup.download(visit.say("Certificate to print (PDF)"), f"{place}.pdf"), width="content")
        st.html(markup.download(visit.say("Certificate to check (JSON)"), f"{place}.json"), width="content")


def _copy(visit: Visit, copy: CopyView, recipients: Recipients) -> None:
    kind, state = visit.say(KIND_NAMES[copy.kind]), visit.say(COPY_STATE_NAMES[copy.state])
    st.markdown(f"- {plain(kind)} · {plain(whereabouts(copy, visit.place, recipients))}: **{plain(state)}**")
    for look in copy.looks:
        seen = look_words(visit.tr, look)
        st.caption(visit.say("Looked on {moment}: {seen}", moment=visit.moment(look.at), seen=seen))
