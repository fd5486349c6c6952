"""What a verdict is judged on: frozen values, filled by those who know, read by the rules."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.analysis.measures import ShotType


class Standing(StrEnum):
    """Whether the photo itself may be used at all."""

    OPEN = "open"
    """Analysed, and nothing stands in the way."""
    NOT_ANALYSED = "not-analysed"
    """No analysis is known yet."""
    RESTRICTED = "restricted"
    """Somebody asked for its removal; that is being decided."""
    ERASING = "erasing"
    """Its destruction has begun or is done."""


class Setting(StrEnum):
    """Where the photo was taken, in the sense of article 2f."""

    PUBLIC_EVENT = "public-event"
    """At an event open to the public."""
    PUBLIC_PLACE = "public-place"
    """In public space."""
    NOT_PUBLIC = "not-public"
    """At neither."""
    UNKNOWN = "unknown"
    """Nobody said."""

    @property
    def is_public(self) -> bool | None:
        """Whether article 2f's exemption can hold; None where nobody said."""
        return None if self is Setting.UNKNOWN else self is not Setting.NOT_PUBLIC


class Genre(StrEnum):
    """What kind of message the photo goes with."""

    NEWS = "news"
    """News or a report of municipal life."""
    PROFILE = "profile"
    """A profile, a portrait gallery, a campaign: the person is the message."""


class Ruling(StrEnum):
    """What an officer decided of a photo, with a reason; it outlives a new judgement, not a new analysis."""

    NOBODY_SINGLED_OUT = "nobody-singled-out"
    """An atmosphere or overview image after all."""
    NOBODY_RECOGNISABLE = "nobody-recognisable"
    """Nobody can be recognised (backs, masks, blur)."""
    NO_REAL_PERSON = "no-real-person"
    """What was taken for a face is a statue, a poster, a costume."""
    SINGLED_OUT = "singled-out"
    """One or a few persons are singled out, or people pose."""
    KEPT_IN = "kept-in"
    """This photo does not go out."""

    @property
    def decides_kind(self) -> bool:
        """Whether it says what kind of photo this is."""
        return self is not Ruling.KEPT_IN

    @property
    def frees_faces(self) -> bool:
        """Whether the faces seen count for nothing."""
        return self in {Ruling.NOBODY_RECOGNISABLE, Ruling.NO_REAL_PERSON}


class Certainty(StrEnum):
    """How sure it is that this person is in the photo."""

    NAMED = "named"
    """Only a text that goes with the photo names them."""
    SUGGESTED = "suggested"
    """A comparison of faces suggests them; nobody confirmed it."""
    DECLARED = "declared"
    """The photographer named them."""
    CONFIRMED = "confirmed"
    """A person confirmed it."""

    @property
    def is_certain(self) -> bool:
        """Whether a human being says who this is."""
        return self in {Certainty.DECLARED, Certainty.CONFIRMED}


class AnswerState(StrEnum):
    """What a person (or who signs for them) says to this use on this day."""

    GIVEN = "given"
    """Yes, and it holds today."""
    REFUSED = "refused"
    """A clear no."""
    WITHDRAWN = "withdrawn"
    """A yes that was taken back."""
    EXPIRED = "expired"
    """A yes whose time is over."""
    NOT_YET = "not-yet"
    """A yes whose time has not begun."""
    ENDED = "ended"
    """A yes the municipality revoked or found invalid."""
    OUT_OF_SCOPE = "out-of-scope"
    """A yes to something else."""
    REQUESTED = "requested"
    """Asked, not answered."""
    NEVER_ASKED = "never-asked"
    """Nothing is known."""

    @property
    def is_no(self) -> bool:
        """Whether the person does not want this, as far as is known."""
        return self in {AnswerState.REFUSED, AnswerState.WITHDRAWN}


class TextPlace(StrEnum):
    """Where words stand that go out with a photo."""

    CAPTION = "caption"
    """Below the photo."""
    ALT_TEXT = "alt-text"
    """Read aloud in its place."""
    FILE_NAME = "file-name"
    """The name of the published file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Words that go out with the photo."""

    place: TextPlace
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What the photo is to be used for: a purpose's code, the rendition's long side in px, the genre, the domain.

    `domain` is the policy domain of the post (article 3b), None where it is not said; `texts` are the words the post
    adds to the photo's own. `decided` are names of rules whose question an officer answered for this post, with a
    reason. `press_release` is the one the photo belongs to; `closed` says that the channel takes nothing any more.
    """

    purpose: str
    long_side: int
    genre: Genre = Genre.NEWS
    domain: str | None = None
    texts: tuple[Text, ...] = ()
    decided: frozenset[str] = frozenset()
    press_release: "PressRelease | None" = None
    closed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """The analysis' shot type, its confidence (0..1), and the figure that weighed most in it."""

    kind: ShotType
    confidence: float
    figure: str
    value: float
    threshold: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceFacts:
    """One face: its number in the photo, its width in px of the original, whether it is singled out."""

    number: int
    width: float
    focused: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer and the day it was given (None where there is none)."""

    state: AnswerState = AnswerState.NEVER_ASKED
    since: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mandate:
    """A public office: its policy domains and its days, the last one included (None: still held)."""

    domains: frozenset[str]
    in_college: bool
    starts_on: date
    ends_on: date | None

    def held(self, day: date) -> bool:
        """Return whether the office is held on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFacts:
    """A person who is, may be, or is said to be in the photo.

    `face_number` is None for someone without a face in it. `similarity` is that of a suggestion. `minor` says that they
    are known to be one though the birth date is not; `dead` likewise for `died_on`. `own`, `guardian` and `heir` answer
    for exactly this use.
    """

    person_id: UUID
    certainty: Certainty
    face_number: int | None = None
    similarity: float | None = None
    birth_date: date | None = None
    minor: bool = False
    died_on: date | None = None
    dead: bool = False
    own: Answer = Answer()
    guardian: Answer = Answer()
    heir: Answer = Answer()
    mandates: tuple[Mandate, ...] = ()
    named_in: frozenset[TextPlace] = frozenset()

    @property
    def is_identified(self) -> bool:
        """Whether the public or a human being can tell who this is, suggestions apart."""
        return self.certainty.is_certain or bool(self.named_in)


@dataclass(frozen=True, kw_only=True, slots=True)
class PressRelease:
    """The press release a photo belongs to: the day it went to the press, and whether its urgency was decided.

    `under_embargo`: the moment before which nobody brings the news has not come.
    """

    distributed_on: date
    urgent: bool
    under_embargo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything a verdict may rest on; `original_long_side` is in px, as are the faces' widths."""

    standing: Standing
    setting: Setting
    shot: Shot | None
    original_long_side: int
    faces: tuple[FaceFacts, ...]
    persons: tuple[PersonFacts, ...]
    use: Use
    texts: tuple[Text, ...] = ()
    ruling: Ruling | None = None
    press_release: PressRelease | None = None
