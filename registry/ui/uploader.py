"""The uploader on the photographer's page: two hundred photos, one after the other, straight to the upload route.

Streamlit's own uploader keeps every file in the server's memory; this one never holds more than two.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import streamlit as st

from registry.ui.views.batches import missing
from registry.ui.visit import Visit


@cache
def _component() -> Callable[..., Any]:
    place = files("registry.ui") / "static"
    html, css, js = (place.joinpath(f"uploader.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("photo_uploader", html=html, css=css, js=js, isolate_styles=False)


def show(visit: Visit, event_id: UUID) -> None:
    """Show the uploader for one event; the page runs again when a batch starts and when it has been sent."""
    data = {
        "batches": f"/api/events/{event_id}/batches",
        "known": f"/api/events/{event_id}/known",
        "unfinished": _unfinished(visit, event_id),
        "csrf": visit.csrf,
        "words": _words(visit),
    }
    _component()(key=f"uploader-{event_id}", data=data, on_started_change=lambda: None, on_finished_change=lambda: None)


def _unfinished(visit: Visit, event_id: UUID) -> dict[str, str | int] | None:
    """Return the newest batch if it broke off, and how many files may still come: refused ones may come again."""
    newest = next(iter(visit.registry.intake.batches(visit.actor, event_id)), None)
    if newest is None or not missing(newest):
        return None
    return {"batch": str(newest.batch_id), "missing": missing(newest) + len(newest.refused)}


def _words(visit: Visit) -> dict[str, str]:
    # The script fills in {sent}, {total} and {refused} itself.
    return {
        "choose": visit.tr("Choose photos"),
        "hint": visit.tr("or drag them here. Two hundred at once is fine."),
        "progress": visit.tr("{sent} of {total} sent, {refused} refused"),
        "failed": visit.tr("The connection broke. What was sent is safe; try the rest again."),
        "looking": visit.tr("Looking what is here already: {n} of {total}"),
        "all_here": visit.tr("All these photos are here already."),
        "again": visit.tr("Try the rest again"),
    }
