"""Words from outside (names, captions, remarks) made harmless for Streamlit's Markdown. Pure."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it was typed: no links, pictures, formulas or headings."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
