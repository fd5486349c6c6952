"""The municipality's own look: colours and type from the settings, and the little CSS Streamlit's theme cannot say."""

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
    "primaryColor": "#8fc1f5",
    "backgroundColor": "#10161c",
    "secondaryBackgroundColor": "#1c2630",
    "textColor": "#f2f5f8",
    "linkColor": "#9ccbff",
    "borderColor": "#7c8b9a",
}

CSS: Final = """
<style>
[data-testid="InputInstructions"] { display: none; }
[data-testid="stForm"] { max-width: 44rem; }
.stMainBlockContainer { max-width: 68rem; padding-top: 4.5rem; }
.stButton button, .stFormSubmitButton button, [data-testid="stPopover"] button, .r-button {
  min-height: 3rem; font-weight: 600; }
.stButton button p, .stFormSubmitButton button p, [data-testid="stPopover"] button p { font-size: 1.05rem; font-weight: 600; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * { color: inherit !important; opacity: 1 !important;
  font-size: 1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {
  content: var(--r-choose); font-size: 1.05rem; font-weight: 600; }
.stHtml a { color: inherit; text-underline-offset: .2em; }
[data-testid="stExpandSidebarButton"]::after { content: var(--r-menu); font-weight: 600; padding-left: .4rem; }
[data-testid="stExpandSidebarButton"] { width: auto; padding: 0 .6rem; border: 2px solid currentColor; }
.stHtml img { max-width: 100%; height: auto; }
[data-testid="stWidgetLabel"] p, label p { font-size: 1rem; font-weight: 600; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.r-photo { position: relative; display: inline-block; line-height: 0; max-width: 100%; }
.r-photo img { max-width: 100%; max-height: 85vh; width: auto; height: auto; border-radius: .4rem; display: block; }
.r-box { position: absolute; border: 3px solid #ffd400; box-shadow: 0 0 0 1px #000, inset 0 0 0 1px #000; }
.r-box b { position: absolute; left: -3px; top: -1.7rem; min-width: 1.6rem; padding: 0 .35rem; background: #ffd400;
  color: #000; font: 700 1rem/1.6rem sans-serif; text-align: center; box-shadow: 0 0 0 1px #000; }
.r-box.r-chosen { border-color: #ff5b1f; }
.r-box.r-chosen b { background: #ff5b1f; }
.r-light { display: inline-flex; gap: .5rem; align-items: center; font-weight: 700; padding: .15rem .7rem;
  border-radius: 1rem; border: 2px solid; line-height: 1.5; }
.r-green { color: #0a5c2b; background: #e3f5e9; } .r-orange { color: #7a4300; background: #fff0db; }
.r-red { color: #9a1320; background: #fde8ea; } .r-grey { color: #3c4854; background: #eceff2; }
.r-crop { width: 9rem; max-width: 100%; border-radius: .4rem; }
.r-thumbnail { width: 100%; aspect-ratio: 3/2; object-fit: contain; background: #8883; border-radius: .4rem; }
.r-missing { display: grid; place-items: center; aspect-ratio: 3/2; border-radius: .4rem; border: 2px dashed #8594a3; }
.r-bar { display: flex; justify-content: space-between; align-items: center; flex-wrap: wrap; gap: .6rem; }
.r-row { display: flex; gap: 1rem; align-items: center; justify-content: space-between; max-width: 34rem; }
.r-who { display: flex; gap: .8rem; align-items: center; flex-wrap: wrap; margin: 0; }
.r-words { padding-left: .6rem; }
.r-languages { display: flex; gap: .2rem; justify-content: flex-end; flex-wrap: wrap; }
.r-languages a { padding: .35rem .6rem; border-radius: .4rem; }
.r-languages a[aria-current] { font-weight: 700; text-decoration: none; border: 2px solid currentColor; }
.r-button { font: inherit; font-weight: 600; padding: .6rem 1.3rem; border-radius: .5rem; cursor: pointer;
  border: 2px solid var(--r-primary); background: var(--r-primary); color: #fff; line-height: 1.5; }
.r-button.r-quiet { background: transparent; color: inherit; border-color: #8594a3; }
.r-button:hover { filter: brightness(1.15); } .r-button.r-quiet:hover { border-color: currentColor; }
.stHtml a.r-button { color: #fff; } .stHtml a.r-button.r-quiet { color: inherit; }
.r-who .r-button { padding: .2rem .9rem; min-height: 2.5rem; }
.stHtml a.r-button { display: inline-block; text-decoration: none; }
.r-form label { display: block; font-weight: 600; margin: 1rem 0 .3rem; }
.r-form input { font: inherit; width: 100%; box-sizing: border-box; padding: .6rem .8rem; min-height: 3rem;
  border: 2px solid #6b7987; border-radius: .5rem; background: inherit; color: inherit; }
.r-form .r-button { margin-top: 1.4rem; }
.r-fault { color: #9a1320; font-weight: 600; border-left: .3rem solid #9a1320; padding: .2rem .7rem; margin: .4rem 0; }
.r-receipt { font-size: 1.6rem; font-weight: 700; letter-spacing: .06em; }
.stHtml ol.r-steps { list-style: none; padding: 0; margin: 0; }
.r-steps li { padding: .5rem 0 .5rem 2.4rem; position: relative; }
.r-steps li::before { content: "○"; position: absolute; left: .4rem; font-weight: 700; }
.r-steps li.r-done::before { content: "✓"; } .r-steps li.r-now::before { content: "➜"; }
.r-steps li.r-now { font-weight: 700; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
</style>
"""


def apply(settings: Settings) -> None:
    """Set Streamlit's options for this process: the theme, no telemetry, no error details on screen."""
    options: dict[str, object] = {
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 30,
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


def style(settings: Settings, *, menu: str, choose: str) -> str:
    """Return the page's CSS with the municipality's colour, and our words on two buttons Streamlit names itself."""
    words = f'--r-menu: "{_bare(menu)}"; --r-choose: "{_bare(choose)}";'
    return CSS.replace("<style>", f"<style>:root {{ --r-primary: {settings.primary_colour}; {words} }}", 1)


def _bare(words: str) -> str:
    return "".join(sign for sign in words if sign.isalpha() or sign == " ")


def icon(settings: Settings) -> str:
    """Return the site's icon, a person in a frame in the municipality's colour, as a data address.

    Given to Streamlit it also keeps it from fetching its own page icons from another site.
    """
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect x="2" y="5" width="28" height="22" rx="4" fill="{settings.primary_colour}"/>'
        '<circle cx="16" cy="13" r="4" fill="#fff"/><path d="M8 24c0-5 4-7 8-7s8 2 8 7z" fill="#fff"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawing)}"
