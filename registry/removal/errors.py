"""Errors of removal.

RemovalError
├── ClaimMissing        neither a link, a reference nor a copy was given
├── ContactUnusable     the e-mail address cannot be written to
├── RemarkTooLong       the remark is longer than is kept
├── TooManyRequests     this address sent as many requests (or asked as many codes) as one a day may
├── RequestUnknown      no open door fits this secret link (unknown and expired ones answer the same), or no such id
├── CodeWrong           the code from the mail is wrong, too old, or was tried too often (one answer)
├── AlreadyDecided      somebody decided this request meanwhile
├── RequestChanged      somebody changed this request meanwhile
├── NothingToErase      no photo is tied to the request
├── PhotoNotHere        the photo to tie to a request does not exist or is being erased
├── TooLateToExtend     the first month is over, or the time was extended before
├── NotYetReceived      a request cannot have come in after now
├── SearchOff           the charter does not let citizens search with a selfie
├── SearchBusy          somebody else's search is running
├── TooManySearches     there were as many searches as a day may have
├── PhoneUnusable       the telephone number cannot be called
├── PostUnusable        the postal address cannot be written to
├── TooManyTries        this browser did this as often as a day may have
└── TooManyChosen       more photos of an event were chosen than one request may have
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class RemovalError(RegistryError):
    """Any refusal to do with removal requests."""

    code: ClassVar[str] = "removal-error"


class ClaimMissing(RemovalError):
    """Neither a link, a reference nor a copy was given."""

    code: ClassVar[str] = "claim-missing"
    text: ClassVar[str] = N_("Give the link or the number of the photo, or a copy of it.")


class ContactUnusable(RemovalError):
    """The address cannot be written to; it is not repeated."""

    code: ClassVar[str] = "contact-unusable"
    text: ClassVar[str] = N_("This e-mail address is not complete. Check it, please.")


class RemarkTooLong(RemovalError):
    """The remark has more than `most` characters."""

    code: ClassVar[str] = "remark-too-long"
    text: ClassVar[str] = N_("Your remark is too long. Use at most {most} characters.")


class TooManyRequests(RemovalError):
    """One address, more than `most` a day."""

    code: ClassVar[str] = "too-many-requests"
    text: ClassVar[str] = N_("We got {most} requests from this address today. Try again tomorrow, or call us.")


class RequestUnknown(RemovalError):
    """No request is open to this link or id; why is never said."""

    code: ClassVar[str] = "request-unknown"
    text: ClassVar[str] = N_(
        "This link does not work (any more). Check it, or call us with the number of your request."
    )


class CodeWrong(RemovalError):
    """The code does not fit; whether it is wrong, too old or tried too often is never said."""

    code: ClassVar[str] = "code-wrong"
    text: ClassVar[str] = N_("This code is wrong or too old. Check the last e-mail, or ask for a new code.")


class AlreadyDecided(RemovalError):
    """The request `request` was decided: its state is `state`."""

    code: ClassVar[str] = "already-decided"
    text: ClassVar[str] = N_("Somebody has decided this request already. Load the page again to see how.")


class RequestChanged(RemovalError):
    """The request `request` is at version `now`, not at `expected`."""

    code: ClassVar[str] = "request-changed"
    text: ClassVar[str] = N_("Somebody changed this request at the same time. Load the page again.")


class NothingToErase(RemovalError):
    """The request `request` has no photo to erase."""

    code: ClassVar[str] = "nothing-to-erase"
    text: ClassVar[str] = N_("No photo is tied to this request. Tie the photo to it first, or refuse the request.")


class PhotoNotHere(RemovalError):
    """The photo `photo` does not exist, or is being erased already."""

    code: ClassVar[str] = "photo-not-here"
    text: ClassVar[str] = N_("This photo is not here any more, or it is being destroyed already.")


class TooLateToExtend(RemovalError):
    """The time of `request` was extended before, or its first month ended on `due`."""

    code: ClassVar[str] = "too-late-to-extend"
    text: ClassVar[str] = N_("The time can be extended once, and only before the first month is over.")


class NotYetReceived(RemovalError):
    """A request cannot have come in after now."""

    code: ClassVar[str] = "not-yet-received"
    text: ClassVar[str] = N_("The day on which the request came in cannot be in the future.")


class SearchOff(RemovalError):
    """The charter's recognition mode is not "event search"."""

    code: ClassVar[str] = "search-off"
    text: ClassVar[str] = N_("Searching with a picture of yourself is not possible here. Send us the link or a copy.")


class SearchBusy(RemovalError):
    """Another search runs in this process."""

    code: ClassVar[str] = "search-busy"
    text: ClassVar[str] = N_("Somebody else is searching. Try again in a few minutes.")


class TooManySearches(RemovalError):
    """This visitor, or everybody together, searched as often as a day may have."""

    code: ClassVar[str] = "too-many-searches"
    text: ClassVar[str] = N_("There were too many searches today. Try again tomorrow, or send us the link or a copy.")


class PhoneUnusable(RemovalError):
    """The telephone number cannot be called; it is not repeated."""

    code: ClassVar[str] = "request-phone-unusable"
    text: ClassVar[str] = N_("This telephone number is not complete. Check it, please.")


class PostUnusable(RemovalError):
    """The postal address cannot be written to; it is not repeated."""

    code: ClassVar[str] = "post-unusable"
    text: ClassVar[str] = N_("This address is not complete. We need your name, street, number, postcode and town.")


class TooManyTries(RemovalError):
    """One browser's address did this as often as a day may have."""

    code: ClassVar[str] = "too-many-tries"
    text: ClassVar[str] = N_("You did this very often today. Try again tomorrow, or call us: we help you.")


class TooManyChosen(RemovalError):
    """More than `most` photos of an event were chosen."""

    code: ClassVar[str] = "too-many-chosen"
    text: ClassVar[str] = N_("Choose at most {most} photos. Are you in more? Tell us in the remark.")
