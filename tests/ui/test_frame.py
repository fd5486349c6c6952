"""What surrounds every page."""

from __future__ import annotations

import ast
from pathlib import Path

from registry.settings import Settings
from registry.ui import frame, look


def test_pages_when_listed_then_have_no_icon_that_streamlit_would_fetch_from_another_site():
    calls = [node for node in ast.walk(ast.parse(Path(frame.__file__).read_text())) if isinstance(node, ast.Call)]
    pages = [call for call in calls if ast.unparse(call.func) == "st.Page"]
    assert pages
    assert [word.arg for call in pages for word in call.keywords if word.arg == "icon"] == []


def test_the_tabs_icon_when_made_then_is_a_picture_of_our_own(tmp_path):
    assert look.icon(Settings(home=tmp_path)).startswith("data:image/svg+xml,")
