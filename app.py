"""`streamlit run app.py` (or `uvicorn app:app`) serves the registry with the settings from the environment."""

import streamlit as st

from registry.settings import Settings
from registry.ui import look, mishaps, server

look.apply(Settings())
app = st.App(server.SCRIPT, routes=server.page_routes(), middleware=server.middleware(), on_script_error=mishaps.tell)
