"""Scanned forms: bring a file in, then read page by page what people ticked, each beside its record."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from registry.asking.scans import PageSays, PageView
from registry.asking.states import PageState
from registry.charter.charter import Signature
from registry.consent.errors import ConsentError
from registry.paper import limits
from registry.ui import handing, markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.views.persons import SIGNATURE_NAMES, purpose_title
from registry.ui.visit import Visit

_FILE = "scan_file"
_TYPES = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")
_FIRST_BIRTH = date(1900, 1, 1)
_SIGNERS = (Signature.OWN, Signature.GUARDIAN)


def show(visit: Visit) -> None:
    """Show what was scanned and waits for a person; above it, how to bring a file in."""
    st.title(visit.say("Scanned forms"))
    with faults_here(visit):
        waiting = visit.registry.asking.scans.waiting(visit.actor)
        with st.expander(visit.say("Bring in a scan"), icon=":material/upload_file:", expanded=not waiting):
            _bring(visit)
        st.write(visit.say("Pages that wait for you: {n}", n=len(waiting)))
        if waiting:
            _page(visit, waiting[0])


def _bring(visit: Visit) -> None:
    handing.show_file(
        visit, _FILE, visit.say("Scan (PDF or picture)"),
        visit.say("One PDF with all forms, or a photo of one. The code on each form says whose it is."),
        types=_TYPES, limit=limits.shipped().scan_bytes,
    )  # fmt: skip
    if st.button(visit.say("Bring in"), type="primary", key="scan_bring"):
        with faults_here(visit):
            scan = handing.read(visit, _FILE) if handing.is_given(visit, _FILE) else b""
            batch = visit.registry.asking.scans.bring(visit.actor, scan)
            handing.drop(visit, _FILE)
            pages = visit.registry.asking.scans.batch(visit.actor, batch).pages
            leave_note(visit.say("Pages kept: {n}.", n=pages))
            st.rerun()


def _page(visit: Visit, page: PageView) -> None:
    st.subheader(visit.say("Page {number}", number=page.number))
    picture, form = st.columns([3, 2])
    with picture:
        _picture(visit, page)
    with form:
        if page.state is PageState.TO_LINK:
            _link(visit, page)
        _record(visit, page)
        if st.button(visit.say("This is no form: remove the page"), key=f"aside_{page.page_id}"):
            with faults_here(visit):
                visit.registry.asking.scans.set_aside(visit.actor, page.page_id)
                st.rerun()


def _picture(visit: Visit, page: PageView) -> None:
    if visit.registry.asking.scans.is_drawn(visit.actor, page.page_id):
        st.html(markup.photo(f"/api/scans/{page.page_id}", visit.say("The scanned page")))
    else:
        st.warning(visit.say(
            "This page cannot be shown: it is too large, or drawing it takes too long. Scan the form again, and remove "
            "this page."
        ), icon=":material/warning:")  # fmt: skip
    st.caption(page.code or visit.say("no code read"))


def _link(visit: Visit, page: PageView) -> None:
    with st.form(f"link_{page.page_id}"):
        code = st.text_input(visit.say("Code below the square, as in P-7K2M-9QXD"), key=f"code_{page.page_id}")
        if st.form_submit_button(visit.say("Tie to this form"), key=f"tie_{page.page_id}"):
            with faults_here(visit):
                visit.registry.asking.scans.link(visit.actor, page.page_id, code)
                st.rerun()


def _record(visit: Visit, page: PageView) -> None:
    purposes = visit.registry.charter.purposes
    with st.form(f"record_{page.page_id}"):
        name = page.person.display_name if page.person else ""
        name = st.text_input(
            visit.say("Name"), value=name, key=f"name_{page.page_id}", disabled=page.person is not None
        )
        beside = {"display_name": st.empty()}
        birth_date = _birth_date(visit, page, beside)
        says_yes = st.radio(
            visit.say("What was ticked?"), [True, False], key=f"says_{page.page_id}", index=None,
            format_func=lambda yes: visit.say("yes") if yes else visit.say("no"), horizontal=True,
        )  # fmt: skip
        beside["answer"] = st.empty()
        ticked = [
            code
            for code in purposes
            if st.checkbox(visit.say(purpose_title(purposes, code)), key=f"for_{code}_{page.page_id}")
        ]
        beside["purposes"] = st.empty()
        who = st.selectbox(
            visit.say("Who signed?"), _SIGNERS, key=f"who_{page.page_id}",
            format_func=lambda signature: visit.say(SIGNATURE_NAMES[signature]),
        )  # fmt: skip
        if st.form_submit_button(visit.say("Record the answer"), type="primary", key=f"go_{page.page_id}"):
            if says_yes is None:
                beside["answer"].error(visit.say("Choose what was ticked: yes or no."), icon=":material/error:")
                return
            says = PageSays(
                says_yes=says_yes, purposes=tuple(ticked), name=name, birth_date=birth_date,
                signature=who or Signature.OWN,
            )  # fmt: skip
            _send(visit, page, says, beside)


def _birth_date(visit: Visit, page: PageView, beside: dict[str, DeltaGenerator]) -> date | None:
    """Ask what the form asks of who is under age; of somebody known it is in the register."""
    if page.person is not None:
        return None
    given: date | None = st.date_input(
        visit.say("Birth date (only under 18)"), value=None, key=f"birth_{page.page_id}", format="DD/MM/YYYY",
        min_value=_FIRST_BIRTH, max_value=visit.today(),
    )  # fmt: skip
    beside["birth_date"] = st.empty()
    return given


def _send(visit: Visit, page: PageView, says: PageSays, beside: Mapping[str, DeltaGenerator]) -> None:
    try:
        visit.registry.asking.scans.record(visit.actor, page.page_id, says)
    except ConsentError as refused:
        place = beside.get(str(refused.data.get("field")), st)
        place.error(visit.fault(refused), icon=":material/error:")
        return
    leave_note(visit.say("The answer is recorded. The photos are checked again."))
    st.rerun()
