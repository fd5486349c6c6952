"""A real browser at a really served registry: Debian's Chromium, `registry serve` with its worker beside it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from web_world import PASSWORD

from registry.locale import Locale, translator

IN_CI = bool(os.environ.get("CI"))
CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PATIENCE_MS = 120_000
say = translator(Locale.NL)


@contextmanager
def launched(*more):
    """Chromium with these options besides ours; a skip where it is not installed, red in CI."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        if IN_CI:
            pytest.fail("Chromium is required in CI")
        pytest.skip("Debian's chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*QUIET, *more])
        yield browser
        browser.close()


def free_port():
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(home, port, surroundings=None):
    """`registry serve`, pages and worker, on a home; ended with SIGINT, as a terminal would."""
    around = {
        "REGISTRY_HOME": str(home),
        "REGISTRY_BASE_URL": f"http://127.0.0.1:{port}",
        "REGISTRY_ANALYSIS_THREADS": "1",
    }
    environment = os.environ | around | (surroundings or {})
    command = [sys.executable, "-m", "registry", "serve", "--port", str(port)]
    with (home / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, cwd=Path(__file__).parent.parent, start_new_session=True
        )
        try:
            wait_for(lambda: _answers(port) or process.poll() is not None, "the pages to answer")
            assert process.poll() is None, (home / "serve.log").read_text()[-2000:]
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=60)


def _answers(port):
    with suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).status_code == 200
    return False


def wait_for(condition, what, seconds=90):
    """Ask again until `condition` holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s for {what}")


class Tab:
    """One visitor's tab; remembers what was asked of other sites and what broke."""

    def __init__(self, chromium, site, size):
        width, height = SIZES[size]
        self.site = site
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="nl-BE", accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.elsewhere, self.broken = [], []
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))

    def _note_request(self, request):
        if not re.match(rf"(data:|blob:|{re.escape(self.site)}|ws://{re.escape(self.site[7:])})", request.url):
            self.elsewhere.append(request.url)

    def open(self, path):
        self.page.goto(self.site + path)
        self.page.locator("h1, h2").first.wait_for()

    def sign_in(self, login):
        self.open("/aanmelden")
        self.page.fill("#r-user", login)
        self.page.fill("#r-secret", PASSWORD)
        self.page.locator("form.r-form button").click()
        self.page.locator(".r-who").wait_for()

    def fill(self, label, text):
        self.page.get_by_label(say(label), exact=True).fill(text)

    def click(self, label, **values):
        self.page.get_by_role("button", name=say(label).format(**values)).first.click()

    def follow(self, label):
        self.page.locator("a.r-button", has_text=say(label)).first.click()

    def sees(self, text, **values):
        self.page.get_by_text(say(text).format(**values)).first.wait_for()

    def is_titled(self, title):
        self.page.wait_for_function("title => document.title === title", arg=title)

    def no_wider_than_the_screen(self):
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
