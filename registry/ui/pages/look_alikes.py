"""Photos of the register that look like another one: perhaps its cut or smaller version, perhaps the next frame."""

from uuid import UUID

import streamlit as st

from registry.intake.records import Photo
from registry.ui.views.pages import PAGE_SIZE
from registry.ui.visit import Visit

_FOUND = "look_alikes"


def of(visit: Visit, photo_id: UUID) -> list[Photo]:
    """Return the look-alikes that still have their bytes; looked for once a visit, since an archive takes a moment."""
    found: dict[UUID, list[UUID]] = st.session_state.setdefault(_FOUND, {})
    if photo_id not in found:
        found[photo_id] = [other for other, _ in visit.registry.intake.alike(photo_id)[:PAGE_SIZE]]
    photos = [visit.registry.intake.photo(visit.actor, other) for other in sorted(found[photo_id])]
    return [photo for photo in photos if photo.state.has_bytes]
