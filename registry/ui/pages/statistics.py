"""Figures of each month: photos, verdicts, what was published, requests, erasures."""

import streamlit as st

from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the figures."""
    st.title(visit.say("Figures"))
