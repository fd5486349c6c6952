"""States and codes of posts, press releases and channels. Pure."""

from enum import StrEnum


class PostState(StrEnum):
    """How far a post is."""

    DRAFT = "draft"
    """Being written; nothing happens by itself."""
    AT_COLLEGE = "at-college"
    """In doubt (article 2d): the college decides."""
    REFUSED = "refused"
    """The college said no."""
    SCHEDULED = "scheduled"
    """Goes out at its moment, if its verdict still lets it then."""
    SENT = "sent"
    """All of it stands where it should."""
    HELD = "held"
    """Something of it could not go out at its moment; an officer decides."""
    CANCELLED = "cancelled"
    """Given up; what of it was out already stays until it is taken down."""

    @property
    def can_change(self) -> bool:
        """Whether it may be scheduled, or asked to the college."""
        return self in {PostState.DRAFT, PostState.HELD}

    @property
    def can_be_cancelled(self) -> bool:
        """Whether something of it may still go out."""
        return self in {PostState.DRAFT, PostState.AT_COLLEGE, PostState.SCHEDULED, PostState.HELD}


class DeliveryState(StrEnum):
    """How far one photo of a post is in one channel."""

    WAITING = "waiting"
    """Not sent yet, or to be tried again."""
    SENDING = "sending"
    """A worker is at it, or was killed at it."""
    SENT = "sent"
    """It stands there, or stood there and came down."""
    HELD = "held"
    """It may not, or could not, go out."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more is tried by itself."""
        return self in {DeliveryState.SENT, DeliveryState.HELD}


class ReleaseState(StrEnum):
    """How far a press release is."""

    PLANNED = "planned"
    """Goes to its recipients at its moment."""
    SENT = "sent"
    """Was handed to the mail server for every recipient it could be."""
    CANCELLED = "cancelled"
    """Given up before it went out."""


class ChannelState(StrEnum):
    """What article 1 says of a channel."""

    ACTIVE = "active"
    """In use."""
    SLEEPING = "sleeping"
    """Somebody said that nothing happens there any more."""
    CLOSING = "closing"
    """Takes nothing any more; what stands on it is being taken down."""
    CLOSED = "closed"
    """Nothing of the registry stands there any more."""

    @property
    def takes_photos(self) -> bool:
        """Whether something may still be placed there."""
        return self in {ChannelState.ACTIVE, ChannelState.SLEEPING}


class Duty(StrEnum):
    """Why somebody is an administrator of a channel."""

    COMMUNICATION_OFFICER = "communication-officer"
    """The communication officer, on every page."""
    ASSISTANT = "assistant"
    """The administrative assistant of the communication service, on every page."""
    OWNER = "owner"
    """Somebody of the service the page belongs to."""


class Held(StrEnum):
    """Why a photo of a post did not go out, where it is not the verdict."""

    TOO_LATE = "too-late"
    """The worker came so late that the post may be out of date."""
    NOT_REACHED = "not-reached"
    """The channel could not be reached, however often it was tried."""
    PHOTO_GONE = "photo-gone"
    """The photo was erased."""
    NOT_READABLE = "not-readable"
    """The photo's file, or the channel's settings, could not be used."""
    VERDICT = "verdict"
    """The verdict at that moment did not let it pass."""
