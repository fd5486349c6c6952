"""A person's data as a page that opens in any browser, without a link to anywhere. Pure."""

import html
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from registry.locale import N_, Locale, format_date, translator

CHAPTERS: Mapping[str, str] = MappingProxyType(
    {
        "person": N_("Who you are to us"),
        "guardians": N_("Who signs for you"),
        "signs for": N_("For whom you sign"),
        "consents": N_("What you said about photos"),
        "notices shown": N_("The words you saw then"),
        "photos": N_("Photos you are in"),
        "requests": N_("Your requests and our letters"),
        "copies": N_("Forms and face templates we keep of you"),
        "other rows": N_("What else is tied to you"),
        "changes of who is who": N_("When your record was changed"),
        "log": N_("What was done with your data"),
    }
)
_TITLE = N_("Your data in the photo register of {municipality}")
_ASKED = N_("Made on {day}, because you have a right to a copy of your data (GDPR, article 15).")
_PICTURES = N_(
    "The photos lie beside this page. Other people's faces are covered in them: their data are not yours to get."
)
_WITHHELD = N_("Not added, and why:")
_RIGHTS = N_(
    "You can have your data corrected or erased, take back a consent, or complain to the Flemish Supervisory "
    "Commission (VTC)."
)
_NOTHING = N_("Nothing.")
_STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1rem}th,td{text-align:left;vertical-align:top;"
    "border-bottom:1px solid #bbb;padding:.3rem .6rem .3rem 0;overflow-wrap:anywhere}th{width:16rem;font-weight:600}"
)


def render(
    data: Mapping[str, Any], *, locale: Locale, municipality: str, day: date, withheld: Mapping[str, str]
) -> str:
    """Return the page; `withheld` gives for a photo's reference why its picture is not beside it (a message id)."""
    tr = translator(locale)
    title = _safe(tr(_TITLE).format(municipality=municipality))
    head = f'<!doctype html><html lang="{locale.value}"><meta charset="utf-8"><title>{title}</title>'
    parts = [head, f"<style>{_STYLE}</style><h1>{title}</h1>"]
    parts += [f"<p>{_safe(tr(words).format(day=format_date(day, locale)))}</p>" for words in (_ASKED, _PICTURES)]
    if withheld:
        lines = "".join(f"<li>{_safe(name)}: {_safe(tr(why))}</li>" for name, why in withheld.items())
        parts.append(f"<p>{_safe(tr(_WITHHELD))}</p><ul>{lines}</ul>")
    for name, heading in CHAPTERS.items():
        parts.append(f"<h2>{_safe(tr(heading))}</h2>{_shown(data.get(name)) or f'<p>{_safe(tr(_NOTHING))}</p>'}")
    parts.append(f"<p>{_safe(tr(_RIGHTS))}</p></html>")
    return "\n".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        rows = ((name, _shown(inner)) for name, inner in value.items() if inner not in (None, "", [], {}))
        lines = "".join(f"<tr><th>{_safe(str(name))}</th><td>{inner}</td></tr>" for name, inner in rows)
        return f"<table>{lines}</table>" if lines else ""
    if isinstance(value, Sequence) and not isinstance(value, str):
        simple = all(not isinstance(inner, Mapping) for inner in value)
        return _safe(", ".join(map(str, value))) if simple else "".join(_shown(inner) for inner in value)
    return _safe("" if value is None else str(value))


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
