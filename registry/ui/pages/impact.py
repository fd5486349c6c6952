"""The part of the data protection impact assessment on faces, from the settings as they are."""

import streamlit as st

from registry.access.permissions import Permission, require
from registry.consent.dpia import assessment, language_for
from registry.consent.figures import shipped_figures
from registry.locale import LOCAL_TIME
from registry.ui.visit import Visit


def show(visit: Visit) -> None:
    """Show the assessment and let it be kept as a file. Raises Forbidden for who may not see the register."""
    require(visit.actor, Permission.VIEW_PERSONS)
    st.title(visit.say("Impact assessment"))
    registry = visit.registry
    text = assessment(
        registry.charter,
        shipped_figures(),
        municipality=registry.settings.municipality,
        language=language_for(visit.locale),
        on=registry.clock.now().astimezone(LOCAL_TIME).date(),
    )
    st.download_button(
        visit.say("Keep as a file"), text, file_name="dpia.md", mime="text/markdown", icon=":material/download:"
    )
    st.markdown(text)
