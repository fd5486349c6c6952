"""Errors of intake.

IntakeError
├── IntakeRefusal          this file is not taken; every one has a `reason` that records keep
│   ├── EmptyFile          there are no bytes
│   ├── NotAnImage         the bytes are no picture, whatever the name says
│   ├── UnsupportedFormat  a picture, in a format or variant that is not taken
│   ├── Truncated          the end is missing, or the pixels cannot be decoded
│   ├── TooLarge           more bytes than the limit
│   ├── TooManyPixels      more pixels than the limit: a decompression bomb, or a scan
│   ├── TooSmall           too small to show anybody
│   └── Animated           several pictures in one file
├── PhotoWithdrawn         the photo was erased, or is being erased
├── PhotoRestricted        somebody asked for its removal: not shown until that is decided
├── OriginalMissing        the photo's file never arrived in the vault
├── SuppressionUnknown     no suppression has this id
├── RegisterUnavailable    the database is locked, full or away: nothing was taken in
├── PhotoUnknown           no photo has this id
├── EventUnknown           no event has this id
├── BatchUnknown           no batch has this id
└── EventUnusable          an event needs a name of reasonable length
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.intake.states import RefusalReason
from registry.locale import N_


class IntakeError(RegistryError):
    """Any failure of intake."""

    code: ClassVar[str] = "intake-error"


class IntakeRefusal(IntakeError):
    """A file that is not taken; the others of its batch go on."""

    code: ClassVar[str] = "intake-refusal"
    reason: ClassVar[RefusalReason]


class EmptyFile(IntakeRefusal):
    """The file has no bytes."""

    code: ClassVar[str] = "empty-file"
    reason: ClassVar[RefusalReason] = RefusalReason.EMPTY
    text: ClassVar[str] = N_("The file is empty. Copy it from the camera or card again.")


class NotAnImage(IntakeRefusal):
    """The bytes are no picture."""

    code: ClassVar[str] = "not-an-image"
    reason: ClassVar[RefusalReason] = RefusalReason.NOT_AN_IMAGE
    text: ClassVar[str] = N_("This file is not a picture, whatever its name says. Choose the photo itself.")


class UnsupportedFormat(IntakeRefusal):
    """A picture of a `kind` that is not taken."""

    code: ClassVar[str] = "unsupported-format"
    reason: ClassVar[RefusalReason] = RefusalReason.UNSUPPORTED_FORMAT
    text: ClassVar[str] = N_("Pictures of the kind {kind} are not taken. Save the photo as JPEG and try again.")


class Truncated(IntakeRefusal):
    """The file ends too early, or its pixels cannot be decoded."""

    code: ClassVar[str] = "truncated"
    reason: ClassVar[RefusalReason] = RefusalReason.TRUNCATED
    text: ClassVar[str] = N_("The file is incomplete or damaged. Copy it from the camera or card again.")


class TooLarge(IntakeRefusal):
    """The file is larger than `limit_megabytes`."""

    code: ClassVar[str] = "too-large"
    reason: ClassVar[RefusalReason] = RefusalReason.TOO_LARGE
    text: ClassVar[str] = N_("The file is larger than {limit_megabytes} MB. Save it as JPEG and try again.")


class TooManyPixels(IntakeRefusal):
    """The picture has more than `limit_megapixels`."""

    code: ClassVar[str] = "too-many-pixels"
    reason: ClassVar[RefusalReason] = RefusalReason.TOO_MANY_PIXELS
    text: ClassVar[str] = N_("The picture is larger than {limit_megapixels} megapixels. Make it smaller and try again.")


class TooSmall(IntakeRefusal):
    """A side of the picture is shorter than `least_side` px."""

    code: ClassVar[str] = "too-small"
    reason: ClassVar[RefusalReason] = RefusalReason.TOO_SMALL
    text: ClassVar[str] = N_("The picture is too small: each side must have at least {least_side} pixels.")


class Animated(IntakeRefusal):
    """The file holds several pictures."""

    code: ClassVar[str] = "animated"
    reason: ClassVar[RefusalReason] = RefusalReason.ANIMATED
    text: ClassVar[str] = N_("The file holds several pictures or moves. Save the one you mean as JPEG and try again.")


class PhotoWithdrawn(IntakeError):
    """The photo `photo` was erased, or is being erased."""

    code: ClassVar[str] = "photo-withdrawn"
    text: ClassVar[str] = N_("This photo was destroyed, or is about to be.")


class PhotoRestricted(IntakeError):
    """Somebody asked for the removal of `photo`; only who decides that may see it."""

    code: ClassVar[str] = "photo-restricted"
    text: ClassVar[str] = N_("Somebody asked for this photo's removal. It is not shown until that is decided.")


class OriginalMissing(IntakeError):
    """The ledger knows of no present original of `photo`."""

    code: ClassVar[str] = "original-missing"
    text: ClassVar[str] = N_("The file of this photo never arrived. Upload it again.")


class SuppressionUnknown(IntakeError):
    """No suppression has the id `suppression`."""

    code: ClassVar[str] = "suppression-unknown"
    text: ClassVar[str] = N_("This photo is not on the list of destroyed photos.")


class RegisterUnavailable(IntakeError):
    """The database could not be written."""

    code: ClassVar[str] = "register-unavailable"
    text: ClassVar[str] = N_("The register is busy or its disk is full. The photo was not taken in: try again later.")


class PhotoUnknown(IntakeError):
    """No photo has the id `photo`."""

    code: ClassVar[str] = "photo-unknown"
    text: ClassVar[str] = N_("This photo is not in the registry.")


class EventUnknown(IntakeError):
    """No event has the id `event`."""

    code: ClassVar[str] = "event-unknown"
    text: ClassVar[str] = N_("This event is not in the registry.")


class BatchUnknown(IntakeError):
    """No batch has the id `batch`."""

    code: ClassVar[str] = "batch-unknown"
    text: ClassVar[str] = N_("This upload is not known. Start it again.")


class EventUnusable(IntakeError):
    """The event's name is empty or longer than `most` characters."""

    code: ClassVar[str] = "event-unusable"
    text: ClassVar[str] = N_("Give the event a name of at most {most} characters.")
