"""Going on to another address of this site, without a press and without a step back to where one came from."""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

_SCRIPT = "export default ({ data }) => { location.replace(data.to) }"


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("go_on_to", html="<span hidden></span>", js=_SCRIPT, isolate_styles=False)


def go(path: str) -> None:
    """Have the browser load `path` (of this site) in place of this page."""
    _component()(key=f"onward_{path}", data={"to": path})
