"""From the charter's text to its value, refusing what is missing, misspelt or out of range by line."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.charter import retention
from registry.charter.charter import (
    AgeBand,
    Charter,
    Density,
    ExpectedShare,
    Figure,
    GallerySize,
    Party,
    Proportion,
    Purpose,
    QuietCover,
    QuietEffect,
    QuietPeriod,
    RecognitionMode,
    Signature,
    Source,
    StandingCopies,
)
from registry.charter.document import Document, Path
from registry.locale import N_

# The figures a charter must have, with the range that makes sense for each.
FIGURES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "recognisability.face_width_adult": (0.05, 0.5),
        "recognisability.face_width_child": (0.05, 0.5),
        "recognisability.child_under": (0, 18),
        "age.adult": (12, 25),
        "age.automatic_matching": (0, 25),
        "age.told_ahead": (0, 366),
        "deceased.heirs": (0, 100),
        "matching.alone": (0, 1),
        "matching.margin": (0, 1),
        "matching.least_face": (1, 1000),
        "matching.same_face": (0.01, 1),
        "publication.long_side": (16, 100_000),
        "deadlines.answer": (1, 1),
        "deadlines.extension": (0, 2),
        "deadlines.contact_code": (1, 1440),
        "deadlines.person_task": (1, 366),
        "deadlines.requests_per_contact": (1, 1000),
        "retention.removal_contact": (0, 3650),
        "retention.withdrawal_link": (1, 36500),
        "retention.enrolled_templates": (1, 1000),
        "retention.unfinished_template": (0.01, 168),
        "balance.level": (0.000_001, 0.5),
        "balance.window": (1, 120),
        "channels.sleeping": (1, 3650),
    }
)
ARTICLES = ("2e", "2f", "3a", "3b", "3c")

_FIGURE_KEYS = frozenset({"value", "unit", "measured", "dated"})
_SECTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "recognisability": frozenset({"standard", "level", "standards"}),
        "age": frozenset({"table"}),
        "deceased": frozenset(),
        "matching": frozenset({"mode", "clears_alone", "thresholds"}),
        "publication": frozenset({"purpose"}),
        "deadlines": frozenset(),
        "retention": frozenset({"periods"}),
        "erasure": frozenset({"looks_after_hours"}),
        "calendar": frozenset({"holidays", "quiet_periods"}),
        "adoption": frozenset({"published"}),
        "balance": frozenset({"expected", "seats"}),
        "channels": frozenset(),
        "source": frozenset({"title", "decision", "decided_on"}),
        "release": frozenset({"brought_in", "taken_out"}),
    }
)
_OPTIONAL = frozenset({"release"})
_WHOLE = frozenset({"version", "articles", "purposes", "parties"})


def parse(text: str) -> Charter:
    """Return the charter of a TOML text.

    Raises CharterRefused with every problem and its line.
    """
    document, charter = _read(text)
    document.finish()
    return charter


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """What a text lacks of what this release needs, what it has that this release does not know, and what else."""

    missing: tuple[Path, ...]
    unknown: tuple[Path, ...]
    is_usable: bool


def gaps(text: str) -> Gaps:
    """Return what stands between a text and this release. Raises CharterRefused for a text that is no TOML."""
    document, _ = _read(text)
    return Gaps(missing=tuple(document.missing), unknown=tuple(document.unknown), is_usable=not document.problems)


def _read(text: str) -> tuple[Document, Charter]:
    document = Document(text)
    _check_names(document)
    return document, _charter(document, digest=hashlib.sha256(text.encode()).hexdigest())


def _charter(document: Document, *, digest: str) -> Charter:
    return Charter(
        version=f"{document.words(('version',))}+{digest[:12]}",
        source=_source(document),
        articles=MappingProxyType({number: document.words(("articles", number)) for number in ARTICLES}),
        figures=MappingProxyType({name: _figure(document, name, *limits) for name, limits in FIGURES.items()}),
        purposes=_purposes(document),
        first_purpose=document.one_of(("publication", "purpose"), tuple(document.table(("purposes",))) or ("",)),
        density=_density(document),
        ages=_ages(document),
        recognition=RecognitionMode(document.one_of(("matching", "mode"), tuple(RecognitionMode))),
        clears_alone=document.flag(("matching", "clears_alone")),
        gallery_sizes=_gallery_sizes(document),
        parties=_parties(document),
        quiet_periods=_quiet_periods(document),
        holidays=frozenset(document.day(row) for row in document.rows(("calendar", "holidays"))),
        looks_after_hours=_looks(document),
        standing_copies=StandingCopies(document.one_of(("adoption", "published"), tuple(StandingCopies))),
        retention=retention.periods(document),
        proportion=_proportion(document),
        brought_in=_names(document, "brought_in"),
        taken_out=_names(document, "taken_out"),
    )


def _check_names(document: Document) -> None:
    document.known_keys((), frozenset(_SECTIONS) | _WHOLE)
    for section, others in _SECTIONS.items():
        if section in _OPTIONAL and document.find((section,)) is None:
            continue
        figures = {name.partition(".")[2] for name in FIGURES if name.startswith(f"{section}.")}
        document.known_keys((section,), others | figures)


def _names(document: Document, key: str) -> tuple[str, ...]:
    """Return the names an earlier release's charter did not have, or that this one no longer knows."""
    path: Path = ("release", key)
    return tuple(document.words(row) for row in document.rows(path)) if document.find(path) else ()


