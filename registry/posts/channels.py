"""The register of channels (article 1): who owns and administers each, whether it sleeps; closing one empties it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.channels.base import Channel
from registry.channels.errors import ChannelUnknown
from registry.channels.outcomes import PingOutcome
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.locale import N_
from registry.posts.errors import ChannelEntryWrong, PostChanged
from registry.posts.policy import PostPolicy
from registry.posts.records import ChannelEntry, ChannelKeeper
from registry.posts.states import ChannelState, Duty
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.publication.service import PublicationService

_STANDING = (CopyState.PRESENT, CopyState.HIDDEN)
_MAY_STAND = (CopyState.PLANNED, *_STANDING, CopyState.REMOVING, CopyState.PERSONS_TASK)
_REQUIRED = frozenset({Duty.COMMUNICATION_OFFICER, Duty.ASSISTANT})


class Flag(StrEnum):
    """What article 1 has against a channel; the value is an English message id."""

    NOT_RECORDED = N_("Photos can go there, but it is not in the register yet: record it.")
    NO_MAIN_PAGE = N_("No page is recorded as the main page.")
    SECOND_MAIN_PAGE = N_("More than one page is recorded as the main page.")
    SLEEPS = N_("Nothing was placed there for a long time: use it or close it.")
    NOT_CONNECTED = N_("The registry is not connected to it: what stands there is taken down by hand.")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewEntry:
    """An entry as it is written; `keepers` are (name, duty)."""

    name: str
    title: str
    address: str
    owner: str
    is_main: bool
    consulted_on: date
    keepers: tuple[tuple[str, Duty], ...]
    sleeps: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelView:
    """A channel: its entry (None: not recorded), its keepers, what stands there, its last placing, and its flags."""

    name: str
    title: str
    entry: ChannelEntry | None
    keepers: tuple[ChannelKeeper, ...]
    is_connected: bool
    standing: int
    last: datetime | None
    flags: tuple[Flag, ...]


class ChannelRegister:
    """The use cases of the register of channels."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        channels: Mapping[str, Channel],
        publication: PublicationService,
        policy: PostPolicy,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._channels = channels
        self._publication = publication
        self._policy = policy

    def all(self, actor: Actor) -> list[ChannelView]:
        """Return every channel, recorded or connected, by title. Raises Forbidden."""
        require(actor, Permission.MANAGE_CHANNELS)
        with self._database.reading() as session:
            entries = {entry.name: entry for entry in session.exec(select(ChannelEntry))}
            names = dict.fromkeys([*entries, *self._channels])
            views = [self._view(session, name, entries) for name in names]
        return sorted(views, key=lambda view: (not (view.entry and view.entry.is_main), view.title.casefold()))

    def record(self, actor: Actor, new: NewEntry) -> ChannelEntry:
        """Add a channel or change its entry. Raises Forbidden, ChannelEntryWrong, PostChanged (it is closed)."""
        require(actor, Permission.MANAGE_CHANNELS)
        now = self._clock.now()
        _check(new)
        with self._database.transaction() as session:
            entry = session.exec(select(ChannelEntry).where(ChannelEntry.name == new.name)).first()
            if entry is not None and not entry.state.takes_photos:
                raise PostChanged(state=entry.state.value)
            entry = entry or ChannelEntry(
                name=new.name, title="", address="", owner="", is_main=False, consulted_on=new.consulted_on,
                state=ChannelState.ACTIVE, opened_at=now, state_at=now,
            )  # fmt: skip
            _write(session, entry, new, now)
            audit.append(session, AuditEvent.CHANNEL_RECORDED, now=now, actor=actor, subject=entry.id,
                         state=entry.state.value)  # fmt: skip
        return entry

    def dry_run(self, actor: Actor, name: str) -> Mapping[CopyState, int]:
        """Return how many copies, by state, would come down if the channel were closed. Raises Forbidden."""
        require(actor, Permission.MANAGE_CHANNELS)
        with self._database.reading() as session:
            return Counter(copy.state for copy in _copies(session, name, _MAY_STAND))

    def close(self, actor: Actor, name: str) -> None:
        """Close a channel: it takes nothing any more, and the worker takes down what stands there.

        Raises Forbidden, ChannelEntryWrong for one that is not in the register.
        """
        require(actor, Permission.MANAGE_CHANNELS)
        now = self._clock.now()
        with self._database.transaction() as session:
            entry = session.exec(select(ChannelEntry).where(ChannelEntry.name == name)).first()
            if entry is None:
                raise ChannelEntryWrong
            if not entry.state.takes_photos:
                return
            entry.state, entry.state_at = ChannelState.CLOSING, now
            session.add(entry)
            audit.append(session, AuditEvent.CHANNEL_CLOSING, now=now, actor=actor, subject=entry.id,
                         copies=len(_copies(session, name, _MAY_STAND)))  # fmt: skip

    def test(self, actor: Actor, name: str) -> PingOutcome:
        """Reach a channel with the rights removal needs; nothing there changes. Raises Forbidden, ChannelUnknown."""
        require(actor, Permission.MANAGE_CHANNELS)
        if name not in self._channels:
            raise ChannelUnknown(channel=name)
        return self._channels[name].ping()

    def tend(self) -> None:
        """For the worker: take down what stands in channels being closed, some at a time, until nothing does."""
        with self._database.reading() as session:
            closing = list(session.exec(select(ChannelEntry).where(ChannelEntry.state == ChannelState.CLOSING)))
        for entry in closing:
            self._empty(entry)

    def _empty(self, entry: ChannelEntry) -> None:
        with self._database.reading() as session:
            standing = [copy.id for copy in _copies(session, entry.name, _STANDING)][: self._policy.at_a_time]
        for copy_id in standing:
            self._publication.take_down(SYSTEM, copy_id)
        with self._database.transaction() as session:
            if not _copies(session, entry.name, _MAY_STAND):
                kept, now = session.get_one(ChannelEntry, entry.id), self._clock.now()
                kept.state, kept.state_at = ChannelState.CLOSED, now
                session.add(kept)
                audit.append(session, AuditEvent.CHANNEL_CLOSED, now=now, subject=entry.id)

    def _view(self, session: Session, name: str, entries: Mapping[str, ChannelEntry]) -> ChannelView:
        entry, channel = entries.get(name), self._channels.get(name)
        newest = session.exec(
            select(sa.func.max(Copy.planned_at)).where(Copy.kind == CopyKind.PUBLISHED, Copy.place == name)
        ).one()
        keepers = select(ChannelKeeper).where(ChannelKeeper.entry_id == (entry.id if entry else None))
        return ChannelView(
            name=name,
            title=entry.title if entry else channel.title if channel else name,
            entry=entry,
            keepers=tuple(session.exec(keepers)),
            is_connected=channel is not None,
            standing=len(_copies(session, name, _MAY_STAND)),
            last=newest,
            flags=tuple(self._flags(name, entries, newest)),
        )

    def _flags(self, name: str, entries: Mapping[str, ChannelEntry], newest: datetime | None) -> Sequence[Flag]:
        entry = entries.get(name)
        if entry is None:
            return [Flag.NOT_RECORDED]
        if not entry.state.takes_photos:
            return []
        mains = sum(one.is_main for one in entries.values() if one.state.takes_photos)
        asleep = timedelta(days=self._charter.figure("channels.sleeping").value)
        found = {
            Flag.NO_MAIN_PAGE: mains == 0,
            Flag.SECOND_MAIN_PAGE: entry.is_main and mains > 1,
            Flag.SLEEPS: entry.state is ChannelState.SLEEPING
            or self._clock.now() - max(newest or entry.opened_at, entry.opened_at) >= asleep,
            Flag.NOT_CONNECTED: name not in self._channels,
        }
        return [flag for flag, holds in found.items() if holds]


