"""An error beside the field it is about, tied to it for screen readers; the first one on a page gets the focus."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st


@cache
def _tie() -> Callable[..., Any]:
    script = (files("registry.ui") / "static" / "tie.js").read_text(encoding="utf-8")
    mark = '<span class="r-tie" hidden></span>'
    return st.components.v2.component("tie_to_field", html=mark, js=script, isolate_styles=False)


def fault(name: str, words: str, *, attempt: int) -> None:
    """Show what is wrong with the field just above; `attempt` says how often the form was sent, so that each leads."""
    st.error(words, icon=":material/error:")
    _tie()(key=f"tie_{name}", data={"name": name, "attempt": attempt})


def attempt(key: str) -> int:
    """Count one more sending of a form in this visit, and return which it is."""
    number = int(st.session_state.get(key, 0)) + 1
    st.session_state[key] = number
    return number
