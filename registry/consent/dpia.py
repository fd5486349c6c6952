"""The part of the data protection impact assessment on faces, made of the charter and the figures as they are. Pure.

The words stand in `data/dpia/`, one file a language, with `{{figure}}` where a figure comes and `@if mode … @end`
around what holds for a mode only; "event search" is "consented" and more, so it shows both.
"""

import re
from datetime import date
from pathlib import Path

from registry.charter.charter import Charter, RecognitionMode
from registry.consent.figures import RecognitionFigures, described
from registry.locale import Locale, format_date

WORDS_HOME = Path(__file__).resolve().parents[2] / "data" / "dpia"
LANGUAGES = (Locale.NL, Locale.EN)
"""The languages it can be made in."""

_FIGURE = re.compile(r"\{\{(\w+)\}\}")
_SHOWN = {
    RecognitionMode.OFF: frozenset({"off"}),
    RecognitionMode.CONSENTED: frozenset({"consented"}),
    RecognitionMode.EVENT_SEARCH: frozenset({"consented", "event search"}),
}
_MODE_NAMES = {
    Locale.NL: {
        RecognitionMode.OFF: "uit",
        RecognitionMode.CONSENTED: "met toestemming",
        RecognitionMode.EVENT_SEARCH: "met toestemming, en zoeken in één evenement",
    },
    Locale.EN: {
        RecognitionMode.OFF: "off",
        RecognitionMode.CONSENTED: "consented",
        RecognitionMode.EVENT_SEARCH: "consented, and event search",
    },
}
_CLEARS_ALONE = {
    Locale.NL: "Let op: het charter laat een gelijkenis vanaf {value} gelden zonder dat een mens bevestigt.",
    Locale.EN: "Mind: the charter lets a likeness from {value} count without a human being's confirmation.",
}
_FACE_FIGURES = ("matching.", "age.automatic_matching", "retention.enrolled_templates", "retention.unfinished_template")


def language_for(locale: Locale) -> Locale:
    """Return the language the assessment is made in for a reader: theirs if there is one, else English."""
    return locale if locale in LANGUAGES else Locale.EN


def assessment(charter: Charter, figures: RecognitionFigures, *, municipality: str, language: Locale, on: date) -> str:
    """Return the assessment as Markdown. Raises KeyError for a placeholder that nothing fills."""
    words = (WORDS_HOME / f"{language.value}.md").read_text(encoding="utf-8")
    values = _values(charter, figures, language) | {
        "municipality": municipality,
        "date": format_date(on, language),
    }
    return _FIGURE.sub(lambda found: values[found[1]], _for_mode(words, charter.recognition))


def _for_mode(words: str, mode: RecognitionMode) -> str:
    """Return the lines that hold for a mode."""
    kept, here = [], True
    for line in words.splitlines():
        if line.startswith("@if "):
            here = line.removeprefix("@if ") in _SHOWN[mode]
        elif line == "@end":
            here = True
        elif here:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _values(charter: Charter, figures: RecognitionFigures, language: Locale) -> dict[str, str]:
    alone = charter.figure("matching.alone").value
    return {
        "charter": charter.version,
        "mode_name": _MODE_NAMES[language][charter.recognition],
        "clears_alone": _CLEARS_ALONE[language].format(value=alone) if charter.clears_alone else "",
        "least_age": f"{charter.figure('age.automatic_matching').value:g}",
        "least_face": f"{charter.figure('matching.least_face').value:g}",
        "margin": f"{charter.figure('matching.margin').value:g}",
        "templates": f"{charter.figure('retention.enrolled_templates').value:g}",
        "search_tries": f"{figures.search_tries:g}",
        "search_tries_of_all": f"{figures.search_tries_of_all:g}",
        "search_photos": f"{figures.search_photos:g}",
        "search_least_face": f"{figures.search_least_face:g}",
        "threshold_rows": "\n".join(
            f"| {row.from_people} | {row.similarity:.2f} | {1 - row.similarity:.2f} |" for row in charter.gallery_sizes
        ),
        "figure_rows": "\n".join(_figure_rows(charter)),
    }


def _figure_rows(charter: Charter) -> list[str]:
    of_charter = [
        (figure.name, figure.value, figure.unit, figure.measured, figure.dated)
        for name, figure in sorted(charter.figures.items())
        if name.startswith(_FACE_FIGURES)
    ]
    return [
        f"| {name} | {value:g} | {unit} | {measured} | {dated.isoformat()} |"
        for name, value, unit, measured, dated in (*of_charter, *described())
    ]
