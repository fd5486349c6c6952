"""The notices people see before they agree: exact words by version and language, kept for ever once shown."""

from datetime import datetime

from sqlmodel import Session, select

from registry.consent.errors import NoticeUnknown
from registry.consent.notice_texts import CURRENT, CURRENT_RECOGNITION, SHIPPED, Notice
from registry.consent.records import NoticeText

__all__ = ["CURRENT", "CURRENT_RECOGNITION", "SHIPPED", "Notice", "add", "keep"]


def keep(session: Session, *, version: str, language: str, now: datetime) -> NoticeText:
    """Return the kept words of a notice, keeping a shipped one when it is first shown.

    Raises NoticeUnknown.
    """
    query = select(NoticeText).where(NoticeText.version == version, NoticeText.language == language)
    kept = session.exec(query).first()
    if kept is not None:
        return kept
    shipped = next((n for n in SHIPPED if n.version == version and n.language == language), None)
    if shipped is None:
        raise NoticeUnknown(version=version, language=language)
    kept = NoticeText(version=version, language=language, words=shipped.words, added_at=now)
    session.add(kept)
    session.flush()
    return kept


def add(session: Session, notice: Notice, *, now: datetime) -> NoticeText:
    """Keep the words of a municipality's own notice; the same version and language never gets other words.

    Raises NoticeUnknown when that version has other words already.
    """
    query = select(NoticeText).where(NoticeText.version == notice.version, NoticeText.language == notice.language)
    kept = session.exec(query).first()
    if kept is None:
        kept = NoticeText(version=notice.version, language=notice.language, words=notice.words, added_at=now)
        session.add(kept)
        session.flush()
    if kept.words != notice.words:
        raise NoticeUnknown(version=notice.version, language=notice.language)
    return kept
