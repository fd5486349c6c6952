"""The municipality's own look: colours and type from the settings, and what CSS adds to them."""

from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from streamlit import config

from registry.locale import N_
from registry.settings import Settings

PRODUCT_NAME: Final = N_("Your photo at the municipality")

BASE_FONT_PX: Final = 18
"""Readable at seventy without a zoom; buttons and fields grow with it."""

LIGHT: Final = {
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#eef2f6",
    "textColor": "#16202a",
    "linkColor": "#0b4a8f",
    "borderColor": "#8594a3",
}
DARK: Final = {
    "primaryColor": "#2f74c0",
    "backgroundColor": "#10161c",
    "secondaryBackgroundColor": "#1c2630",
    "textColor": "#f2f5f8",
    "linkColor": "#9ccbff",
    "borderColor": "#7c8b9a",
}


def apply(settings: Settings) -> None:
    """Set Streamlit's options for this process: the theme, no telemetry, no error details on screen."""
    options: dict[str, object] = {
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 1,
        "theme.baseFontSize": BASE_FONT_PX,
        "theme.baseRadius": "0.5rem",
        "theme.headingFontSizes": ["2.1rem", "1.6rem", "1.3rem", "1.15rem", "1rem", "1rem"],
        "theme.linkUnderline": True,
        "theme.showWidgetBorder": True,
        "theme.light.primaryColor": settings.primary_colour,
    }
    options |= {f"theme.light.{name}": value for name, value in LIGHT.items()}
    options |= {f"theme.dark.{name}": value for name, value in DARK.items()}
    for name, value in options.items():
        config.set_option(name, value)


def text_colour(theme: str | None) -> str:
    """Return the colour of text in a theme ("light" or "dark"), for drawings: the grey of their own is too faint."""
    return (DARK if theme == "dark" else LIGHT)["textColor"]


def style(settings: Settings, *, menu: str, more: str) -> str:
    """Return the page's CSS with the municipality's colour, and our words on two buttons Streamlit names itself."""
    words = f'--r-menu: "{_bare(menu)}"; --r-more: "{_bare(more)}";'
    return f"<style>:root {{ --r-primary: {settings.primary_colour}; {words} }}\n{_css()}</style>"


@cache
def _css() -> str:
    return (files("registry.ui") / "static" / "pages.css").read_text(encoding="utf-8")


def _bare(words: str) -> str:
    return "".join(sign for sign in words if sign.isalpha() or sign == " ")


def title(*parts: str) -> str:
    """Return what the browser's tab says: the page first, the municipality last."""
    return " · ".join(parts)


def icon(settings: Settings) -> str:
    """Return the site's icon, a person in a frame in the municipality's colour, as a data address.

    Pages have none of their own: Streamlit fetches those from another site.
    """
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect x="2" y="5" width="28" height="22" rx="4" fill="{settings.primary_colour}"/>'
        '<circle cx="16" cy="13" r="4" fill="#fff"/><path d="M8 24c0-5 4-7 8-7s8 2 8 7z" fill="#fff"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawing)}"
