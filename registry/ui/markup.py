"""Small pieces of HTML that Streamlit has no widget for. Everything from outside is escaped here."""

import html
from collections.abc import Iterable
from statistics import median
from urllib.parse import quote

from registry.locale import Locale
from registry.ui.views.light import Light
from registry.ui.views.marks import Mark

MARKED = ' aria-current="true"'
"""Of several links: the one that is chosen."""
CROWD = 24
"""More boxes than this in one photo and their numbers would cover each other, and the faces."""


def light(colour: Light, words: str) -> str:
    """Return a traffic light: a symbol and words as well as a colour, for those who do not see colours."""
    return (
        f'<span class="r-light r-{colour.value}"><span aria-hidden="true">{colour.symbol}</span>{_safe(words)}</span>'
    )


def photo(
    address: str,
    description: str,
    marks: Iterable[Mark] = (),
    *,
    wide: bool = False,
    size: tuple[int, int] | None = None,
) -> str:
    """Return a photo with numbered boxes over it; the picture's own bytes stay untouched.

    `wide`: as wide as its place, however small the picture is, with smaller numbers. A photo of a crowd is shown large
    in a frame to move about in, also with the keyboard. `size`: its width and height, so that its place is there before
    its bytes are.
    """
    marks = list(marks)
    amid = _amid(marks) if len(marks) > CROWD else None
    boxes = [_box(mark, amid=mark is amid) for mark in marks]
    kind = "r-photo r-wide" if wide else "r-photo"
    place = f' width="{size[0]}" height="{size[1]}"' if size else ""
    image = f'<img src="{_safe(address)}" alt="{_safe(description)}"{place}>'
    shown = f'<div class="{kind}">{image}{"".join(boxes)}</div>'
    if amid is None:
        return shown
    return f'<div class="r-crowd" role="region" tabindex="0" aria-label="{_safe(description)}">{shown}</div>'


def thumbnail(address: str, description: str) -> str:
    """Return a picture of a grid: all take the same room, whatever their shape."""
    return f'<img class="r-thumbnail" src="{_safe(address)}" alt="{_safe(description)}" loading="lazy">'


def picture(address: str, description: str) -> str:
    """Return a small picture, such as a face."""
    return f'<img class="r-crop" src="{_safe(address)}" alt="{_safe(description)}">'


def code(address: str, description: str) -> str:
    """Return a QR code, large enough to scan from a screen."""
    return f'<img class="r-code" src="{_safe(address)}" alt="{_safe(description)}">'


def heading(words: str) -> str:
    """Return the words above a group of ticks."""
    return f'<p class="r-heading">{_safe(words)}</p>'


def missing(words: str) -> str:
    """Return the place of a picture that may not or can no longer be shown."""
    return f'<div class="r-missing">{_safe(words)}</div>'


def download(words: str, address: str) -> str:
    """Return a link that looks like a button and downloads a file."""
    return f'<a class="r-button r-quiet" href="{_safe(address)}" download>{_safe(words)}</a>'


