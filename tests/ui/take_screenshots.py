"""Takes the README's pictures from photos in the public domain (scikit-image's): `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

import cv2  # noqa: E402 - the tests' own parts must be found first
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from skimage import data  # noqa: E402
from web_browser import CHROMIUM, QUIET, Tab, free_port, say, served  # noqa: E402
from web_world import build_web_registry, make_officer, make_photographer  # noqa: E402

from registry.clock import SystemClock  # noqa: E402
from registry.locale import Locale  # noqa: E402
from registry.removal.states import Way  # noqa: E402
from registry.settings import Settings  # noqa: E402

SCREENSHOTS = TESTS.parent / "docs" / "screenshots"
COLOURS = 192
TALLEST_PX = 1500
SETTLED = """() => !document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stStatusWidget]')
  && document.querySelector('[data-test-script-state=notRunning]')
  && [...document.images].every(image => image.complete || !image.getClientRects().length  // folded away: never loaded
    || image.getBoundingClientRect().top > innerHeight)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """What the pictures are taken of: a citizen's request, by its number and by its secret link."""

    reference: str
    secret: str


def prepare(home: Path) -> Prepared:
    """Bring an event in: three photos of nobody, one of which somebody asks about, and NASA's Eileen Collins."""
    registry = build_web_registry(Settings(home=home), SystemClock(), assesses=True)
    officer = make_officer(registry)
    photographer = make_photographer(registry, officer)
    event = registry.intake.create_event(
        photographer.actor, name="Zomerfeest", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    received = []
    for pixels in (data.coffee(), data.rocket(), data.hubble_deep_field(), data.astronaut()):
        jpeg = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
        received.append(
            registry.intake.receive(photographer.actor, event_id=event.id, file_name="foto.jpg", data=jpeg).photo_id
        )
        registry.jobs.assess(received[-1])
    registry.publication.publish(officer.actor, received[1], "website")
    asked = registry.intake.photo(officer.actor, received[1]).reference
    receipt = registry.removal.submit(
        way=Way.REFERENCE, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference=asked
    )
    registry.close()
    return Prepared(reference=receipt.reference, secret=receipt.secret_token)


def settle(page: Page) -> None:
    """Wait until nothing on the page is being drawn any more."""
    page.wait_for_load_state("networkidle")
    for _ in range(2):  # Streamlit draws in turns: still twice is still
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(700)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page, in few colours: small enough to lie in the repository."""
    settle(page)
    size = page.viewport_size or {"width": 1280, "height": 900}
    tall = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
    page.set_viewport_size({"width": size["width"], "height": min(max(size["height"], tall), TALLEST_PX)})
    settle(page)
    file = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=file)
    page.set_viewport_size(size)
    Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def of_staff(browser: Browser, site: str, prepared: Prepared) -> None:
    """Photograph the photographer's grid and the officer's pages, on a desktop and on a phone."""
    for name, login, path, size in (
        ("fotograaf", "pol", "/fotos", "desktop"),
        ("fotograaf-telefoon", "pol", "/fotos", "phone"),
        ("vandaag", "ann", "/", "desktop"),
        ("nakijken", "ann", "/nakijken", "desktop"),
        ("nakijken-telefoon", "ann", "/nakijken", "phone"),
        ("verzoek", "ann", f"/verzoeken?verzoek={prepared.reference}", "desktop"),
    ):
        tab = Tab(browser, site, size)
        tab.sign_in(login)
        tab.open(path)
        keep(tab.page, name)
        tab.context.close()


def of_citizens(browser: Browser, site: str, prepared: Prepared) -> None:
    """Photograph the citizen's form, an event's blurred photos, and how far a request is."""
    for name, size in (("burger", "phone"), ("burger-scherm", "desktop")):
        tab = Tab(browser, site, size)
        tab.open("/verwijderen")
        keep(tab.page, name)
        tab.context.close()
    tab = Tab(browser, site, "phone")
    tab.open("/verwijderen")
    tab.page.get_by_text(say("I know at which event it was taken")).click()
    settle(tab.page)
    tab.page.get_by_label(say("At which event was it?")).first.click()
    tab.page.get_by_role("option").first.click()
    tab.page.locator(".r-wide img").first.wait_for()
    keep(tab.page, "burger-wazig")
    tab.open(f"/verzoek/{prepared.secret}")
    keep(tab.page, "burger-verzoek")
    tab.context.close()


def take(site: str, prepared: Prepared) -> None:
    """Photograph the pages of all three."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        of_staff(browser, site, prepared)
        of_citizens(browser, site, prepared)
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare(Path(folder))
        with served(Path(folder), free_port()) as address:
            take(address, prepared)
    print(*sorted(path.name for path in SCREENSHOTS.glob("*.png")))  # noqa: T201 - a command's answer
