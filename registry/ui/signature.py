"""The field people sign in: with a finger, a pen or the mouse; who cannot draw types their name beside it."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from registry.asking import drawing
from registry.asking.drawing import Drawing
from registry.ui.visit import Visit


@cache
def _component() -> Callable[..., Any]:
    place = files("registry.ui") / "static"
    html, css, js = (place.joinpath(f"signature.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component("signature_field", html=html, css=css, js=js, isolate_styles=False)


def show(visit: Visit, key: str) -> Drawing | None:
    """Show the field and return what was drawn in it so far; None for nothing, or for what is no drawing."""
    words = {
        "label": visit.tr("Sign here with your finger or the mouse"),
        "empty": visit.tr("Not signed yet"),
        "signed": visit.tr("Signed"),
        "clear": visit.tr("Clear"),
    }
    result = _component()(key=key, data={"words": words}, on_drawn_change=lambda: None)
    return drawing.read(getattr(result, "drawn", None))
