"""Posts, press releases, the college and channels in words. Pure."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Final
from uuid import UUID

from babel.numbers import format_decimal

from registry.charter.balance import Count
from registry.charter.charter import QuietCover
from registry.charter.rules import RULES
from registry.locale import LOCAL_TIME, N_, Locale, Translate, translator
from registry.posts.channels import ChannelView, Flag
from registry.posts.checklist import QUESTIONS, Answer, Finding, Initiative
from registry.posts.foreseeing import BALANCE
from registry.posts.moments import is_repeated
from registry.posts.records import PostDelivery
from registry.posts.states import ChannelState, DeliveryState, Duty, Held, PostState, ReleaseState
from registry.ui.views.light import Light

POST_STATES: Final[Mapping[PostState, tuple[Light, str]]] = MappingProxyType(
    {
        PostState.DRAFT: (Light.GREY, N_("Draft")),
        PostState.AT_COLLEGE: (Light.ORANGE, N_("The college decides")),
        PostState.REFUSED: (Light.RED, N_("Refused by the college")),
        PostState.SCHEDULED: (Light.GREEN, N_("Planned")),
        PostState.SENT: (Light.GREEN, N_("Gone out")),
        PostState.HELD: (Light.RED, N_("Held: it did not go out, or not whole")),
        PostState.CANCELLED: (Light.GREY, N_("Given up")),
    }
)
RELEASE_STATES: Final[Mapping[ReleaseState, tuple[Light, str]]] = MappingProxyType(
    {
        ReleaseState.PLANNED: (Light.ORANGE, N_("Planned")),
        ReleaseState.SENT: (Light.GREEN, N_("Gone out")),
        ReleaseState.CANCELLED: (Light.GREY, N_("Given up")),
    }
)
CHANNEL_STATES: Final[Mapping[ChannelState, tuple[Light, str]]] = MappingProxyType(
    {
        ChannelState.ACTIVE: (Light.GREEN, N_("In use")),
        ChannelState.SLEEPING: (Light.ORANGE, N_("Sleeping")),
        ChannelState.CLOSING: (Light.ORANGE, N_("Being closed: photos are coming down")),
        ChannelState.CLOSED: (Light.GREY, N_("Closed")),
    }
)
HELD_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Held.TOO_LATE: N_("The moment was more than a day ago."),
        Held.NOT_REACHED: N_("The channel could not be reached, however often it was tried."),
        Held.PHOTO_GONE: N_("The photo was removed."),
        Held.NOT_READABLE: N_("The photo's file or the channel's settings could not be used."),
        Held.VERDICT: N_("The charter did not let it pass at that moment."),
    }
)
INITIATIVES: Final[Mapping[Initiative, str]] = MappingProxyType(
    {
        Initiative.MUNICIPALITY: N_("The municipality's own"),
        Initiative.AUTHORITY: N_("A higher authority's"),
        Initiative.COUNCIL: N_("An advisory council's"),
        Initiative.THIRD_PARTY: N_("Somebody else's"),
    }
)
ANSWERS: Final[Mapping[Answer, str]] = MappingProxyType(
    {Answer.YES: N_("Yes"), Answer.NO: N_("No"), Answer.UNSURE: N_("Not sure")}
)
DUTIES: Final[Mapping[Duty, str]] = MappingProxyType(
    {
        Duty.COMMUNICATION_OFFICER: N_("Communication officer"),
        Duty.ASSISTANT: N_("Administrative assistant"),
        Duty.OWNER: N_("Somebody of the service itself"),
    }
)
COVERS: Final[Mapping[QuietCover, str]] = MappingProxyType(
    {QuietCover.COLLEGE: N_("photos of members of the college"), QuietCover.EVERYTHING: N_("every photo")}
)
BALANCE_TITLE = N_("No member of the college shown out of proportion")
ABOVE = N_("{who}: in {seen} of {photos} photos; {expected} were to be expected. Chance alone gives such a difference in {chance} of cases: that is too often in view.")  # fmt: skip  # noqa: E501
BELOW = N_("{who}: in {seen} of {photos} photos; {expected} were to be expected. Chance alone gives such a difference in {chance} of cases: that is too seldom in view.")  # fmt: skip  # noqa: E501
BY_CHANCE = N_("{who}: in {seen} of {photos} photos; {expected} were to be expected. That can be chance.")
PARTY_ABOVE = N_("{who}: shown {seen} times in {photos} photos; {expected} times were to be expected. Chance alone gives such a difference in {chance} of cases: that is too often in view.")  # fmt: skip  # noqa: E501
PARTY_BELOW = N_("{who}: shown {seen} times in {photos} photos; {expected} times were to be expected. Chance alone gives such a difference in {chance} of cases: that is too seldom in view.")  # fmt: skip  # noqa: E501
PARTY_BY_CHANCE = N_("{who}: shown {seen} times in {photos} photos; {expected} times were to be expected. That can be chance.")  # fmt: skip  # noqa: E501


def channel_light(view: ChannelView) -> tuple[Light, str]:
    """Return how a channel stands; one on which nothing was placed for long sleeps, whatever the register says."""
    if view.entry is None:
        return Light.ORANGE, N_("Not in the register")
    return CHANNEL_STATES[ChannelState.SLEEPING if Flag.SLEEPS in view.flags else view.entry.state]


def rule_title(tr: Translate, rule: str) -> str:
    """Return what a rule is about, in words."""
    titles = {each.name: each.title for each in RULES} | {BALANCE: BALANCE_TITLE}
    return tr(titles[rule]) if rule in titles else rule


def held_words(tr: Translate, delivery: PostDelivery) -> str:
    """Return why a photo of a post is held; "" for one that is not."""
    if delivery.state is not DeliveryState.HELD:
        return ""
    said = tr(HELD_WORDS.get(delivery.code or "", HELD_WORDS[Held.NOT_READABLE]))
    rules = "; ".join(rule_title(tr, rule) for rule in delivery.rules)
    return f"{said} ({rules})" if rules else said


def checklist_words(tr: Translate, finding: Finding) -> list[str]:
    """Return what the checklist lacks, a sentence each."""
    said = {
        N_("Not answered yet: {question}"): finding.open,
        N_("Answered no: {question}"): finding.against,
        N_("In doubt: {question}"): finding.in_doubt,
    }
    return [tr(text).format(question=tr(QUESTIONS[code])) for text, codes in said.items() for code in codes]


def count_words(count: Count, photos: int, level: float, names: Mapping[UUID, str], locale: Locale) -> str:
    """Return in a sentence whether somebody is seen in proportion.

    A party may be shown more than once in a photo: each of its members in it counts.
    """
    by_chance, above, below = (
        (PARTY_BY_CHANCE, PARTY_ABOVE, PARTY_BELOW) if isinstance(count.who, str) else (BY_CHANCE, ABOVE, BELOW)
    )
    text = by_chance if not count.stands_out(level) else above if count.is_above else below
    return translator(locale)(text).format(
        who=who(count, names), seen=count.seen, photos=photos, chance=_percent(count.chance, locale),
        expected=format_decimal(count.expected, format="0.0", locale=locale.region),
    )  # fmt: skip


def who(count: Count, names: Mapping[UUID, str]) -> str:
    """Return a member's name, or a party's."""
    return count.who if isinstance(count.who, str) else names.get(count.who, "?")


def clock_note(tr: Translate, moment: datetime) -> str:
    """Return what to know of a moment in the night the clock is put back; "" for any other."""
    if not is_repeated(moment):
        return ""
    return tr(N_("That night the clock shows this time twice; the first one is meant."))


def local_time(moment: datetime) -> time:
    """Return what the local clock shows, to the minute."""
    return moment.astimezone(LOCAL_TIME).time().replace(second=0, microsecond=0)


def _percent(chance: float, locale: Locale) -> str:
    shown = format_decimal(max(chance * 100, 0.1), format="0.0", locale=locale.region)
    return f"< {shown} %" if chance < 0.001 else f"{shown} %"
