"""A folder of unsent mail, for a developer's machine or a demo without a mail server; never used in production."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import default as modern
from pathlib import Path
from uuid import uuid4

from registry.channels.mail import Letter, Sent

_CODE = re.compile(r"\b(\d{6})\b")


class OutboxFolder:
    """A mailer that writes each letter as one `.eml` file instead of sending it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> Sent:
        """Write the letter down; whoever runs the demo reads it in the folder."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        message = EmailMessage(policy=SMTP)
        message["To"], message["Subject"] = letter.to, letter.subject
        message["Content-Language"] = letter.language
        message.set_content(letter.body)
        for attachment in letter.attachments:
            kind, _, subkind = attachment.media_type.partition("/")
            message.add_attachment(attachment.data, maintype=kind, subtype=subkind, filename=attachment.name)
        (self._folder / f"{uuid4()}.eml").write_bytes(message.as_bytes())
        return Sent()

    def code_for(self, address: str) -> str:
        """Return the newest six-digit code mailed to an address. Raises LookupError when there is none."""
        files = sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for message in (message_from_bytes(file.read_bytes(), policy=modern) for file in files):
            body = message.get_body(("plain",))
            found = _CODE.search(body.get_content()) if body and message["To"] == address else None
            if found:
                return found[1]
        raise LookupError("no code was mailed to this address")
