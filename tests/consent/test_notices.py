"""The notices' own words: the current ones stand on posters and receipts as well as on forms."""

from __future__ import annotations

import re

import pytest

from registry.consent import notices
from registry.locale import Locale

BELOW = {Locale.NL: "hieronder", Locale.FR: "ci-dessous", Locale.EN: "below", Locale.DE: "unten"}
CURRENT = {
    (notice.version, notice.language): notice.words
    for notice in notices.SHIPPED
    if notice.version in {notices.CURRENT, notices.CURRENT_RECOGNITION}
}


@pytest.mark.parametrize("locale", list(Locale))
def test_the_current_notice_then_speaks_of_nothing_below_it_for_a_poster_has_nothing_to_tick(locale):
    assert BELOW[locale] not in CURRENT[notices.CURRENT, locale.value]


@pytest.mark.parametrize("version", [notices.CURRENT, notices.CURRENT_RECOGNITION])
def test_a_sign_in_the_current_french_words_then_never_begins_a_line(version):
    words = CURRENT[version, Locale.FR.value]
    assert re.findall(r"\N{NO-BREAK SPACE}[?:]", words)
    assert re.findall(r" [?!:;]", words) == []


def test_a_version_then_has_one_text_in_each_language():
    versions = {notice.version for notice in notices.SHIPPED}
    assert len(versions) == 5
    assert sorted((notice.version, notice.language) for notice in notices.SHIPPED) == sorted(
        (version, locale.value) for version in versions for locale in Locale
    )
