"""What happens when a recipient confirms: by the secret link, or by an officer who called them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.clock import Clock
from registry.database import Database
from registry.erasure.errors import ErasureError
from registry.erasure.records import Erasure, ErasureStep, PersonTask
from registry.erasure.states import StepAction, StepState, TaskState
from registry.locale import LOCAL_TIME, Locale
from registry.recipients import letters, paper
from registry.recipients.errors import NoticeUnusable
from registry.recipients.letters import About, Text
from registry.recipients.links import token_hash
from registry.recipients.place import RecipientsPlace, confirm, waiting
from registry.recipients.records import DeletionNotice, Recipient
from registry.recipients.states import NoticeState, NoticeWay


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticePage:
    """What a recipient sees behind the link; nothing about anyone in the photo."""

    photo_reference: str
    handed_on: date
    confirmed: bool
    language: Locale


class Answering:
    """Takes confirmations; `wake` hands an erasure to the worker, `close_task` ends a person's task."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        place: RecipientsPlace,
        wake: Callable[[UUID], object],
        close_task: Callable[[Actor, UUID], object],
        municipality: str,
        contact: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._place = place
        self._wake = wake
        self._close_task = close_task
        self._municipality = municipality
        self._contact = contact

    def view(self, token: str) -> NoticePage:
        """Return what a link opens. Raises NoticeUnusable, the same for unknown and expired links."""
        with self._database.reading() as session:
            notice = self._by_token(session, token)
            recipient = session.get_one(Recipient, notice.recipient_id)
        return NoticePage(
            photo_reference=notice.photo_reference,
            handed_on=notice.handed_at.astimezone(LOCAL_TIME).date(),
            confirmed=notice.state is NoticeState.CONFIRMED,
            language=recipient.language,
        )

    def confirm(self, token: str) -> None:
        """Take a recipient's word that the photo is deleted; twice is once. Raises NoticeUnusable."""
        with self._database.transaction() as session:
            notice = self._by_token(session, token)
            news = confirm(session, notice, NoticeWay.LINK, self._clock.now())
        if news:
            self._go_on(notice.copy_id)

    def confirm_for(self, actor: Actor, notice_id: UUID) -> None:
        """Note what a recipient told an officer. Raises Forbidden, NoticeUnusable."""
        require(actor, Permission.ERASE)
        with self._database.transaction() as session:
            notice = session.get(DeletionNotice, notice_id)
            if notice is None:
                raise NoticeUnusable
            news = confirm(session, notice, NoticeWay.OFFICER, self._clock.now())
        if news:
            self._go_on(notice.copy_id)

    def tend(self) -> int:
        """For the worker, every minute: send what is due to recipients whose erasure does not ask by itself."""
        with self._database.reading() as session:
            due = waiting(session, self._clock.now())
        for copy_id in due:
            self._place.tell(copy_id)
            self._settle(copy_id)
        return len(due)

    def letter(self, actor: Actor, notice_id: UUID) -> bytes:
        """Return the letter of a notice as a PDF, to send by post. Raises Forbidden, NoticeUnusable."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            notice = session.get(DeletionNotice, notice_id)
            if notice is None:
                raise NoticeUnusable
            recipient = session.get_one(Recipient, notice.recipient_id)
        text = self._place.text(notice, recipient)
        return paper.render(text, municipality=self._municipality, language=recipient.language)

    def public_notice(self, actor: Actor, reference: str, urls: tuple[str, ...], language: Locale) -> Text:
        """Return the words for another controller that copied or links a photo we had made public (GDPR 17(2)).

        Raises Forbidden.
        """
        require(actor, Permission.ERASE)
        about = About(
            reference=reference,
            handed_on=self._clock.now().astimezone(LOCAL_TIME).date(),
            municipality=self._municipality,
            language=language,
            contact=self._contact,
        )
        return letters.made_public(about, urls)

    def _by_token(self, session: Session, token: str) -> DeletionNotice:
        query = select(DeletionNotice).where(DeletionNotice.token_hash == token_hash(token))
        notice = session.exec(query).first()
        if notice is None or notice.expires_at <= self._clock.now():
            raise NoticeUnusable
        return notice

    def _settle(self, copy_id: UUID) -> None:
        with self._database.reading() as session:
            query = select(DeletionNotice.state).where(DeletionNotice.copy_id == copy_id)
            state = session.exec(query).first()
        if state is NoticeState.CONFIRMED:
            self._go_on(copy_id)

    def _go_on(self, copy_id: UUID) -> None:
        """Let the erasure take note at once, instead of at its next look at the calendar."""
        now = self._clock.now()
        with self._database.transaction() as session:
            session.execute(
                sa.update(ErasureStep)
                .where(
                    col(ErasureStep.copy_id) == copy_id,
                    col(ErasureStep.action) == StepAction.REMOVE,
                    col(ErasureStep.state) == StepState.RETRY,
                )
                .values(next_at=now)
            )
            task = select(PersonTask.id).where(PersonTask.copy_id == copy_id, PersonTask.state == TaskState.OPEN)
            open_task = session.exec(task).first()
            of_step = select(Erasure.id).join(ErasureStep, col(ErasureStep.erasure_id) == col(Erasure.id))
            erasure_id = session.exec(of_step.where(ErasureStep.copy_id == copy_id)).first()
        if open_task is not None:
            try:
                self._close_task(SYSTEM, open_task)
            except ErasureError:
                return  # somebody closed it meanwhile
        if erasure_id is not None:
            self._wake(erasure_id)
