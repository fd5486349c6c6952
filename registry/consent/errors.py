"""Errors of the consent register.

RegistryError
└── ConsentError
    ├── PersonUnknown          no person has this id
    ├── NameMissing            a person needs a name or a nickname
    ├── DateImpossible         a birth or death that lies in the future, or a death before the birth
    ├── OwnGuardian            nobody is their own guardian
    ├── GuardianNotInForce     this person does not sign for the minor (any more)
    ├── WitnessMissing         a spoken yes names who heard it, and has no other proof
    ├── PurposeUnknown         the charter does not know the purpose
    ├── PurposeTooWide         a yes names each purpose; only a no may be for every use
    ├── PeriodBackwards        a consent that ends before it starts
    ├── ScopeIncomplete        a consent for one event or photo must say which
    ├── NoticeUnknown          no notice text has this version and language
    ├── HistoryIsAppendOnly    a consent event is never changed or removed
    ├── LinkUnusable           the link opens nothing (unknown, expired: one answer)
    ├── RecognitionNotAgreed   no recognition consent of the person is in force
    ├── TooYoungToMatch        the charter does not let faces this young be matched
    ├── RecognitionOff         the charter's recognition mode is "off"
    ├── TooManyTemplates       the person has as many templates as the charter allows
    ├── MailUnusable           no mail can be sent to this address
    ├── PhoneUnusable          this is not a telephone number
    ├── AlreadyMerged          the person is (or became) part of another
    ├── SamePerson             two different persons are needed
    ├── NothingToSplit         the merge is not known, or was undone already
    ├── ListUnreadable         the file is no list that can be read
    ├── ListTooLong            the list has more rows than can be taken at once
    ├── ListFaulty             rows could not be read; nothing was taken in
    ├── RegisterFiguresRefused the figures file cannot be used
    ├── AccessExportGone       the file is not there any more
    ├── FaceNotTheirs          the face was not confirmed to be this person's
    └── PictureUnfit           the enrolment picture fails the quality gate; it says what to do
"""

from collections.abc import Callable
from typing import ClassVar

from registry.analysis.enrolment import EnrolmentFault
from registry.errors import RegistryError
from registry.locale import N_


class ConsentError(RegistryError):
    """Any refusal of the consent register."""

    code: ClassVar[str] = "consent-error"


class PersonUnknown(ConsentError):
    """No person has the id `person`."""

    code: ClassVar[str] = "person-unknown"
    text: ClassVar[str] = N_("This person is not in the register any more.")


class NameMissing(ConsentError):
    """A person without a name."""

    code: ClassVar[str] = "name-missing"
    text: ClassVar[str] = N_("Give a name, or a nickname by which you will know this person.")


class DateImpossible(ConsentError):
    """The date in `field` cannot be."""

    code: ClassVar[str] = "date-impossible"
    text: ClassVar[str] = N_("This date cannot be right: a birth lies in the past, and a death after it.")


class OwnGuardian(ConsentError):
    """`person` would be their own guardian."""

    code: ClassVar[str] = "own-guardian"
    text: ClassVar[str] = N_("Nobody is their own guardian. Choose somebody else.")


class GuardianNotInForce(ConsentError):
    """The register does not say that `person` signs for the minor, or says that it is over."""

    code: ClassVar[str] = "guardian-not-in-force"
    text: ClassVar[str] = N_(
        "According to the register this person does not sign for the child (any more). Ask the municipality, or choose "
        "somebody else."
    )


class WitnessMissing(ConsentError):
    """A spoken yes without somebody who heard it."""

    code: ClassVar[str] = "witness-missing"
    text: ClassVar[str] = N_("Fill in who heard it. For a spoken yes that is the proof; leave a file out then.")


class PurposeUnknown(ConsentError):
    """The charter does not know the purpose `purpose`."""

    code: ClassVar[str] = "purpose-unknown"
    text: ClassVar[str] = N_("Choose at least one purpose that the charter knows.")
    private: ClassVar[frozenset[str]] = frozenset({"purpose"})


class PurposeTooWide(ConsentError):
    """A yes to every use at once."""

    code: ClassVar[str] = "purpose-too-wide"
    text: ClassVar[str] = N_("A consent names each purpose. Only a refusal or withdrawal can be for every use.")


class PeriodBackwards(ConsentError):
    """The period ends before it starts."""

    code: ClassVar[str] = "period-backwards"
    text: ClassVar[str] = N_("The consent ends before it starts. Mend one of the two days.")


class ScopeIncomplete(ConsentError):
    """A scope of one event or photo without saying which."""

    code: ClassVar[str] = "scope-incomplete"
    text: ClassVar[str] = N_("Say which event or which photo this is for.")


class NoticeUnknown(ConsentError):
    """No notice has the version `version` in the language `language`."""

    code: ClassVar[str] = "notice-unknown"
    text: ClassVar[str] = N_("This notice text is not known. Choose the version the person saw.")


class HistoryIsAppendOnly(ConsentError):
    """Somebody tried to change or remove the consent event `event`."""

    code: ClassVar[str] = "history-is-append-only"
    text: ClassVar[str] = N_("What was recorded of a consent stays. Record a correction as a new event.")


