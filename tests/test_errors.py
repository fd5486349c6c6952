"""Every error of the registry: a code of its own for logs, and a sentence for people."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import registry
from registry.errors import RegistryError

OF_OURS = {"owner-missing", "detail-refused", "envelope-broken"}
"""Mistakes in our own code, which no page can cause: they have no sentence."""
HOME = Path(registry.__file__).parent


def every_error():
    """All classes of errors, from every module that is named after them."""
    for file in HOME.rglob("errors.py"):
        import_module(".".join(file.relative_to(HOME.parent).with_suffix("").parts))
    found, waiting = [], [RegistryError]
    while waiting:
        children = waiting.pop().__subclasses__()
        found += [child for child in children if child.__module__.startswith("registry.")]
        waiting += children
    return found


def test_every_error_has_a_code_of_its_own_in_kebab_case():
    codes = Counter(error.code for error in every_error() if "code" in vars(error))
    assert len(codes) > 80
    assert [code for code, times in codes.items() if times > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)] == []


def test_every_error_that_can_reach_people_says_a_sentence_to_them():
    raised = [error for error in every_error() if not error.__subclasses__()]
    silent = {error.code for error in raised if not error.text and "for_people" not in vars(error)}
    assert silent == OF_OURS
