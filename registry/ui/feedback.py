"""What a page says after an action: an error beside what caused it, a note on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from registry.errors import RegistryError
from registry.ui.visit import Visit

_NOTE = "note"


def show_fault(visit: Visit, fault: RegistryError) -> None:
    """Show what went wrong and what to do, where the reader is looking."""
    st.error(visit.fault(fault), icon=":material/error:")


@contextmanager
def faults_here(visit: Visit) -> Iterator[None]:
    """Show a refusal of the enclosed call at this spot, and go on."""
    try:
        yield
    except RegistryError as refused:
        show_fault(visit, refused)


def leave_note(text: str, onward: str = "") -> None:
    """Keep a sentence for after the rerun, and markup of where it leads."""
    st.session_state[_NOTE] = (text, onward)


def show_note() -> None:
    """Show the sentence the previous run left, once."""
    text, onward = st.session_state.pop(_NOTE, ("", ""))
    if text:
        st.success(text, icon=":material/check_circle:")
    if onward:
        st.html(onward)