def button(words: str, address: str, *, main: bool = False, about: str = "") -> str:
    """Return a link that looks like a button; `about` tells a screen reader which of several it is.

    Streamlit's own link buttons open a new tab, where people get lost.
    """
    kind = "r-button" if main else "r-button r-quiet"
    label = f' aria-label="{_safe(words)} {_safe(about)}"' if about else ""
    return f'<a class="{kind}" href="{_safe(address)}"{label}>{_safe(words)}</a>'


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table a screen reader can walk: each column has a head, and so has each row (its first cell)."""
    top = "".join(f'<th scope="col">{_safe(head)}</th>' for head in heads)
    body = "".join(_cells(list(cells)) for cells in rows)
    return (
        f'<div class="r-scroll"><table class="r-table"><caption>{_safe(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def row(label: str, mark: str) -> str:
    """Return a label and, beside it, a piece of markup."""
    return f'<div class="r-row"><span>{_safe(label)}</span>{mark}</div>'


def pager(before: str, back: str, where: str, after: str, onward: str) -> str:
    """Return links to the previous and next page around where one is; an empty address shows no link."""
    left = f'<a href="{_safe(before)}">‹ {_safe(back)}</a>' if before else "<span></span>"
    right = f'<a href="{_safe(after)}">{_safe(onward)} ›</a>' if after else "<span></span>"
    return f'<nav class="r-bar">{left}<span>{_safe(where)}</span>{right}</nav>'


def choices(label: str, choices: Iterable[tuple[str, str, bool]]) -> str:
    """Return links of which one is chosen: each is (words, address, whether it is)."""
    links = "".join(
        f'<a class="r-choice" href="{_safe(address)}"{MARKED if chosen else ""}>{_safe(words)}</a>'
        for words, address, chosen in choices
    )
    return f'<nav class="r-choices" aria-label="{_safe(label)}">{links}</nav>'


def download_form(address: str, csrf: str, fields: Iterable[tuple[str, str]], words: str) -> str:
    """Return a button that downloads what a form asks for; `fields` are its names and values."""
    hidden = "".join(f'<input type="hidden" name="{_safe(name)}" value="{_safe(value)}">' for name, value in fields)
    return (
        f'<form method="post" action="{_safe(address)}"><input type="hidden" name="csrf" value="{_safe(csrf)}">'
        f'{hidden}<button class="r-button" type="submit">{_safe(words)}</button></form>'
    )


def words(text: str) -> str:
    """Return plain words beside other markup."""
    return f'<span class="r-words">{_safe(text)}</span>'


def receipt(reference: str) -> str:
    """Return a reference in letters large enough to copy by hand."""
    return f'<p class="r-receipt">{_safe(reference)}</p>'


def steps(lines: Iterable[tuple[str, str]]) -> str:
    """Return a list of steps; each is ("done" | "now" | "later", words)."""
    items = "".join(f'<li class="r-{_safe(when)}">{_safe(words)}</li>' for when, words in lines)
    return f'<ol class="r-steps">{items}</ol>'


def sign_out(name: str, csrf: str, words: str) -> str:
    """Return who is signed in, and the form that ends the session."""
    return (
        f'<form class="r-who" method="post" action="/api/sign-out"><span>{_safe(name)}</span>'
        f'<input type="hidden" name="csrf" value="{_safe(csrf)}">'
        f'<button class="r-button r-quiet" type="submit">{_safe(words)}</button></form>'
    )


def bar(left: str, right: str) -> str:
    """Return the line below the menu, of two pieces of markup."""
    return f'<div class="r-bar"><div>{left}</div>{right}</div>'


def link(words: str, address: str) -> str:
    """Return a link in a new tab, so that a form half filled in stays; the sign says so."""
    sign = '<span aria-hidden="true">↗</span>'
    return f'<a href="{_safe(address)}" target="_blank" rel="noopener">{_safe(words)} {sign}</a>'


def foot(label: str, links: Iterable[tuple[str, str]]) -> str:
    """Return the links below every page; each is (words, address)."""
    inner = "".join(f'<a href="{_safe(address)}">{_safe(words)}</a>' for words, address in links)
    return f'<nav class="r-foot" aria-label="{_safe(label)}">{inner}</nav>'


def languages(chosen: Locale, path: str, words: str) -> str:
    """Return the links that show `path` in another language."""
    links = "".join(_language(locale, path, is_chosen=locale is chosen) for locale in Locale)
    return f'<nav class="r-languages" aria-label="{_safe(words)}">{links}</nav>'


def _language(locale: Locale, path: str, *, is_chosen: bool) -> str:
    address = f"/taal/{locale.value}?terug={quote(path)}"
    marks = f'hreflang="{locale.value}" aria-label="{_safe(locale.own_name)}"'
    marks += ' aria-current="true"' if is_chosen else ""
    return f'<a href="{address}" {marks}>{locale.value.upper()}</a>'


def _cells(cells: list[str]) -> str:
    first = f'<th scope="row">{_safe(cells[0])}</th>'
    return f"<tr>{first}{''.join(f'<td>{_safe(cell)}</td>' for cell in cells[1:])}</tr>"


def _amid(marks: list[Mark]) -> Mark:
    """Return the face in the midst of the others: where a look at a crowd begins."""
    x, y = median(mark.left for mark in marks), median(mark.top for mark in marks)
    return min(marks, key=lambda mark: abs(mark.left - x) + abs(mark.top - y))


def _box(mark: Mark, *, amid: bool) -> str:
    style = f"left:{mark.left:.2f}%;top:{mark.top:.2f}%;width:{mark.width:.2f}%;height:{mark.height:.2f}%"
    kind = "r-box" + (" r-chosen" if mark.chosen else "") + (" r-amid" if amid else "")
    return f'<div class="{kind}" style="{style}"><b>{mark.number}</b></div>'


def _safe(text: str) -> str:
    return html.escape(text, quote=True)
