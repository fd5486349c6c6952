"""How a request comes in, how far it is, and why it was decided so. Pure."""

from enum import StrEnum


class Way(StrEnum):
    """How a request came in."""

    LINK = "link"
    """By the form, with the web address of a photo or the page that shows it."""
    REFERENCE = "reference"
    """By the form, with a photo's reference."""
    UPLOAD = "upload"
    """By the form, with a copy or a screenshot of the photo."""
    ALBUM = "album"
    """By the form, chosen among the blurred photos of an event."""
    OFFICER = "officer"
    """Entered by an officer: a letter, a phone call, a visit."""
    WITHDRAWAL = "withdrawal"
    """By the withdrawal of a consent."""

    @property
    def is_public(self) -> bool:
        """Whether anyone can come in this way, without an account."""
        return self in (Way.LINK, Way.REFERENCE, Way.UPLOAD, Way.ALBUM)


class Wish(StrEnum):
    """What whoever asks wants to become of the photo."""

    DESTROY = "destroy"
    """The photo goes everywhere."""
    BLUR_ME = "blur-me"
    """It is enough that they can no longer be known in it."""


class Reach(StrEnum):
    """How whoever asks wants to be reached."""

    EMAIL = "email"
    """By e-mail; a code shows that the address is theirs."""
    PHONE = "phone"
    """By telephone: a member of staff calls."""
    LETTER = "letter"
    """By a letter on paper."""


class RequestState(StrEnum):
    """How far a request is."""

    RECEIVED = "received"
    """It waits for the officer; its photos are restricted and the clock runs."""
    ACCEPTED = "accepted"
    """Its photos are being erased."""
    REFUSED = "refused"
    """It was refused, with a reason; its photos are no longer restricted."""
    DONE = "done"
    """Every photo of it is erased."""

    @property
    def is_open(self) -> bool:
        """Whether the officer still has to decide."""
        return self is RequestState.RECEIVED

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self in (RequestState.REFUSED, RequestState.DONE)


class RequestedPhotoState(StrEnum):
    """What became of one photo of a request."""

    RESTRICTED = "restricted"
    """Neither shown nor published while the request is open."""
    RELEASED = "released"
    """Not erased: the request was refused, or this was not the photo meant."""
    HIDING = "hiding"
    """A version in which the person cannot be known is being made; then the photo itself is erased."""
    ERASING = "erasing"
    """Its erasure was opened."""
    ERASED = "erased"
    """Its erasure is certified."""

    @property
    def holds(self) -> bool:
        """Whether this request keeps the photo restricted."""
        return self is RequestedPhotoState.RESTRICTED

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens to this photo for this request."""
        return self in (RequestedPhotoState.RELEASED, RequestedPhotoState.ERASED)


class RefusalReason(StrEnum):
    """Why a request is refused; the letter gives it in full."""

    PHOTO_NOT_FOUND = "photo-not-found"
    """No photo of the municipality fits what was said."""
    NOT_RECOGNISABLE = "not-recognisable"
    """Whoever asks cannot be recognised in the photo, by themselves or others."""
    IDENTITY_UNCLEAR = "identity-unclear"
    """There is reasonable doubt who asks, and it was not taken away when asked (GDPR 12(6))."""
    LEGAL_DUTY = "legal-duty"
    """A law obliges the municipality to keep the photo (GDPR 17(3)(b))."""
    ARCHIVE = "archive"
    """The photo is archived in the public interest (GDPR 17(3)(d))."""
    LEGAL_CLAIM = "legal-claim"
    """The photo is needed for a legal claim (GDPR 17(3)(e))."""
    REPETITIVE = "repetitive"
    """The same request was answered before (GDPR 12(5))."""
    TAKEN_BACK = "taken-back"
    """Whoever asked took the request back."""


class ExtensionReason(StrEnum):
    """Why the answer takes up to two months more (GDPR 12(3) knows these two)."""

    COMPLEX = "complex"
    """The request is complex."""
    MANY = "many"
    """There are many requests."""


class LetterKind(StrEnum):
    """A letter that must go out, whatever happens to the process that decided it."""

    ACCEPTED = "accepted"
    """The photos will be destroyed."""
    REFUSED = "refused"
    """The request is refused, why, and where to complain."""
    EXTENDED = "extended"
    """The answer takes longer, why, and until when."""
    DONE = "done"
    """The photos are destroyed; certificates go with it."""


class PutBackState(StrEnum):
    """What becomes of a published copy that a request took down."""

    NOTED = "noted"
    """It stood when the photo was restricted; the request decides."""
    DUE = "due"
    """The request ended without an erasure: it is published again, through the gate."""
    BACK = "back"
    """It stands again."""
    REFUSED = "refused"
    """The gate does not let it out any more; the officer is told."""
    GIVEN_UP = "given-up"
    """The place did not take it; the officer is told."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is tried."""
        return self in (PutBackState.BACK, PutBackState.REFUSED, PutBackState.GIVEN_UP)
