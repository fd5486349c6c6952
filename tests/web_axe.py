"""axe-core on a page, and what the page framework itself is known to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

KNOWN_FILE = Path(__file__).parent / "ui" / "known_violations.toml"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
DRAWN_MS = 300
SETTLED = "() => !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')"


def known():
    """What Streamlit itself does: rule and page element, each with a reason."""
    return {
        (each["rule"], each["selector"]): each["reason"]
        for each in tomllib.loads(KNOWN_FILE.read_text(encoding="utf-8")).get("violation", [])
    }


def belongs_to(selector, target, page):
    """Whether the element axe names lies at a known selector."""
    return page.evaluate(
        "([known, target]) => { const e = document.querySelector(target); return !!e && !!e.closest(known) }",
        [selector, target],
    )


def violations(page):
    """Every (rule, impact, target) axe finds on the page as it stands."""
    found = axe.Axe().run(page, options=RULES).response["violations"]
    return [
        (rule["id"], rule["impact"], " ".join(map(str, node["target"]))) for rule in found for node in rule["nodes"]
    ]


def beside_the_list(page, listed):
    """What axe finds that is on the list, and what it finds beside it.

    Where there is something, it looks again a moment later and keeps what is still there: a page may be read while
    it is being drawn.
    """
    met, beside = _look(page, listed)
    if beside:
        page.wait_for_timeout(DRAWN_MS)
        beside &= _look(page, listed)[1]
    return met, sorted(beside)


def _look(page, listed):
    met, beside = set(), set()
    for rule, impact, target in violations(page):
        match = {key for key in listed if key[0] == rule and belongs_to(key[1], target, page)}
        met |= match
        if not match:
            beside.add((rule, impact, target))
    return met, beside
