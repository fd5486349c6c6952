"""A text on A4 pages, as ReportLab flows it. Pure."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, SimpleDocTemplate

from registry.locale import Locale
from registry.paper import typeface

Drawn = Callable[[Any, SimpleDocTemplate], None]
"""Draws on a page's canvas beside what flows over it."""


def render(
    story: list[Flowable], *, title: str, author: str, locale: Locale, margin: float, beside: Drawn | None = None
) -> bytes:
    """Return the PDF of a story, with `margin` points left free on all sides; the same story gives the same bytes.

    `beside` draws on each page, such as its number.
    """
    typeface.register()
    stream = BytesIO()
    template = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        title=title,
        author=author,
        lang=locale.region.replace("_", "-"),
        invariant=True,
    )
    template.build(story, **({"onFirstPage": beside, "onLaterPages": beside} if beside else {}))
    return stream.getvalue()
