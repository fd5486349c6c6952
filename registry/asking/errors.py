"""Errors of asking for consent.

RegistryError
└── AskingError
    ├── PolicyRefused          the figures file lacks a figure
    ├── QuestionUnusable       a link opens nothing (unknown, expired, closed: one answer)
    ├── QuestionUnknown        no question has this id
    ├── FormIncomplete         the filled-in form has faults, each with its field
    ├── TooManyAnswers         a link was answered more often today than people can
    ├── NothingToAsk           a question without a purpose, or of a person without an address
    ├── StatementUnknown       no open statement has this id
    ├── ProofMissing           a statement is backed by a file, and none was given
    ├── LetterUnknown          no letter that failed has this id
    ├── BatchUnknown           no batch of scans has this id
    ├── PageUnknown            no page of a scan has this id, or it was dealt with
    └── FormCodeUnknown        no paper form has this code
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class AskingError(RegistryError):
    """Any refusal of this stage."""

    code: ClassVar[str] = "asking-error"


class PolicyRefused(AskingError):
    """The figures file lacks `figure`, or its value makes no sense."""

    code: ClassVar[str] = "asking-policy-refused"
    text: ClassVar[str] = N_("The figure {figure} in data/asking.toml is missing or out of range.")


class QuestionUnusable(AskingError):
    """The link is unknown, expired or closed; which of them is not said."""

    code: ClassVar[str] = "question-unusable"
    text: ClassVar[str] = N_(
        "This link does not open anything (any more). Did you answer with it? Then we have your answer. "
        "If not, ask us for a new one."
    )


class QuestionUnknown(AskingError):
    """No question has the id `ask`."""

    code: ClassVar[str] = "question-unknown"
    text: ClassVar[str] = N_("This question is not there any more.")


class FormIncomplete(AskingError):
    """The form has faults: `faults` holds a message id by the name of its field."""

    code: ClassVar[str] = "form-incomplete"
    text: ClassVar[str] = N_("Some things are not right yet. Look at the fields with a red note.")

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(fields=",".join(sorted(faults)))
        self.faults = dict(faults)

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the sentence and after it each fault."""
        return " ".join([tr(self.text), *(tr(fault) for fault in self.faults.values())])


class TooManyAnswers(AskingError):
    """The question `ask` was answered more than `most` times today."""

    code: ClassVar[str] = "too-many-answers"
    text: ClassVar[str] = N_("Too many answers came in through this link today. Try again tomorrow.")


class NothingToAsk(AskingError):
    """A question without a purpose."""

    code: ClassVar[str] = "nothing-to-ask"
    text: ClassVar[str] = N_("Choose at least one use to ask for.")


class StatementUnknown(AskingError):
    """No open statement has the id `statement`."""

    code: ClassVar[str] = "statement-unknown"
    text: ClassVar[str] = N_("This statement was answered already.")


class ProofMissing(AskingError):
    """A statement is to be backed by a file, and none was given."""

    code: ClassVar[str] = "proof-missing"
    text: ClassVar[str] = N_("Choose the form, the e-mail or the picture that shows it.")


class LetterUnknown(AskingError):
    """No letter that failed, with its address, has the id `letter`."""

    code: ClassVar[str] = "letter-unknown"
    text: ClassVar[str] = N_("This letter was dealt with already. Reload the list.")


class BatchUnknown(AskingError):
    """No batch of scans has the id `batch`."""

    code: ClassVar[str] = "scan-batch-unknown"
    text: ClassVar[str] = N_("These scans are not there any more.")


class PageUnknown(AskingError):
    """No page of a scan that still waits has the id `page`."""

    code: ClassVar[str] = "scan-page-unknown"
    text: ClassVar[str] = N_("This page was dealt with already. Reload the list.")


class FormCodeUnknown(AskingError):
    """No paper form has the code that was typed."""

    code: ClassVar[str] = "form-code-unknown"
    text: ClassVar[str] = N_("No form has this code. Look at the letters below the square code.")
