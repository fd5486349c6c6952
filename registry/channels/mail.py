"""Mail to people: codes, receipts, letters. The only SMTP client of the registry.

Mail is not a channel (nothing can be taken back from a mailbox); it is the way to tell a person something. Sending is
never done inside a database transaction, and a failure is an outcome: the caller decides whether to try again.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from typing import Protocol, TypeAlias

from registry.channels.outcomes import Refused, Retryable

_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that goes with a letter, such as a certificate."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A plain-text mail to one person; `language` is the BCP 47 tag of its text.

    `number` is the same whenever the same letter is sent again, so that mail programs show it once.
    """

    to: str
    subject: str
    body: str
    language: str = "nl"
    attachments: tuple[Attachment, ...] = ()
    number: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """The mail server took the letter; whether it was read is another matter."""


SendOutcome: TypeAlias = Sent | Retryable | Refused


class Mailer(Protocol):
    """Something that sends letters."""

    def send(self, letter: Letter) -> SendOutcome:
        """Hand the letter over; never raises for what the server answers."""
        ...


@dataclass
class OutboxMailer:
    """Keeps letters in memory instead of sending them: for the demo and for tests; nothing is written to disk."""

    letters: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> SendOutcome:
        """Keep the letter."""
        self.letters.append(letter)
        return Sent()

    def to(self, address: str) -> list[Letter]:
        """Return the letters to one address, oldest first."""
        return [letter for letter in self.letters if letter.to == address]

    def forget(self, address: str) -> None:
        """Drop every letter to one address."""
        self.letters = [letter for letter in self.letters if letter.to != address]


@dataclass(frozen=True, kw_only=True, slots=True)
class SmtpSettings:
    """Where and how mail leaves; `starttls` refuses to send in the clear when set."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False


class SmtpMailer:
    """Sends through one SMTP server (RFC 5321), a connection a letter."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    def send(self, letter: Letter) -> SendOutcome:
        """Send now; 4xx and connection trouble are `Retryable`, 5xx for this letter is `Refused`."""
        try:
            with self._connection() as connection:
                connection.send_message(_message(letter, self._settings.sender))
        except smtplib.SMTPRecipientsRefused as error:
            return _answer(max(code for code, _ in error.recipients.values()))
        except smtplib.SMTPAuthenticationError:
            return Retryable(code="mail-login-refused")
        except smtplib.SMTPResponseException as error:
            return _answer(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            return Retryable(code="mail-server-unreachable")
        return Sent()

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        settings = self._settings
        with smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT_SECONDS) as connection:
            if settings.starttls:
                connection.starttls(context=ssl.create_default_context())
            if settings.user:
                connection.login(settings.user, settings.password)
            yield connection


def _answer(code: int) -> SendOutcome:
    # RFC 5321, 4.2.1: 4yz is transient, 5yz is permanent.
    return Refused(code=f"mail-refused-{code}") if code >= 500 else Retryable(code=f"mail-deferred-{code}")


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = formatdate(localtime=False)
    domain = sender.rpartition("@")[2]
    numbered = f"<{letter.number}@{domain or 'registry.invalid'}>"  # RFC 5322, 3.6.4
    message["Message-ID"] = numbered if letter.number else make_msgid(domain=domain or None)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content(letter.body)
    for attachment in letter.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.data, maintype=main, subtype=sub, filename=attachment.name)
    message["Content-Language"] = letter.language  # last: setting content drops or moves every Content-… header
    return message
