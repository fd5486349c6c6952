"""Takes the README's pictures from photos in the public domain (scikit-image's): `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

import cv2  # noqa: E402 - the tests' own parts must be found first
from playwright.sync_api import sync_playwright  # noqa: E402
from skimage import data  # noqa: E402
from web_browser import CHROMIUM, QUIET, Tab, free_port, served  # noqa: E402
from web_world import build_web_registry, make_officer, make_photographer  # noqa: E402

from registry.clock import SystemClock  # noqa: E402
from registry.settings import Settings  # noqa: E402

SCREENSHOTS = TESTS.parent / "docs" / "screenshots"


def prepare(home: Path) -> None:
    """Bring an event in: nobody, nobody, and NASA's portrait of Eileen Collins."""
    registry = build_web_registry(Settings(home=home), SystemClock(), assesses=True)
    officer = make_officer(registry)
    photographer = make_photographer(registry, officer)
    event = registry.intake.create_event(
        photographer.actor, name="Zomerfeest", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    for pixels in (data.coffee(), data.rocket(), data.astronaut()):
        jpeg = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
        received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="foto.jpg", data=jpeg)
        registry.jobs.assess(received.photo_id)
    registry.close()


def take(site: str) -> None:
    """Photograph the photographer's grid, the officer's page and the citizen's form."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        for name, login, path, size in (
            ("fotos", "pol", "/fotos", "desktop"),
            ("nakijken", "ann", "/nakijken", "desktop"),
            ("burger", None, "/verwijderen", "phone"),
        ):
            tab = Tab(browser, site, size)
            if login:
                tab.sign_in(login)
            tab.open(path)
            ready = ".r-thumbnail, .r-box" if login else "[data-testid=stRadio]"
            tab.page.locator(ready).first.wait_for()
            tab.page.wait_for_function("[...document.images].every(image => image.complete)")
            tab.page.wait_for_load_state("networkidle")
            tab.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=not login)
            tab.context.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        with served(Path(folder), free_port()) as address:
            take(address)
    print(*sorted(path.name for path in SCREENSHOTS.glob("*.png")))  # noqa: T201 - a command's answer
