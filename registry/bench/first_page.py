"""What a visitor waits for: the first heading of a page in Chromium, on loopback, with the real server.

Starts `registry serve` (the web process alone) on a temporary archive, opens each page once to warm up, then
`TURNS` times, from the address being asked to the first heading being seen. Beside it stands the processor time the
web process took for one page, which other work on the machine hardly changes.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from registry.access.permissions import Role
from registry.bench.evaluation import SEED, show_table
from registry.bench.full_register import FullRegister, Size, newest_moment
from registry.bootstrap import build
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from registry.bench import Console

TURNS = 15
SIZE = Size(photos=10_000, persons=2_000, requests=500, erasures=300, events=100, open_cases=200)
LOGIN, PASSWORD = "ann", "a long sentence as a key"
GUESTS = ("/", "/verwijderen")
OFFICERS = ("/", "/fotos", "/verzoeken", "/personen", "/cijfers")
HEAD = ("who", "page", "median ms", "worst ms", "web process ms a page")
HEADING = "h1, h2"
PATIENCE_SECONDS = 60
_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One visit in seconds: until the heading is seen, and of the web process's processor."""

    until_seen: float
    processor: float


def run(console: Console) -> None:
    """Print the times of each page for a guest and for an officer."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _fill(home)
        with _served(home) as (site, process), _tab() as page:
            _await(site, page)
            rows = [_row("guest", path, _visits(page, site + path, process)) for path in GUESTS]
            _sign_in(page, site)
            rows += [_row("officer", path, _visits(page, site + path, process)) for path in OFFICERS]
    show_table(console, f"First heading in Chromium, {TURNS} visits, {SIZE.photos:,} photos", HEAD, rows)


def _fill(home: Path) -> None:
    registry = build(Settings(home=home))
    registry.access.add_user(None, login=LOGIN, display_name="Ann", role=Role.OFFICER, password=PASSWORD)
    with registry.database.transaction() as session:
        FullRegister(SIZE, seed=SEED, now=newest_moment()).fill(session)
    registry.close()


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, int]]:
    """Serve a home without its worker; give the address and the process's number, and end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    site = f"http://127.0.0.1:{port}"
    surroundings = os.environ | {"REGISTRY_HOME": str(home), "REGISTRY_BASE_URL": site}
    command = [sys.executable, "-m", "registry", "serve", "--no-worker", "--port", port]
    process = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield site, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def _tab() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_OPTIONS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield page
        browser.close()


def _await(site: str, page: Page) -> None:
    """Return when the pages answer. Raises TimeoutError."""
    from playwright.sync_api import Error

    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            if page.request.get(f"{site}/healthz").ok:
                return
        except Error:  # nothing listens yet
            time.sleep(0.2)
    raise TimeoutError(site)


def _sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/aanmelden")
    page.fill("#r-user", LOGIN)
    page.fill("#r-secret", PASSWORD)
    page.locator("form.r-form button").click()
    page.locator(".r-who").wait_for()


def _visits(page: Page, address: str, process: int) -> list[Taken]:
    _visit(page, address, process)
    return [_visit(page, address, process) for _ in range(TURNS)]


def _visit(page: Page, address: str, process: int) -> Taken:
    before, started = _processor_seconds(process), time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(HEADING).first.wait_for()
    seen = time.perf_counter() - started
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    return Taken(until_seen=seen, processor=_processor_seconds(process) - before)


def _processor_seconds(process: int) -> float:
    """Return what a process has taken of the processor so far, in user and system mode (Linux: proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _row(who: str, path: str, visits: list[Taken]) -> list[str]:
    seen = [visit.until_seen * 1000 for visit in visits]
    processor = statistics.mean(visit.processor for visit in visits) * 1000
    return [who, path, f"{statistics.median(seen):.0f}", f"{max(seen):.0f}", f"{processor:.0f}"]
