"""Articles 2e and 3: party names, members of the college, quiet periods, press releases."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from registry.charter.charter import Charter, Party, QuietCover, QuietEffect, QuietPeriod
from registry.charter.facts import Facts, PersonFacts
from registry.charter.verdict import Effect, Finding
from registry.locale import N_

PARTY_NAME = N_("The name of a political party stands in the {value}. Take it out.")
QUIET = N_("A member of the college is in this photo, in a quiet period that lasts until {threshold}.")
QUIET_FOR_ALL = N_("A quiet period before an election lasts until {threshold}.")
ALONE = N_("Only one member of the college is in this photo; preferably there are more.")


def party_names(facts: Facts, charter: Charter, _on: date) -> Iterator[Finding]:
    """Article 2e: no party's name in the words that go out; one that is an ordinary word is for a person to judge."""
    for text in facts.texts:
        for party in charter.parties:
            if names_party(text.words, party):
                yield Finding(
                    effect=Effect.ASKS_A_PERSON if party.everyday else Effect.BLOCKS,
                    text=PARTY_NAME,
                    figure="party_name_in",
                    value=text.place.value,
                    threshold="none",
                    unit=N_("place"),
                )


def names_party(words: str, party: Party) -> bool:
    """Return whether a party's name stands in some words; one that is an ordinary word too only as it is written."""
    return _pattern(party).search(words) is not None


@lru_cache(maxsize=1000)
def _pattern(party: Party) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(party.name)}(?!\w)", 0 if party.everyday else re.IGNORECASE)


def quiet_period(facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Article 3a: before an election a photo of a member of the college waits or stays in."""
    for period in charter.quiet_periods:
        if not period.holds(on):
            continue
        if period.covers is QuietCover.EVERYTHING:
            yield _quiet(period, QUIET_FOR_ALL, on)
        else:
            for person in college_members(facts, on):
                yield _quiet(period, QUIET, on, person)


def _quiet(period: QuietPeriod, text: str, on: date, person: PersonFacts | None = None) -> Finding:
    return Finding(
        effect=Effect.BLOCKS if period.effect is QuietEffect.BLOCK else Effect.ASKS_A_PERSON,
        text=text,
        figure="quiet_period",
        value=on.isoformat(),
        threshold=period.ends_on.isoformat(),
        unit=N_("day"),
        face_number=person.face_number if person else None,
        person_id=person.person_id if person else None,
    )


def competent_member(facts: Facts, _charter: Charter, on: date) -> Iterator[Finding]:
    """Article 3b i: the alderman competent for the post's policy domain is always in the photo."""
    members = college_members(facts, on)
    if not members:
        return
    domain = facts.use.domain
    competent = [m for m in members if any(domain in o.domains for o in m.mandates if o.in_college and o.held(on))]
    if domain is None or not competent:
        yield Finding(
            effect=Effect.REMARKS if domain is None else Effect.ASKS_A_PERSON,
            text=COMPETENT_TEXTS[domain is None],
            figure="competent_members",
            value=len(competent),
            threshold=1,
            unit=N_("persons"),
        )


COMPETENT_TEXTS = {
    True: N_("A member of the college is in this photo: say the post's policy domain to check who must be in it."),
    False: N_("A member of the college is in this photo, but not the alderman competent for the policy domain."),
}


def several_members(facts: Facts, _charter: Charter, on: date) -> Iterator[Finding]:
    """Article 3b ii: preferably more than one member of the college."""
    members = college_members(facts, on)
    if len(members) == 1:
        yield Finding(
            effect=Effect.REMARKS,
            text=ALONE,
            figure="college_members",
            value=1,
            threshold=2,
            unit=N_("persons"),
            face_number=members[0].face_number,
            person_id=members[0].person_id,
        )


def press_embargo(facts: Facts, charter: Charter, on: date) -> Iterator[Finding]:
    """Article 3c: social media come the day after the press, unless it is urgent; an embargo holds for all."""
    release, purpose = facts.press_release, charter.purposes.get(facts.use.purpose)
    if release is not None and release.under_embargo:
        yield Finding(
            effect=Effect.BLOCKS, text=UNDER_EMBARGO, figure="embargo", value="under-embargo", threshold="none",
            unit=N_("state"),
        )  # fmt: skip
    if release is None or purpose is None or not purpose.social:
        return
    if on <= release.distributed_on:
        yield Finding(
            effect=Effect.REMARKS if release.urgent else Effect.BLOCKS,
            text=EMBARGO_TEXTS[release.urgent],
            figure="days_after_press",
            value=float((on - release.distributed_on).days),
            threshold=1,
            unit=N_("days"),
        )


UNDER_EMBARGO = N_("This photo goes with a press release that is still under embargo.")
EMBARGO_TEXTS = {
    True: N_("The press release was decided to be urgent: social media need not wait."),
    False: N_("Social media may show this from the day after the press release went out."),
}


def college_members(facts: Facts, on: date) -> tuple[PersonFacts, ...]:
    """Return the identified persons who sit in the college on a day, each once."""
    found = {
        person.person_id: person
        for person in facts.persons
        if person.is_identified and any(mandate.in_college and mandate.held(on) for mandate in person.mandates)
    }
    return tuple(found.values())