class LinkUnusable(ConsentError):
    """The link is unknown or expired; which of the two is not said."""

    code: ClassVar[str] = "link-unusable"
    text: ClassVar[str] = N_(
        "This link does not open anything (any more). Did you answer with it? Then we have your answer. "
        "If not, ask us for a new one."
    )


class RecognitionNotAgreed(ConsentError):
    """No recognition consent of `person` is in force."""

    code: ClassVar[str] = "recognition-not-agreed"
    text: ClassVar[str] = N_("This person did not agree to be recognised. Ask for that consent first, separately.")


class TooYoungToMatch(ConsentError):
    """The faces of people as young as `person` are not matched."""

    code: ClassVar[str] = "too-young-to-match"
    text: ClassVar[str] = N_("The charter does not let the faces of children this young be matched.")


class RecognitionOff(ConsentError):
    """Recognition is off."""

    code: ClassVar[str] = "recognition-off"
    text: ClassVar[str] = N_("Recognition is off in the charter. Name people by hand.")


class TooManyTemplates(ConsentError):
    """`person` has `most` templates already."""

    code: ClassVar[str] = "too-many-templates"
    text: ClassVar[str] = N_("This person has {most} pictures enrolled already. Remove one first.")


class FaceNotTheirs(ConsentError):
    """Nobody confirmed that `face` is `person`, or the photo was looked at anew since."""

    code: ClassVar[str] = "face-not-theirs"
    text: ClassVar[str] = N_("Say first who this face is; then it can be used to recognise that person.")


class PictureUnfit(ConsentError):
    """The enrolment picture is unfit; `faults` says why."""

    code: ClassVar[str] = "picture-unfit"
    text: ClassVar[str] = N_("This picture cannot be used for recognition.")

    def __init__(self, faults: tuple[EnrolmentFault, ...]) -> None:
        super().__init__(faults=",".join(fault.value for fault in faults))
        self.faults = faults

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the sentence and after it what to do about each fault."""
        return " ".join([tr(self.text), *(tr(ADVICE[fault]) for fault in self.faults)])


class MailUnusable(ConsentError):
    """An address without the form of one."""

    code: ClassVar[str] = "mail-unusable"
    text: ClassVar[str] = N_("This is not an e-mail address. It looks like name@example.be.")


class PhoneUnusable(ConsentError):
    """A telephone number that cannot be one."""

    code: ClassVar[str] = "person-phone-unusable"
    text: ClassVar[str] = N_("This is not a telephone number. Write digits, such as 0470 12 34 56.")


class AlreadyMerged(ConsentError):
    """`person` became part of another person."""

    code: ClassVar[str] = "already-merged"
    text: ClassVar[str] = N_("This person was joined with another one meanwhile. Open that person.")


class SamePerson(ConsentError):
    """Both sides are `person`."""

    code: ClassVar[str] = "same-person"
    text: ClassVar[str] = N_("Choose another person: this is the same one.")


class NothingToSplit(ConsentError):
    """The merge `change` is unknown or undone already."""

    code: ClassVar[str] = "nothing-to-split"
    text: ClassVar[str] = N_("This was taken apart already. Look at the history.")


class ListUnreadable(ConsentError):
    """The file is no list."""

    code: ClassVar[str] = "list-unreadable"
    text: ClassVar[str] = N_("This file cannot be read as a list. Save it as Excel (.xlsx) or CSV and try again.")


class ListTooLong(ConsentError):
    """The list has more than `most` rows or cells."""

    code: ClassVar[str] = "list-too-long"
    text: ClassVar[str] = N_("This list is too long. Make parts of at most {most} rows.")


class ListFaulty(ConsentError):
    """`count` rows could not be read."""

    code: ClassVar[str] = "list-faulty"
    text: ClassVar[str] = N_("{count} rows cannot be read. Mend them, or leave them out. Nothing was taken in.")


class RegisterFiguresRefused(ConsentError):
    """The figure `figure` of data/register.toml is missing or makes no sense."""

    code: ClassVar[str] = "register-figures-refused"
    text: ClassVar[str] = N_("data/register.toml cannot be used: mend the figure {figure}.")


class AccessExportGone(ConsentError):
    """The access export is not there (any more)."""

    code: ClassVar[str] = "access-export-gone"
    text: ClassVar[str] = N_("This file was deleted: its time was over. Make a new one.")


ADVICE = {
    EnrolmentFault.NO_FACE: N_("No face was found: take a picture of the face."),
    EnrolmentFault.SEVERAL_FACES: N_("Several faces were found: take a picture with one person."),
    EnrolmentFault.TOO_SMALL: N_("The face is too small: come closer."),
    EnrolmentFault.TOO_DARK: N_("The light is bad: face a window or a lamp."),
    EnrolmentFault.TOO_BLURRED: N_("The picture is not sharp: hold still."),
    EnrolmentFault.NOT_FRONTAL: N_("Look straight at the camera."),
}
