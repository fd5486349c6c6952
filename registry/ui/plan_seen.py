"""What a page showed before its button was pressed: a press runs the page again, and the plan may differ by then."""

from uuid import UUID

import streamlit as st


def seen_before(photo_id: UUID, digest: str) -> str:
    """Return the plan that was on the page when it was last shown, and remember the one shown now."""
    key = f"plan-seen-{photo_id}"
    before = str(st.session_state.get(key, digest))
    st.session_state[key] = digest
    return before
