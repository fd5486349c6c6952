"""Errors of the recipients.

RecipientsError
├── RecipientUnknown     there is no such recipient, or none any more
├── RecipientUnusable    a name, address or web address cannot be used
├── HandoutUnknown       there is no such file to fetch, or no more
├── NoticeUnusable       a secret link is unknown, guessed or expired
└── RecipientFiguresRefused   the figures file cannot be used
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class RecipientsError(RegistryError):
    """Any refusal about recipients."""

    code: ClassVar[str] = "recipients"


class RecipientUnknown(RecipientsError):
    """No recipient in use has this id."""

    code: ClassVar[str] = "recipient-unknown"
    text: ClassVar[str] = N_("This recipient is not on the list any more. Load the page again.")


class RecipientUnusable(RecipientsError):
    """`field` of a recipient cannot be used."""

    code: ClassVar[str] = "recipient-unusable"
    text: ClassVar[str] = N_("Fill in a name and an e-mail address. A web address must start with https://.")


class HandoutUnknown(RecipientsError):
    """No file waits under this id."""

    code: ClassVar[str] = "handout-unknown"
    text: ClassVar[str] = N_("This file cannot be fetched any more. Make it again.")


class NoticeUnusable(RecipientsError):
    """A secret link opens nothing; the answer is the same whether it never did or does no more."""

    code: ClassVar[str] = "notice-unusable"
    text: ClassVar[str] = N_("This link cannot be used. Ask the municipality for a new one.")


class RecipientFiguresRefused(RecipientsError):
    """The figures file lacks `figure`, or it makes no sense."""

    code: ClassVar[str] = "recipient-figures-refused"
    text: ClassVar[str] = N_("A figure in data/recipients.toml cannot be used: {figure}.")
