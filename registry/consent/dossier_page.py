"""A person's data as a page that opens in any browser and prints, without a link to anywhere. Pure."""

import html
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from registry.consent import dossier_words
from registry.consent.dossier_parts import Chapters, Keeping, Part
from registry.locale import N_, Locale, format_date, translator

_TITLE = N_("Your data in the photo register of {municipality}")
_ASKED = N_("Made on {day}, because you have a right to a copy of your data (GDPR, article 15).")
_PICTURES = N_(
    "The photos lie beside this page. Other people's faces are covered in them: their data are not yours to get."
)
_MACHINE = N_("The file data.json beside this page holds the same for a computer.")
_WITHHELD = N_("Not added, and why:")
_WHY = N_("Why we have your data")
_PURPOSES = N_(
    "The municipality shows what happens here, on its website, on social media, in its magazine and to the press. It "
    "keeps who is clearly in a photo and whether they agreed, so that no photo goes out against their will."
)
_DECIDES = N_("A computer may suggest who is in a photo. A person decides. Nothing about you is decided by a computer.")
_KEPT = N_("How long we keep it")
_RIGHTS = N_("Your rights")
_RIGHTS_LIST = (
    N_("You can have wrong data corrected (GDPR, article 16)."),
    N_("You can have your data erased (article 17), or blocked for a time (article 18)."),
    N_("You can object to a use of your data (article 21)."),
    N_("You can take a consent back at any time, as easily as you gave it. What was done before stays lawful."),
    N_("You can complain to the Flemish Supervisory Commission (VTC) or the Data Protection Authority (GBA)."),
)
_CONTENTS = N_("Contents")
_NOTHING = N_("Nothing.")
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


def render(
    data: Mapping[str, Any],
    *,
    locale: Locale,
    keeping: Keeping,
    municipality: str,
    day: date,
    withheld: Mapping[str, str],
) -> str:
    """Return the page; `withheld` gives for a photo's reference why its picture is not beside it (a message id)."""
    tr = translator(locale)
    chapters = Chapters(locale, keeping.charter)
    title = _safe(tr(_TITLE).format(municipality=municipality))
    head = (
        f'<!doctype html><html lang="{locale.value}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>"
    )
    parts = [head, f"<h1>{title}</h1>"]
    told = (tr(_ASKED).format(day=format_date(day, locale)), tr(_PICTURES), tr(_MACHINE))
    parts += [f"<p>{_safe(words)}</p>" for words in told]
    if withheld:
        parts.append(f"<p>{_safe(tr(_WITHHELD))}</p>")
        parts.append(_list(f"{name}: {tr(why)}" for name, why in withheld.items()))
    headings = {f"c{n}": tr(words) for n, words in enumerate(dossier_words.CHAPTERS.values(), start=1)}
    headings |= {"why": tr(_WHY), "kept": tr(_KEPT), "rights": tr(_RIGHTS)}
    links = "".join(f'<li><a href="#{name}">{_safe(words)}</a></li>' for name, words in headings.items())
    parts.append(f'<nav aria-label="{_safe(tr(_CONTENTS))}"><ul>{links}</ul></nav>')
    for n, (name, heading) in enumerate(dossier_words.CHAPTERS.items(), start=1):
        parts.append(f'<h2 id="c{n}">{_safe(tr(heading))}</h2>')
        parts.append("".join(map(_shown, chapters.parts(name, data))) or f"<p>{_safe(tr(_NOTHING))}</p>")
    parts.append(f'<h2 id="why">{_safe(tr(_WHY))}</h2><p>{_safe(tr(_PURPOSES))}</p><p>{_safe(tr(_DECIDES))}</p>')
    parts.append(f'<h2 id="kept">{_safe(tr(_KEPT))}</h2>{_list(chapters.kept(keeping))}')
    parts.append(f'<h2 id="rights">{_safe(tr(_RIGHTS))}</h2>{_list(map(tr, _RIGHTS_LIST))}')
    parts.append("</body></html>")
    return "\n".join(parts)


def _shown(part: Part) -> str:
    lines = "".join(f"<dt>{_safe(label)}</dt><dd>{_safe(value)}</dd>" for label, value in part.lines if label)
    words = "".join(f'<div class="words">{_safe(value)}</div>' for label, value in part.lines if not label)
    return f"<h3>{_safe(part.heading)}</h3>" + (f"<dl>{lines}</dl>" if lines else "") + words


def _list(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_safe(words)}</li>' for words in sentences)}</ul>"


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
