"""Telling the officers, by mail, that a post was held; the mail names nobody and nothing but where to look."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.mail import Letter, Mailer, Sent
from registry.clock import Clock
from registry.consent.register_records import DigestAddress
from registry.database import Database
from registry.locale import N_, Locale, format_datetime, translator
from registry.posts.records import Post
from registry.posts.states import PostState

SUBJECT = N_("A post did not go out")
BODY = N_("A post planned for {moment} did not go out, or not whole. Why, and what you can do: {link}")


class Telling:
    """Mails every officer who chose an address for the daily overview; the page tells it in any case."""

    def __init__(self, *, database: Database, clock: Clock, mailer: Mailer, base_url: str) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._base_url = base_url

    def tend(self) -> None:
        """Tell of what was held since the last time; after a crash or a failing mail server it is told again."""
        with self._database.reading() as session:
            untold = select(Post).where(Post.state == PostState.HELD, col(Post.told_at).is_(None))
            posts = list(session.exec(untold))
            officers = list(session.exec(select(DigestAddress))) if posts else []
        for post in posts:
            letters = [self._letter(post, officer) for officer in officers]
            if all(isinstance(self._mailer.send(letter), Sent) for letter in letters):
                with self._database.transaction() as session:
                    _told(session, post.id, self._clock.now())

    def _letter(self, post: Post, officer: DigestAddress) -> Letter:
        language = Locale(officer.language)
        tr = translator(language)
        moment, link = format_datetime(post.send_at, language), f"{self._base_url}/berichten?bericht={post.id}"
        return Letter(
            to=officer.email,
            subject=tr(SUBJECT),
            body=tr(BODY).format(moment=moment, link=link),
            language=language.value,
        )


def _told(session: Session, post_id: UUID, now: datetime) -> None:
    post = session.get_one(Post, post_id)
    if post.state is PostState.HELD:
        post.told_at = now
        session.add(post)