def _source(document: Document) -> Source:
    return Source(
        title=document.words(("source", "title")),
        decision=document.words(("source", "decision")),
        decided_on=document.day(("source", "decided_on")),
    )


def _figure(document: Document, name: str, low: float, high: float) -> Figure:
    path: Path = tuple(name.split("."))
    document.known_keys(path, _FIGURE_KEYS)
    return Figure(
        name=name,
        value=document.number((*path, "value"), low, high),
        unit=document.words((*path, "unit")),
        measured=document.words((*path, "measured")),
        dated=document.day((*path, "dated")),
    )


def _purposes(document: Document) -> Mapping[str, Purpose]:
    codes = document.table(("purposes",))
    if not codes:
        document.note(("purposes",), N_("{key} must be a list with at least one row"))
    return MappingProxyType(
        {
            code: Purpose(
                code=code,
                title=document.words(("purposes", code, "title")),
                social=document.flag(("purposes", code, "social")),
            )
            for code in codes
        }
    )


def _density(document: Document) -> Density:
    place: Path = ("recognisability", "standards")
    standards = {
        name: {level: document.number((*place, name, level), 1, 10_000) for level in document.table((*place, name))}
        for name in document.table(place)
    }
    standard = document.one_of(("recognisability", "standard"), tuple(standards) or ("",))
    levels = standards.get(standard, {})
    level = document.one_of(("recognisability", "level"), tuple(levels) or ("",))
    return Density(standard=standard, level=level, value=levels.get(level, 0), standards=MappingProxyType(standards))


def _ages(document: Document) -> tuple[AgeBand, ...]:
    bands = []
    for row in document.rows(("age", "table")):
        document.known_keys(row, frozenset({"under", "signs"}))
        signs = frozenset(
            Signature(document.one_of(place, (Signature.OWN, Signature.GUARDIAN)))
            for place in document.rows((*row, "signs"))
        )
        bands.append(AgeBand(under=document.number((*row, "under"), 0, 25), signs=signs))
        if len(bands) > 1 and bands[-1].under <= bands[-2].under:
            document.note((*row, "under"), N_("{key} must be larger than in the row before"))
    if bands and bands[-1].under != document.find(("age", "adult", "value")):
        document.note((*row, "under"), N_("{key}: the last row must reach the adult age"))
    return tuple(bands)


def _gallery_sizes(document: Document) -> tuple[GallerySize, ...]:
    sizes: list[GallerySize] = []
    for row in document.rows(("matching", "thresholds")):
        document.known_keys(row, frozenset({"from_people", "similarity"}))
        size = GallerySize(
            from_people=int(document.number((*row, "from_people"), 1, 10_000_000)),
            similarity=document.number((*row, "similarity"), 0, 1),
        )
        if not sizes and size.from_people != 1:
            document.note((*row, "from_people"), N_("{key}: the first row must begin at 1"))
        if sizes and size.from_people <= sizes[-1].from_people:
            document.note((*row, "from_people"), N_("{key} must be larger than in the row before"))
        if sizes and size.similarity < sizes[-1].similarity:
            document.note((*row, "similarity"), N_("{key} must not be lower than in the row before"))
        sizes.append(size)
    return tuple(sizes)


def _parties(document: Document) -> tuple[Party, ...]:
    found = []
    for row in document.rows(("parties",)):
        document.known_keys(row, frozenset({"name", "everyday"}))
        found.append(Party(name=document.words((*row, "name")), everyday=document.flag((*row, "everyday"))))
    return tuple(found)


def _quiet_periods(document: Document) -> tuple[QuietPeriod, ...]:
    periods = []
    for row in document.rows(("calendar", "quiet_periods")):
        document.known_keys(row, frozenset({"name", "starts_on", "ends_on", "effect", "covers"}))
        period = QuietPeriod(
            name=document.words((*row, "name")),
            starts_on=document.day((*row, "starts_on")),
            ends_on=document.day((*row, "ends_on")),
            effect=QuietEffect(document.one_of((*row, "effect"), tuple(QuietEffect))),
            covers=_covers(document, row),
        )
        if period.ends_on < period.starts_on:
            document.note((*row, "ends_on"), N_("{key} lies before the period begins"))
        periods.append(period)
    return tuple(periods)


def _covers(document: Document, row: Path) -> QuietCover:
    """Return what a quiet period is about: photos of the college where the row does not say."""
    if document.find((*row, "covers")) is None:
        return QuietCover.COLLEGE
    return QuietCover(document.one_of((*row, "covers"), tuple(QuietCover)))


def _proportion(document: Document) -> Proportion:
    expected = ExpectedShare(document.one_of(("balance", "expected"), tuple(ExpectedShare)))
    # Seats are needed only where they count.
    rows = document.rows(("balance", "seats")) if expected is ExpectedShare.SEATS else []
    seats = {}
    for row in rows:
        document.known_keys(row, frozenset({"party", "seats"}))
        seats[document.words((*row, "party"))] = int(document.number((*row, "seats"), 1, 1000))
    return Proportion(expected=expected, seats=MappingProxyType(seats))


def _looks(document: Document) -> tuple[float, ...]:
    hours = tuple(document.number(row, 0.01, 8760) for row in document.rows(("erasure", "looks_after_hours")))
    if list(hours) != sorted(set(hours)):
        document.note(("erasure", "looks_after_hours"), N_("{key} must rise from look to look"))
    return hours
