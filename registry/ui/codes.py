"""A link as a code to scan and as words to copy."""

from base64 import b64encode

import streamlit as st

from registry.asking.paper_pages import code_png
from registry.ui import markup
from registry.ui.visit import Visit


def show(visit: Visit, address: str) -> None:
    """Show an address as a QR code, and below it in words."""
    image = b64encode(code_png(address)).decode()
    st.html(markup.code(f"data:image/png;base64,{image}", visit.say("Code with the link")))
    st.code(address, language=None, wrap_lines=True)
