"""One box to find persons, photos and requests."""

import streamlit as st

from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the box, and what it finds."""
    st.title(visit.say("Search"))
