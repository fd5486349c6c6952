"""The charter as a value: figures, age table, purposes, calendar, party names and the articles' own words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from registry.charter.errors import FigureMissing


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A threshold: its dotted name, value, unit, what it rests on and the day that was looked at."""

    name: str
    value: float
    unit: str
    measured: str
    dated: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The decision that the charter renders."""

    title: str
    decision: str
    decided_on: date


class Signature(StrEnum):
    """Whose yes is needed."""

    OWN = "own"
    """The portrayed person's own."""
    GUARDIAN = "guardian"
    """A parent's or guardian's."""
    HEIR = "heir"
    """An heir's, for someone who died."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeBand:
    """Who signs for a person younger than `under` (years)."""

    under: float
    signs: frozenset[Signature]


class RecognitionMode(StrEnum):
    """How far faces may be compared."""

    OFF = "off"
    """No face is ever compared; people are named by hand."""
    CONSENTED = "consented"
    """Focused faces are compared with those who agreed to it."""
    EVENT_SEARCH = "event search"
    """As consented, and a citizen may search one event with a selfie."""

    @property
    def compares(self) -> bool:
        """Whether faces are compared at all."""
        return self is not RecognitionMode.OFF


@dataclass(frozen=True, kw_only=True, slots=True)
class GallerySize:
    """From how many enrolled people on which similarity suggests a match."""

    from_people: int
    similarity: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Purpose:
    """What a photo may be used for, by the code that consents and channels name."""

    code: str
    title: str
    social: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """A political party's name; `everyday` when it is also an ordinary word."""

    name: str
    everyday: bool


class QuietEffect(StrEnum):
    """What a quiet period does to a photo of a member of the college."""

    ASK = "ask"
    """A person decides."""
    BLOCK = "block"
    """It does not go out."""


class QuietCover(StrEnum):
    """Which photos a quiet period is about."""

    COLLEGE = "college"
    """Photos of members of the college."""
    EVERYTHING = "everything"
    """Every photo that goes out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietPeriod:
    """A "sperperiode": the days before an election, both included."""

    name: str
    starts_on: date
    ends_on: date
    effect: QuietEffect
    covers: QuietCover = QuietCover.COLLEGE

    def holds(self, day: date) -> bool:
        """Return whether `day` lies in the period."""
        return self.starts_on <= day <= self.ends_on


class ExpectedShare(StrEnum):
    """How often each member of the college should be seen (article 3b iii)."""

    EQUAL = "equal"
    """Each member as often as the others."""
    SEATS = "seats"
    """Each party by its seats, shared by its members in the college."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proportion:
    """The yardstick of article 3b iii: the expected share, and each coalition partner's seats where those count."""

    expected: ExpectedShare
    seats: Mapping[str, int]


class StandingCopies(StrEnum):
    """What becomes of published copies that a new charter, and nothing else, would refuse."""

    LIST = "list"
    """They stand, and are listed for the officer."""
    TAKE_DOWN = "take down"
    """They are listed and taken down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Density:
    """The pixel density from which a face counts as very recognisable, by standard and level (px per m)."""

    standard: str
    level: str
    value: float
    standards: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionPeriod:
    """How long some photos are kept; the first row of the charter that fits a photo counts.

    An empty `shot_types` or `channels` fits every one, `public` None every event; `channels` fits a photo that was
    ever published on one of them. `months` None is an archive duty: such photos are never proposed.
    """

    number: int
    name: str
    shot_types: frozenset[str]
    channels: frozenset[str]
    public: bool | None
    months: int | None
    measured: str
    dated: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Charter:
    """All the municipality decided on photos of people.

    `version` names the text and its digest; a verdict carries it. `articles` are the charter's own (Dutch) words,
    `first_purpose` is what a photo is judged for on arrival. `brought_in` names the figures and choices that came in
    with a new release of the software and that nobody adopted yet, `taken_out` what that release no longer knows.
    """

    version: str
    source: Source
    articles: Mapping[str, str]
    figures: Mapping[str, Figure]
    purposes: Mapping[str, Purpose]
    first_purpose: str
    density: Density
    ages: tuple[AgeBand, ...]
    recognition: RecognitionMode
    clears_alone: bool
    gallery_sizes: tuple[GallerySize, ...]
    parties: tuple[Party, ...]
    quiet_periods: tuple[QuietPeriod, ...]
    holidays: frozenset[date]
    looks_after_hours: tuple[float, ...]
    standing_copies: StandingCopies
    retention: tuple[RetentionPeriod, ...] = ()
    proportion: Proportion
    brought_in: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()

    @property
    def is_adopted(self) -> bool:
        """Whether the municipality adopted every figure in it."""
        return not self.brought_in and not self.taken_out

    def settled(self) -> "Charter":
        """Return this charter as if everything in it were adopted."""
        return replace(self, brought_in=(), taken_out=())

    def figure(self, name: str) -> Figure:
        """Return the figure of this dotted name, as in "fingerprint.near_duplicate".

        Raises FigureMissing.
        """
        if name not in self.figures:
            raise FigureMissing(name=name)
        return self.figures[name]

    def suggests_from(self, people: int) -> float:
        """Return the similarity from which a match is suggested in a gallery of `people`."""
        fitting = [row for row in self.gallery_sizes if row.from_people <= max(people, 1)]
        return max(fitting, key=lambda row: row.from_people).similarity
