"""What a citizen filled in, step by step, and what is still missing. Pure."""

import enum
import re
from dataclasses import dataclass
from uuid import UUID

from registry.locale import N_
from registry.removal.states import Reach, Way, Wish

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MAX_REMARK = 1000


class Step(enum.IntEnum):
    """The three steps of the form."""

    PHOTO = 1
    """Which photo."""
    CONTACT = 2
    """How to reach you."""
    DONE = 3
    """Receipt, and the code from the mail."""


class Pointing(enum.StrEnum):
    """How somebody points at a photo."""

    LINK = "link"
    """With its web address or the reference below it."""
    UPLOAD = "upload"
    """With a copy or a screenshot of it."""
    EVENT = "event"
    """By the event it was taken at, among its blurred photos."""
    SELFIE = "selfie"
    """With a picture of their face, searched within one event; only where the charter offers it."""


POINTING_NAMES = {
    Pointing.LINK: N_("I have the link or the number of the photo"),
    Pointing.UPLOAD: N_("I have a copy or a screenshot of the photo"),
    Pointing.EVENT: N_("I know at which event it was taken"),
    Pointing.SELFIE: N_("I was at an event, and want to search with a picture of my face"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoClaim:
    """Which photo it is about: `words` is a link or references; `copy_of` is what a copy was made from, None before."""

    pointing: Pointing
    words: str = ""
    copy_of: tuple[UUID, ...] | None = None

    @property
    def missing(self) -> str | None:
        """The sentence to show beside the field when it is empty; None when the step is complete."""
        if self.pointing is Pointing.LINK and not self.words.strip():
            return N_("Fill in the link or the number of the photo.")
        if self.pointing is Pointing.UPLOAD and self.copy_of is None:
            return N_("Choose the copy or the screenshot first.")
        if self.pointing is Pointing.EVENT and not self.words:
            return N_("Choose the event, and tick the photos you are in.")
        if self.pointing is Pointing.SELFIE and not self.words:
            return N_("Search first, and choose the photos you are in.")
        return None


REACH_NAMES = {
    Reach.EMAIL: N_("By e-mail"),
    Reach.PHONE: N_("By telephone: we call you"),
    Reach.LETTER: N_("By a letter on paper"),
}

CONTACT_LABELS = {
    Reach.EMAIL: N_("Your e-mail address"),
    Reach.PHONE: N_("Your telephone number"),
    Reach.LETTER: N_("Your name and address"),
}

WISH_NAMES = {
    Wish.DESTROY: N_("Destroy the photo everywhere"),
    Wish.BLUR_ME: N_("It is enough to make me unrecognisable in it"),
}


def contact_fault(reach: Reach, words: str) -> str | None:
    """Return what is missing in how somebody wants to be reached, or None; the service looks closer."""
    if reach is Reach.EMAIL:
        return address_fault(words)
    if words.strip():
        return None
    return {
        Reach.PHONE: N_("Fill in your telephone number. We need it to answer you."),
        Reach.LETTER: N_("Fill in your name and address. We need them to answer you."),
    }[reach]


def address_fault(address: str) -> str | None:
    """Return what is wrong with an e-mail address, or None."""
    if not address.strip():
        return N_("Fill in your e-mail address. We need it to answer you.")
    if not _ADDRESS.fullmatch(address.strip()):
        return N_("This e-mail address is not complete. Look if it has an @ and a dot.")
    return None


def way_of(claim: PhotoClaim) -> Way:
    """Return how a request with this claim comes in: a web address has a slash, a reference has none."""
    if claim.pointing is Pointing.UPLOAD:
        return Way.UPLOAD
    if claim.pointing is Pointing.EVENT:
        return Way.ALBUM
    return Way.LINK if "/" in claim.words else Way.REFERENCE
