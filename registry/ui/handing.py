"""The field in which a visitor hands a picture over: a file, or one taken now; it never enters Streamlit's memory."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from registry.api.errors import BodyTooLarge
from registry.api.handing_in import address_of
from registry.tray.errors import PictureGone
from registry.ui.visit import Visit


@cache
def _component() -> Callable[..., Any]:
    place = files("registry.ui") / "static"
    html, css, js = (place.joinpath(f"picture.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("picture_field", html=html, css=css, js=js, isolate_styles=False)


def show(visit: Visit, key: str, label: str, hint: str, *, camera: bool = False, fault: str = "") -> str:
    """Show the field; return the ticket of the picture that was handed over, empty while there is none.

    `fault` stands beside the field.
    """
    ticket = _follow(visit, key)
    given = _given(visit, key)
    _component()(
        key=f"{key}_field",
        data={
            "address": address_of(ticket),
            "given": address_of(given) if given else "",
            "csrf": visit.csrf,
            "limit": visit.registry.tray.figures.limit_bytes,
            "camera": camera,
            "fault": "" if given else fault,
            "words": _words(visit, label, hint),
        },
        on_handed_change=lambda: None,
        on_removed_change=lambda: None,
        on_refused_change=lambda: None,
    )
    return given


def is_given(visit: Visit, key: str) -> bool:
    """Say whether a picture was handed over and is still here."""
    return bool(_given(visit, key))


def take(visit: Visit, key: str) -> bytes:
    """Return the picture and let go of it everywhere. Raises PictureGone."""
    given = st.session_state.pop(f"{key}_given", "")
    if not given:
        raise PictureGone
    return visit.registry.tray.take(given)


def _follow(visit: Visit, key: str) -> str:
    """Return the ticket for the next picture; a used one becomes the given one, and the one before that is dropped."""
    ticket = st.session_state.get(f"{key}_ticket", "")
    tray = visit.registry.tray
    if ticket and tray.holds(ticket):
        tray.drop(st.session_state.get(f"{key}_given", ""))
        st.session_state[f"{key}_given"] = ticket
    if not ticket or not tray.is_good(ticket, visit.csrf):
        st.session_state[f"{key}_ticket"] = tray.ticket(visit.csrf)
    return str(st.session_state[f"{key}_ticket"])


def _given(visit: Visit, key: str) -> str:
    given = str(st.session_state.get(f"{key}_given", ""))
    return given if given and visit.registry.tray.holds(given) else ""


def _words(visit: Visit, label: str, hint: str) -> dict[str, str]:
    large = visit.say(BodyTooLarge.text, limit_megabytes=int(visit.registry.tray.figures.megabytes))
    return {
        "label": label,
        "hint": hint,
        "choose": visit.say("Choose a picture"),
        "camera": visit.say("Take a picture now"),
        "shoot": visit.say("Take it"),
        "remove": visit.say("Take this picture away"),
        "given": visit.say("The picture is ready."),
        "yours": visit.say("The picture you chose"),
        "large": large,
        "broken": visit.say("Sending did not work. Try again."),
        "noCamera": visit.say("We cannot use your camera. Choose a picture instead."),
    }
