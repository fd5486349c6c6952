"""The contact sheet: one HTML page that shows the photos beside it in the zip, with reference and verdict. Pure.

No name of anybody stands on it, nor a file name: the references lead back to the registry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from registry.locale import N_, Locale, translator

FILE_NAME = "overzicht.html"


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetLine:
    """One photo of the sheet, its sides in px.

    `file` is its name in the zip, "" where it could not be read; `verdict` is a message id.
    """

    reference: str
    file: str
    verdict: str
    width: int
    height: int


def render(lines: Sequence[SheetLine], *, event: str, use: str, moment: str, locale: Locale) -> bytes:
    """Return the sheet as UTF-8 HTML; `event`, `use` and `moment` are words for its head."""
    tr = translator(locale)
    title = escape(tr(N_("Contact sheet")))
    head = escape(tr(N_("{event}: photos that may be used for {use}, judged on {moment}.")).format(
        event=event, use=use, moment=moment
    ))  # fmt: skip
    warning = escape(tr(N_("Somebody may ask to have a photo removed later. Then you are asked to delete it too.")))
    figures = "\n".join(_figure(line, tr(line.verdict), tr(N_("could not be read"))) for line in lines)
    page = (
        f'<!doctype html>\n<html lang="{locale.value}"><head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1><p>{head}</p><p>{warning}</p>\n<main>{figures}</main></body></html>\n"
    )
    return page.encode()


_STYLE = (
    "body{font:1rem/1.5 sans-serif;margin:2rem;color:#16202a}"
    "main{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem}"
    "figure{margin:0;break-inside:avoid}img{width:100%;aspect-ratio:3/2;object-fit:contain;background:#eef2f6}"
)


def _figure(line: SheetLine, verdict: str, unread: str) -> str:
    name = escape(line.reference)
    if not line.file:
        return f"<figure><figcaption>{name}<br>{escape(unread)}</figcaption></figure>"
    size = f"{line.width} × {line.height}"
    return (
        f'<figure><img src="{escape(line.file)}" alt="{name}">'
        f"<figcaption>{name}<br>{escape(verdict)}<br>{size} px</figcaption></figure>"
    )
