"""Sending press releases to their recipients, one mail each; a try is claimed before it is made.

The photos of a release go along as links, made for that recipient before the mail leaves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.mail import Letter, Mailer, Sent
from registry.channels.outcomes import Refused
from registry.clock import Clock
from registry.database import Database
from registry.locale import N_, Locale, format_datetime, translator
from registry.posts.policy import PostPolicy
from registry.posts.records import Release, ReleaseRecipient
from registry.posts.states import ReleaseState
from registry.proof import audit
from registry.proof.events import AuditEvent

EMBARGO = N_("Under embargo until {moment}.")
PHOTOS = N_("Photos with this press release. The links work until {moment}; they are meant for you alone.")
USE = N_("Use the photos for this news only. We let you know when a photo must be deleted.")


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoLink:
    """A link to one photo for one recipient: the photo's reference, the address, and until when it opens."""

    reference: str
    address: str
    until: datetime


WithPhotos: TypeAlias = Callable[[UUID, str], Sequence[PhotoLink]]
"""Gives the links to a release's photos for one recipient's address: a copy's row is there before a link is."""


class Distribution:
    """Hands press releases to the mail server at their moment. A crash while mailing may send one mail twice."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        policy: PostPolicy,
        language: Locale,
        photos: WithPhotos,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._policy = policy
        self._language = language
        self._photos = photos

    def tend(self) -> int:
        """Send what is due; return how many mails were handed over. Doing it again is harmless."""
        now = self._clock.now()
        with self._database.reading() as session:
            due = select(ReleaseRecipient.id).join(Release, col(Release.id) == col(ReleaseRecipient.release_id)).where(
                col(ReleaseRecipient.closed_at).is_(None),
                Release.state != ReleaseState.CANCELLED,
                col(Release.distribute_at) <= now,
            )  # fmt: skip
            waiting = list(session.exec(due))
        return sum(self._send(one) for one in waiting)

    def _send(self, recipient_id: UUID) -> bool:
        claimed = self._claim(recipient_id)
        if claimed is None:
            return False
        letter, release_id = claimed
        outcome = self._mailer.send(self._with_photos(letter, release_id))
        with self._database.transaction() as session:
            now, recipient = self._clock.now(), session.get_one(ReleaseRecipient, recipient_id)
            spent = isinstance(outcome, Refused) or recipient.attempts >= self._policy.attempts
            if isinstance(outcome, Sent) or spent:
                recipient.closed_at = now
                recipient.outcome = "sent" if isinstance(outcome, Sent) else outcome.code[:40]
                session.add(recipient)
                session.flush()
                _finish(session, recipient.release_id, now)
        return isinstance(outcome, Sent)

    def _with_photos(self, letter: Letter, release_id: UUID) -> Letter:
        links = self._photos(release_id, letter.to)
        if not links:
            return letter
        tr = translator(self._language)
        until = format_datetime(min(link.until for link in links), self._language)
        listed = "\n".join(f"{link.reference}: {link.address}" for link in links)
        return replace(letter, body="\n\n".join([letter.body, tr(PHOTOS).format(moment=until), listed, tr(USE)]))

    def _claim(self, recipient_id: UUID) -> tuple[Letter, UUID] | None:
        with self._database.transaction() as session:
            now, recipient = self._clock.now(), session.get_one(ReleaseRecipient, recipient_id)
            if recipient.closed_at is not None or (recipient.next_at and recipient.next_at > now):
                return None
            release = session.get_one(Release, recipient.release_id)
            if release.state is ReleaseState.CANCELLED:
                return None
            recipient.attempts += 1
            recipient.next_at = now + self._policy.retry * recipient.attempts
            session.add(recipient)
            return self._letter(recipient.address, release), release.id

    def _letter(self, address: str, release: Release) -> Letter:
        parts = [release.body]
        if release.embargo_until is not None:
            moment = format_datetime(release.embargo_until, self._language)
            parts.insert(0, translator(self._language)(EMBARGO).format(moment=moment).upper())
        return Letter(to=address, subject=release.title, body="\n\n".join(parts), language=self._language.value)


def _finish(session: Session, release_id: UUID, now: datetime) -> None:
    """Call a release sent once somebody has it, and note the log when the last recipient is done."""
    release = session.get_one(Release, release_id)
    people = list(session.exec(select(ReleaseRecipient).where(ReleaseRecipient.release_id == release_id)))
    reached = sum(one.outcome == "sent" for one in people)
    if reached and release.sent_at is None:
        release.state, release.sent_at = ReleaseState.SENT, now
        session.add(release)
    if all(one.closed_at for one in people):
        audit.append(session, AuditEvent.RELEASE_SENT, now=now, subject=release_id, reached=reached, of=len(people))
