"""What a post comes to at its moment, before it is scheduled: each photo's verdict in each channel, and the balance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from registry.channels.base import Channel
from registry.charter.balance import Count
from registry.charter.charter import Charter
from registry.charter.facts import Use
from registry.charter.rules import DECIDABLE
from registry.charter.verdict import Effect, Reason, Verdict
from registry.mending import seeing as mended
from registry.posts.channels import is_closed
from registry.posts.checklist import Finding, judge
from registry.posts.college import College
from registry.posts.moments import local_day
from registry.posts.records import Post, PostDecision, PostDelivery, PostPhoto
from registry.posts.releases import press_release_of
from registry.publication.words import Words
from registry.review.judging import verdict_on

BALANCE = "balance"
"""Stands beside the names of rules for the balance of article 3b iii, which an officer may decide against."""

_AGAINST = frozenset({Effect.BLOCKS, Effect.ASKS_A_PERSON, Effect.ASKS_CONSENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """What stands in the way of a post, what is worth knowing, and whose disproportion it would worsen.

    `verdicts` are by (photo, channel); `photos` is how many show the college, these included; `asked` are names of
    rules an officer may answer with a reason.
    """

    checklist: Finding
    college_approved: bool
    verdicts: Mapping[tuple[UUID, str], Verdict]
    worsened: tuple[Count, ...]
    photos: int
    names: Mapping[UUID, str]
    decided: frozenset[str]

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that wait for an officer's reasoned answer."""
        open_rules = {reason.rule for reason in self._weighty if reason.effect is Effect.ASKS_A_PERSON} & DECIDABLE
        balance = {BALANCE} if self.worsened else set()
        return tuple(sorted((open_rules | balance) - self.decided))

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons for which some photo may not go out, each said once."""
        return tuple({(reason.rule, reason.text, reason.value): reason for reason in self._weighty}.values())

    @property
    def remarks(self) -> tuple[Reason, ...]:
        """What article 3 remarks, each said once."""
        said = (reason for verdict in self.verdicts.values() for reason in verdict.reasons)
        kept = (one for one in said if one.effect is Effect.REMARKS and one.article.startswith("3"))
        return tuple({(reason.rule, reason.text): reason for reason in kept}.values())

    @property
    def is_ready(self) -> bool:
        """Whether the post may be scheduled."""
        may = all(verdict.outcome.may_go_out for verdict in self.verdicts.values())
        return bool(self.verdicts) and may and not self.asked and (self.checklist.is_clear or self.college_approved)

    @property
    def _weighty(self) -> Iterable[Reason]:
        for verdict in self.verdicts.values():
            yield from (reason for reason in verdict.reasons if reason.effect in _AGAINST)


class Foresight:
    """Judges posts ahead, by the charter in force and the facts as they are, on the day the post is for."""

    def __init__(self, *, charter: Charter, channels: Mapping[str, Channel], college: College, long_side: int) -> None:
        self._charter = charter
        self._channels = channels
        self._college = college
        self._long_side = long_side

    def foresee(self, session: Session, post: Post, *, approved: bool, at: datetime, now: datetime) -> Foreseen:
        """Return what a post comes to at a moment, in the caller's session; `approved` is the college's word."""
        decided = decided_rules(session, post.id)
        photos = list(session.exec(select(PostPhoto).where(PostPhoto.post_id == post.id)))
        words = {one.photo_id: words_of(post, one, decided) for one in photos}
        deliveries = session.exec(select(PostDelivery).where(PostDelivery.post_id == post.id))
        verdicts = {
            (one.photo_id, one.channel): self.verdict(session, one.photo_id, one.channel, words[one.photo_id], at, now)
            for one in deliveries
            if one.photo_id in words
        }
        worsened, shown = self._college.foresee(session, words, local_day(at))
        return Foreseen(
            checklist=judge(post.initiative, post.answers),
            college_approved=approved,
            verdicts=verdicts,
            worsened=worsened,
            photos=shown,
            names=self._college.names(session, worsened),
            decided=decided,
        )

    def verdict(
        self, session: Session, photo_id: UUID, channel: str, words: Words, at: datetime, now: datetime
    ) -> Verdict:
        """Return the verdict on a photo in a channel at a moment that may be to come."""
        place = self._channels.get(channel)
        most = place.capabilities.largest_side if place else None
        side = min(self._long_side, most or self._long_side)
        mend = mended.ready(session, photo_id)
        use = Use(
            purpose=place.purpose if place else channel,
            long_side=min(side, mend.long_side) if mend else side,
            texts=words.texts,
            domain=words.domain,
            decided=words.decided,
            press_release=press_release_of(session, photo_id, at=at, now=now),
            closed=is_closed(session, channel) or place is None,
        )
        return verdict_on(session, photo_id, use, charter=self._charter, now=at, mend=mend)


def decided_rules(session: Session, post_id: UUID) -> frozenset[str]:
    """Return what officers decided against for a post, with a reason."""
    return frozenset(session.exec(select(PostDecision.rule).where(PostDecision.post_id == post_id)))


def words_of(post: Post, photo: PostPhoto, decided: frozenset[str]) -> Words:
    """Return the words a photo of a post goes out with."""
    return Words(
        caption=post.caption, alt_text=photo.alt_text, domain=post.domain, decided=frozenset(decided & DECIDABLE)
    )


def held_rules(verdict: Verdict) -> Sequence[str]:
    """Return the names of the rules a refusal rests on, each once."""
    return list(dict.fromkeys(reason.rule for reason in verdict.deciding))
