"""A picture of a face: taken now with the phone's or computer's camera, or chosen from its files."""

import streamlit as st

from registry.ui.visit import Visit

_TYPES = ["jpg", "jpeg", "png", "webp", "heic"]
_MEGABYTES = 20


def show(visit: Visit, key: str, label: str) -> bytes | None:
    """Show both ways and return the picture's bytes, None while there is none; the camera opens only when chosen."""
    with_camera = st.radio(
        visit.say("How do you give the picture?"), [False, True], key=f"{key}_how", horizontal=True,
        format_func=lambda now: visit.say("Take one now") if now else visit.say("Choose a file"),
    )  # fmt: skip
    if with_camera:
        taken = st.camera_input(label, key=f"{key}_camera")
    else:
        taken = st.file_uploader(label, type=_TYPES, key=key, max_upload_size=_MEGABYTES)
    return taken.getvalue() if taken is not None else None
