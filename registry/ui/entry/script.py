"""What Streamlit runs on every visit and every click."""

import streamlit as st

from registry.ui import frame

frame.show(st.context.cookies.to_dict())