def is_closed(session: Session, name: str) -> bool:
    """Return whether a channel takes nothing any more, in the caller's transaction; one not recorded is open."""
    entry = session.exec(select(ChannelEntry).where(ChannelEntry.name == name)).first()
    return entry is not None and not entry.state.takes_photos


def _check(new: NewEntry) -> None:
    duties = {duty for name, duty in new.keepers if name.strip()}
    if not (new.name.strip() and new.title.strip() and new.owner.strip() and duties >= _REQUIRED):
        raise ChannelEntryWrong


def _write(session: Session, entry: ChannelEntry, new: NewEntry, now: datetime) -> None:
    entry.title, entry.address, entry.owner = new.title.strip(), new.address.strip(), new.owner.strip()
    entry.is_main, entry.consulted_on = new.is_main, new.consulted_on
    state = ChannelState.SLEEPING if new.sleeps else ChannelState.ACTIVE
    if entry.state is not state:
        entry.state, entry.state_at = state, now
    session.add(entry)
    session.flush()
    session.execute(sa.delete(ChannelKeeper).where(col(ChannelKeeper.entry_id) == entry.id))
    kept = [(name.strip(), duty) for name, duty in new.keepers if name.strip()]
    session.add_all(ChannelKeeper(entry_id=entry.id, name=name, duty=duty) for name, duty in kept)


def _copies(session: Session, name: str, states: Sequence[CopyState]) -> list[Copy]:
    query = select(Copy).where(Copy.kind == CopyKind.PUBLISHED, Copy.place == name, col(Copy.state).in_(states))
    return list(session.exec(query.order_by(col(Copy.planned_at))))
