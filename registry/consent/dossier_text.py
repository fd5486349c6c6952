"""A person's copy of their data as titled text, in the order it is read; the page and the PDF write the same. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.consent import dossier_words
from registry.consent.dossier_parts import Chapters, Keeping, Part
from registry.locale import N_, Locale, Translate, format_date, translator

_TITLE = N_("Your data in the photo register of {municipality}")
_ASKED = N_("Made on {day}, because you have a right to a copy of your data (GDPR, article 15).")
_PICTURES = N_(
    "The photos lie beside this page. Other people's faces are covered in them: their data are not yours to get."
)
_MACHINE = N_("The file data.json beside this page holds the same for a computer.")
_WITHHELD = N_("Not added, and why:")
_WHY = N_("Why we have your data")
_PURPOSES = N_(
    "The municipality shows what happens here, on its website, on social media, in its magazine and to the press. It "
    "keeps who is clearly in a photo and whether they agreed, so that no photo goes out against their will."
)
_DECIDES = N_("A computer may suggest who is in a photo. A person decides. Nothing about you is decided by a computer.")
_KEPT = N_("How long we keep it")
_RIGHTS = N_("Your rights")
_RIGHTS_LIST = (
    N_("You can have wrong data corrected (GDPR, article 16)."),
    N_("You can have your data erased (article 17), or blocked for a time (article 18)."),
    N_("You can object to a use of your data (article 21)."),
    N_("You can take a consent back at any time, as easily as you gave it. What was done before stays lawful."),
    N_("You can complain to the Flemish Supervisory Commission (VTC) or the Data Protection Authority (GBA)."),
)
_CONTENTS = N_("Contents")
_NOTHING = N_("Nothing.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """What stands under one heading: parts of labels and values, sentences, or points."""

    heading: str
    parts: tuple[Part, ...] = ()
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DossierText:
    """The whole copy in the reader's words; `withheld` says which photos are not added, and why."""

    locale: Locale
    title: str
    opening: tuple[str, ...]
    withheld_heading: str
    withheld: tuple[str, ...]
    contents: str
    chapters: tuple[Chapter, ...]


def write(
    data: Mapping[str, Any],
    *,
    locale: Locale,
    keeping: Keeping,
    municipality: str,
    day: date,
    withheld: Mapping[str, str],
) -> DossierText:
    """Return the copy; `withheld` gives for a photo's reference why its picture is not added (a message id)."""
    tr = translator(locale)
    chapters = Chapters(locale, keeping.charter)
    return DossierText(
        locale=locale,
        title=tr(_TITLE).format(municipality=municipality),
        opening=(tr(_ASKED).format(day=format_date(day, locale)), tr(_PICTURES), tr(_MACHINE)),
        withheld_heading=tr(_WITHHELD),
        withheld=tuple(f"{name}: {tr(why)}" for name, why in withheld.items()),
        contents=tr(_CONTENTS),
        chapters=(
            *(_held(chapters, name, heading, data, tr) for name, heading in dossier_words.CHAPTERS.items()),
            Chapter(heading=tr(_WHY), sentences=(tr(_PURPOSES), tr(_DECIDES))),
            Chapter(heading=tr(_KEPT), points=tuple(chapters.kept(keeping))),
            Chapter(heading=tr(_RIGHTS), points=tuple(map(tr, _RIGHTS_LIST))),
        ),
    )


def _held(chapters: Chapters, name: str, heading: str, data: Mapping[str, Any], tr: Translate) -> Chapter:
    parts = tuple(chapters.parts(name, data))
    return Chapter(heading=tr(heading), parts=parts, sentences=() if parts else (tr(_NOTHING),))
