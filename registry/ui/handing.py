"""The field in which somebody hands a picture or a file over; it never enters Streamlit's memory, nor a disk.

Visitors hand a picture over, from a file or taken now; staff may hand over a file of any kind a page asks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from registry.api.errors import BodyTooLarge
from registry.api.handing_in import address_of
from registry.tray.errors import PictureGone
from registry.tray.figures import MEGABYTE
from registry.tray.tickets import Kind
from registry.ui.visit import Visit


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a field asks for: the kinds of file as a browser's `accept` writes them, the bytes at most, its words."""

    kind: Kind
    accept: str
    limit: int
    words: Mapping[str, str] = field(default_factory=dict)


PICTURES = "image/jpeg,image/png,image/webp,image/tiff,image/heic,image/heif,image/avif,.heic,.heif,.avif"


@cache
def _component() -> Callable[..., Any]:
    place = files("registry.ui") / "static"
    html, css, js = (place.joinpath(f"picture.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("picture_field", html=html, css=css, js=js, isolate_styles=False)


def show(visit: Visit, key: str, label: str, hint: str, *, camera: bool = False, fault: str = "") -> str:
    """Show the field for a picture; return the ticket of the one that was handed over, empty while there is none.

    `fault` stands beside the field.
    """
    asked = Asked(
        kind=Kind.PICTURE, accept=PICTURES, limit=visit.registry.tray.figures.limit_bytes, words=_of_picture(visit)
    )
    return _field(visit, key, (label, hint), asked, camera=camera, fault=fault)


def show_file(visit: Visit, key: str, label: str, hint: str, *, types: tuple[str, ...], limit: int) -> str:
    """Show the field for a file of these endings and at most so many bytes; for who is signed in. Return its ticket."""
    accept = ",".join(f".{ending}" for ending in types)
    limit = min(limit, visit.registry.tray.figures.file_limit_bytes)
    asked = Asked(kind=Kind.FILE, accept=accept, limit=limit, words=_of_file(visit))
    return _field(visit, key, (label, hint), asked)


def is_given(visit: Visit, key: str) -> bool:
    """Say whether something was handed over and is still here."""
    return bool(_given(visit, key))


def take(visit: Visit, key: str) -> bytes:
    """Return what was handed over and let go of it everywhere. Raises PictureGone."""
    given = st.session_state.pop(f"{key}_given", "")
    if not given:
        raise PictureGone
    return visit.registry.tray.take(given)


def read(visit: Visit, key: str) -> bytes:
    """Return what was handed over and leave it where it is, for who corrects something first. Raises PictureGone."""
    return visit.registry.tray.read(str(st.session_state.get(f"{key}_given", "")))


def drop(visit: Visit, key: str) -> None:
    """Let go of what was handed over; harmless when there is nothing."""
    visit.registry.tray.drop(str(st.session_state.pop(f"{key}_given", "")))


def _field(
    visit: Visit, key: str, told: tuple[str, str], asked: Asked, *, camera: bool = False, fault: str = ""
) -> str:
    ticket = _follow(visit, key, asked.kind)
    given = _given(visit, key)
    label, hint = told
    large = visit.say(BodyTooLarge.text, limit_megabytes=asked.limit // MEGABYTE)
    _component()(
        key=f"{key}_field",
        data={
            "name": key,
            "address": address_of(ticket),
            "given": address_of(given) if given else "",
            "csrf": visit.csrf,
            "limit": asked.limit,
            "accept": asked.accept,
            "camera": camera,
            "fault": "" if given else fault,
            "words": {"label": label, "hint": hint, "large": large, **_of_both(visit), **asked.words},
        },
        on_handed_change=lambda: None,
        on_removed_change=lambda: None,
        on_refused_change=lambda: None,
    )
    return given


def _follow(visit: Visit, key: str, kind: Kind) -> str:
    """Return the ticket for the next one; a used one becomes the given one, and the one before that is dropped."""
    ticket = st.session_state.get(f"{key}_ticket", "")
    tray = visit.registry.tray
    if ticket and tray.holds(ticket):
        tray.drop(st.session_state.get(f"{key}_given", ""))
        st.session_state[f"{key}_given"] = ticket
    if not ticket or not tray.is_good(ticket, visit.csrf):
        st.session_state[f"{key}_ticket"] = tray.ticket(visit.csrf, kind)
    return str(st.session_state[f"{key}_ticket"])


def _given(visit: Visit, key: str) -> str:
    given = str(st.session_state.get(f"{key}_given", ""))
    return given if given and visit.registry.tray.holds(given) else ""


def _of_both(visit: Visit) -> dict[str, str]:
    return {"broken": visit.say("Sending did not work. Try again.")}


def _of_picture(visit: Visit) -> dict[str, str]:
    return {
        "choose": visit.say("Choose a picture"),
        "camera": visit.say("Take a picture now"),
        "shoot": visit.say("Take it"),
        "remove": visit.say("Take this picture away"),
        "given": visit.say("The picture is ready."),
        "yours": visit.say("The picture you chose"),
        "noCamera": visit.say("We cannot use your camera. Choose a picture instead."),
    }


def _of_file(visit: Visit) -> dict[str, str]:
    return {
        "choose": visit.say("Choose a file"),
        "remove": visit.say("Take this file away"),
        "given": visit.say("The file is ready."),
        "yours": visit.say("The file you chose"),
    }
