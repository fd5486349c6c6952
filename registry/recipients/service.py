"""The services around recipients, connected."""

from dataclasses import dataclass

from registry.recipients.answering import Answering
from registry.recipients.press import PressPhotos
from registry.recipients.register import RecipientRegister
from registry.recipients.sending import Sending


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipients:
    """What is done with recipients: the list, handing photos out, the press's photos, and their confirmations."""

    register: RecipientRegister
    sending: Sending
    answering: Answering
    press: PressPhotos

    def tend(self) -> None:
        """For the worker, every minute: write what is due to recipients."""
        self.answering.tend()
