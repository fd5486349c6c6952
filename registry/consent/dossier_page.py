"""A person's data as a page that opens in any browser and prints, without a link to anywhere. Pure."""

import html
from collections.abc import Iterable

from registry.consent.dossier_parts import Part
from registry.consent.dossier_text import Chapter, DossierText

_STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;border-top:2px solid #111;"
    "padding-top:.8rem}h3{font-size:1.05rem;margin:1.2rem 0 .3rem;overflow-wrap:anywhere}"
    "dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.15rem 1rem;margin:0}"
    "dt{color:#444}dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}"
    ".words{white-space:pre-line;border-left:4px solid #bbb;padding-left:1rem;margin:.3rem 0}"
    "@media(max-width:34rem){dl{display:block}dt{margin-top:.4rem}}"
    "@media print{body{font-size:11pt;max-width:none}h3{break-after:avoid}nav{display:none}}"
)


def render(text: DossierText) -> str:
    """Return the page."""
    title = _safe(text.title)
    head = (
        f'<!doctype html><html lang="{text.locale.value}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>"
    )
    parts = [head, f"<h1>{title}</h1>", *(f"<p>{_safe(words)}</p>" for words in text.opening)]
    if text.withheld:
        parts += [f"<p>{_safe(text.withheld_heading)}</p>", _list(text.withheld)]
    links = (f'<li><a href="#c{n}">{_safe(one.heading)}</a></li>' for n, one in enumerate(text.chapters, start=1))
    parts.append(f'<nav aria-label="{_safe(text.contents)}"><ul>{"".join(links)}</ul></nav>')
    parts += [_chapter(number, chapter) for number, chapter in enumerate(text.chapters, start=1)]
    parts.append("</body></html>")
    return "\n".join(parts)


def _chapter(number: int, chapter: Chapter) -> str:
    sentences = "".join(f"<p>{_safe(words)}</p>" for words in chapter.sentences)
    points = _list(chapter.points) if chapter.points else ""
    return f'<h2 id="c{number}">{_safe(chapter.heading)}</h2>' + "".join(map(_part, chapter.parts)) + sentences + points


def _part(part: Part) -> str:
    lines = "".join(f"<dt>{_safe(label)}</dt><dd>{_safe(value)}</dd>" for label, value in part.lines if label)
    words = "".join(f'<div class="words">{_safe(value)}</div>' for label, value in part.lines if not label)
    return f"<h3>{_safe(part.heading)}</h3>" + (f"<dl>{lines}</dl>" if lines else "") + words


def _list(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_safe(words)}</li>' for words in sentences)}</ul>"


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
