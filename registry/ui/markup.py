"""Small pieces of HTML that Streamlit has no widget for. Everything from outside is escaped here."""

import html
from collections.abc import Iterable

from registry.locale import Locale
from registry.ui.views.light import Light
from registry.ui.views.marks import Mark


def light(colour: Light, words: str) -> str:
    """Return a traffic light: a symbol and words as well as a colour, for those who do not see colours."""
    return (
        f'<span class="r-light r-{colour.value}"><span aria-hidden="true">{colour.symbol}</span>{_safe(words)}</span>'
    )


def photo(address: str, description: str, marks: Iterable[Mark] = ()) -> str:
    """Return a photo with numbered boxes over it; the picture's own bytes stay untouched."""
    boxes = "".join(_box(mark) for mark in marks)
    return f'<div class="r-photo"><img src="{_safe(address)}" alt="{_safe(description)}">{boxes}</div>'


def picture(address: str, description: str) -> str:
    """Return a small picture, such as a face."""
    return f'<img class="r-crop" src="{_safe(address)}" alt="{_safe(description)}">'


def missing(words: str) -> str:
    """Return the place of a picture that may not or can no longer be shown."""
    return f'<div class="r-missing">{_safe(words)}</div>'


def link(address: str, words: str) -> str:
    """Return a link that opens a download or another page."""
    return f'<a href="{_safe(address)}">{_safe(words)}</a>'


def receipt(reference: str) -> str:
    """Return a reference in letters large enough to copy by hand."""
    return f'<p class="r-receipt">{_safe(reference)}</p>'


def steps(lines: Iterable[tuple[str, str]]) -> str:
    """Return a list of steps; each is ("done" | "now" | "later", words)."""
    items = "".join(f'<li class="r-{_safe(when)}">{_safe(words)}</li>' for when, words in lines)
    return f'<ol class="r-steps">{items}</ol>'


def sign_out(csrf: str, words: str) -> str:
    """Return the form that ends the session."""
    return (
        '<form method="post" action="/api/sign-out">'
        f'<input type="hidden" name="csrf" value="{_safe(csrf)}">'
        f'<button class="r-button r-quiet" type="submit">{_safe(words)}</button></form>'
    )


def languages(chosen: Locale, path: str, words: str) -> str:
    """Return the links that show `path` in another language."""
    links = "".join(_language(locale, path, is_chosen=locale is chosen) for locale in Locale)
    return f'<nav class="r-languages" aria-label="{_safe(words)}">{links}</nav>'


def _language(locale: Locale, path: str, *, is_chosen: bool) -> str:
    address = f"/taal/{locale.value}?terug={_safe(path)}"
    marks = f'hreflang="{locale.value}" aria-label="{_safe(locale.own_name)}"'
    marks += ' aria-current="true"' if is_chosen else ""
    return f'<a href="{address}" {marks}>{locale.value.upper()}</a>'


def _box(mark: Mark) -> str:
    style = f"left:{mark.left:.2f}%;top:{mark.top:.2f}%;width:{mark.width:.2f}%;height:{mark.height:.2f}%"
    chosen = " r-chosen" if mark.chosen else ""
    return f'<div class="r-box{chosen}" style="{style}"><b>{mark.number}</b></div>'


def _safe(text: str) -> str:
    return html.escape(text, quote=True)
