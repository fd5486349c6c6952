"""The college: members with their mandates, and how often each is shown (article 3b)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import streamlit as st

from registry.access.permissions import Permission
from registry.consent.persons import NewOffice
from registry.posts.college import Member, Period
from registry.ui import markup
from registry.ui.feedback import faults_here, leave_note
from registry.ui.plotting import show_plot
from registry.ui.views import plots
from registry.ui.views.plain import plain
from registry.ui.views.posts import count_words
from registry.ui.visit import Visit

_FOUND = 20


def show(visit: Visit) -> None:
    """Show the balance over a chosen period and channel, then the members."""
    st.title(visit.say("College and balance"))
    members = visit.registry.posts.college.members(visit.actor)
    if members:
        _balance(visit, members)
    st.subheader(visit.say("Members of the college"))
    for member in members:
        _member(visit, member)
    if visit.may(Permission.MANAGE_PERSONS):
        with st.expander(visit.say("Add a mandate"), icon=":material/add:", expanded=not members):
            _add(visit)
    st.html(markup.button(visit.say("All posts"), "/berichten"))


def _balance(visit: Visit, members: list[Member]) -> None:
    college = visit.registry.posts.college
    period = _period(visit, college.window())
    balance = college.balance(visit.actor, period)
    names = {member.office.person_id: member.name for member in members}
    if not balance.photos:
        st.info(visit.say("No photo with a member of the college went out in this period."))
        return
    show_plot(visit, plots.college(balance, names, visit.tr))
    for counts, title in ((balance.members, visit.say("Members")), (balance.parties, visit.say("Coalition partners"))):
        st.markdown(f"**{title}**")
        lines = [count_words(one, balance.photos, college.level, names, visit.locale) for one in counts]
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    parties = replace(balance, members=balance.parties)
    with st.expander(visit.say("Coalition partners in a plot"), icon=":material/bar_chart:"):
        show_plot(visit, plots.college(parties, {one.who: str(one.who) for one in balance.parties}, visit.tr))
    with st.expander(visit.say("How is this counted?"), icon=":material/help:"):
        st.write(
            visit.say(
                "Each photo that went out with a member of the college counts once, on the day it first went out. Had "
                "nobody been favoured, each member in office that day would be in it as likely as the charter says. "
                "From that follows how often chance alone gives a difference as large as the one seen, up or down. "
                "Because several members are looked at, that figure is made larger (Holm's method). Only below "
                "{level} it is called out of proportion. A photo that was erased is counted no more.",
                level=f"{college.level:.0%}",
            )
        )


def _period(visit: Visit, window: Period) -> Period:
    first, last, where = st.columns(3)
    since = first.date_input(visit.say("From"), window.since, key="balance_from", format="DD/MM/YYYY")
    until = last.date_input(visit.say("Until"), window.until, key="balance_until", format="DD/MM/YYYY")
    channels = [None, *(each.name for each in visit.registry.publication.channels(visit.actor))]
    channel = where.selectbox(
        visit.say("Channel"), channels, key="balance_channel",
        format_func=lambda name: visit.say("All channels") if name is None else name,
    )  # fmt: skip
    return Period(since=min(since, until), until=max(since, until), channel=channel)


def _member(visit: Visit, member: Member) -> None:
    office = member.office
    with st.container(border=True):
        until = visit.day(office.ends_on) if office.ends_on else visit.say("today")
        days = plain(visit.say("{first} to {last}", first=visit.day(office.starts_on), last=until))
        domains = plain(", ".join(office.domains))
        st.markdown(
            f"**{plain(member.name)}** · {plain(office.title)} · {plain(office.party or '')}  \n{domains}  \n{days}"
        )
        if visit.may(Permission.MANAGE_PERSONS):
            with st.popover(visit.say("Change")):
                _change(visit, member)


def _change(visit: Visit, member: Member) -> None:
    office = member.office
    new = _fields(visit, str(office.id), office.title, office.party, office.domains, office.starts_on, office.ends_on)
    if st.button(visit.say("Keep"), key=f"keep-{office.id}", type="primary"):
        with faults_here(visit):
            visit.registry.posts.college.change(visit.actor, office.id, new)
            leave_note(visit.say("The mandate is kept."))
            st.rerun()


def _add(visit: Visit) -> None:
    wanted = st.text_input(visit.say("Name in the register"), key="member_name")
    person_id = _found(visit, wanted) if wanted.strip() else None
    st.html(markup.button(visit.say("Somebody who is not in the register yet"), "/personen"))
    new = _fields(visit, "new", "", None, [], visit.registry.posts.college.window().until, None)
    ready = person_id is not None and new.title
    if st.button(visit.say("Add this mandate"), key="member_add", type="primary", disabled=not ready) and person_id:
        with faults_here(visit):
            visit.registry.posts.college.appoint(visit.actor, person_id, new)
            leave_note(visit.say("The mandate is kept."))
            st.rerun()


def _found(visit: Visit, wanted: str) -> UUID | None:
    names = {one.id: one.display_name for one in visit.registry.consent.find_persons(visit.actor, wanted)[:_FOUND]}
    if not names:
        st.info(visit.say("Nobody with that name."))
        return None
    return st.selectbox(visit.say("Person"), list(names), key="member_person", format_func=lambda one: names[one])


def _fields(
    visit: Visit, key: str, title: str, party: str | None, domains: list[str], starts_on: date, ends_on: date | None
) -> NewOffice:
    title = st.text_input(visit.say("Function"), title, key=f"title-{key}", max_chars=200)
    party = st.text_input(visit.say("Party"), party or "", key=f"party-{key}", max_chars=100)
    listed = st.text_area(visit.say("Policy domains, one a line"), "\n".join(domains), key=f"domains-{key}")
    first = st.date_input(visit.say("First day"), starts_on, key=f"from-{key}", format="DD/MM/YYYY")
    last = st.date_input(visit.say("Last day (empty: still)"), ends_on, key=f"until-{key}", format="DD/MM/YYYY")
    return NewOffice(
        title=title.strip(),
        in_college=True,
        starts_on=first,
        domains=tuple(line.strip() for line in listed.splitlines() if line.strip()),
        party=party.strip() or None,
        ends_on=last,
    )
