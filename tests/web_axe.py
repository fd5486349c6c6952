"""axe-core on a page, and what the page framework itself is known to do."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

KNOWN_FILE = Path(__file__).parent / "ui" / "known_violations.toml"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
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
