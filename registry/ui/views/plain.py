"""Words from outside (names, captions, remarks) made harmless for Streamlit's Markdown. Pure."""

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def bullets(lines: Iterable[str]) -> str:
    """Return lines as one list of Markdown, each shown as it was typed."""
    return "\n".join(f"- {plain(line)}" for line in lines)


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it was typed: no links, pictures, formulas or headings."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
