"""What an erasure does outside the database: each deed may be done twice without harm, and answers with an outcome."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from registry.channels.base import Channel, Placement
from registry.channels.followers import Follower, ForPerson, TellOutcome, Told
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    LookOutcome,
    ManualOnly,
    Present,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.erasure.outcomes import ByPerson, CannotLook, Deed, Done, NotBefore, ReadyText, Sight, TryLater
from registry.erasure.stages import FindCopies, Suppress
from registry.intake.errors import PhotoWithdrawn, RegisterUnavailable
from registry.leftovers import Leftover
from registry.locale import LOCAL_TIME
from registry.vault.errors import StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

VAULT = "vault"
"""The ledger's name for our own store."""
_MOST_BYTES_BY_DAY = 2**28
"""A PostgreSQL table of this size, its indexes included, is rewritten, and locked, for some seconds."""
_NIGHT = range(1, 5)
"""The hours (local) in which a table may be locked for longer."""


class Deeds:
    """The fingerprint, removals and looks in vault and channels, the key, and the database's leftovers."""

    def __init__(
        self,
        *,
        channels: Mapping[str, Channel],
        followers: Mapping[str, Follower],
        vault: Vault,
        keyring: KeyRing,
        database: Database,
        suppress: Suppress,
        note_ending: Callable[[UUID], None],
        find_copies: FindCopies | None,
        clock: Clock,
    ) -> None:
        self.followers = followers
        self._channels = channels
        self._vault = vault
        self._keyring = keyring
        self._database = database
        self._suppress = suppress
        self._note_ending = note_ending
        self._find_copies = find_copies
        self._clock = clock

    def sweep(self, photo_id: UUID) -> Deed:
        """Search the places for copies nobody remembered and put them in the ledger."""
        if self._find_copies is None:
            return Done(code="not-searched")
        return Done(code="searched") if self._find_copies(photo_id) else TryLater(code="not-all-searched")

    def suppress(self, photo_id: UUID, erasure_id: UUID) -> Deed:
        """Write down outside every backup that the photo ends, and keep its keyed fingerprints."""
        try:
            self._note_ending(photo_id)
            self._suppress(photo_id, erasure_id=erasure_id)
        except (StoreUnavailable, RegisterUnavailable) as error:
            return TryLater(code=error.code)
        except PhotoWithdrawn:
            return Done(code="nothing-to-keep")
        except OSError:
            return TryLater(code="list-of-endings-unreachable")
        return Done(code="kept")

    def remove(self, copy: Copy) -> Deed:
        """Take one copy away wherever it is."""
        if copy.place == VAULT:
            return self._remove_from_vault(copy.id)
        follower, channel = self.followers.get(copy.place), self._channels.get(copy.place)
        if follower is not None and copy.kind is CopyKind.CACHED:
            return _deed(follower.tell(copy.urls))
        if channel is None:
            return ByPerson(code="no-such-channel")
        return _deed(channel.remove(placement_of(copy))) if channel.capabilities.removes else ByPerson(code="by-hand")

    def look(self, copy: Copy) -> Sight:
        """See, by another call than the removal, whether the copy is still there."""
        if copy.place == VAULT:
            return self._look_into_vault(copy.id)
        follower, channel = self.followers.get(copy.place), self._channels.get(copy.place)
        if follower is not None and copy.kind is CopyKind.CACHED:
            return follower.look(copy.urls) if follower.looks else CannotLook()
        if channel is None:
            return Unclear(code="no-such-channel")
        return channel.look(placement_of(copy)) if channel.capabilities.looks else CannotLook()

    def destroy_key(self, photo_id: UUID) -> Deed:
        """Destroy the photo's data key."""
        try:
            return Done(code="destroyed" if self._keyring.destroy(photo_id) else "already-destroyed")
        except (OSError, StoreUnavailable):
            return TryLater(code="key-folder-unreachable")

    def scrub(self) -> Deed:
        """Leave no erased content in the database's free pages and logs; what is too large by day goes at night."""
        match self._database.scrub(most_bytes=None if self._is_night() else _MOST_BYTES_BY_DAY):
            case Leftover.NOTHING:
                return Done(code="scrubbed")
            case Leftover.LOG:
                return Done(code="scrubbed-but-log")
            case Leftover.LARGE:
                return TryLater(code="large-tables-at-night")
            case Leftover.BUSY:
                return TryLater(code="database-busy")

    def _is_night(self) -> bool:
        return self._clock.now().astimezone(LOCAL_TIME).hour in _NIGHT

    def place_kind(self, copy: Copy) -> str:
        """Return the kind of the copy's place, for the certificate."""
        place = self.followers.get(copy.place) if copy.kind is CopyKind.CACHED else self._channels.get(copy.place)
        return place.kind if place else VAULT if copy.place == VAULT else "unknown"

    def is_foreign(self, copy: Copy) -> bool:
        """Say whether the copy is with somebody else's machine, which may be down for a while."""
        if copy.kind is CopyKind.CACHED:
            return copy.place in self.followers
        channel = self._channels.get(copy.place)
        return channel is not None and not channel.capabilities.asks_people

    def _remove_from_vault(self, blob: UUID) -> Deed:
        try:
            return Done(code="removed" if self._vault.remove(blob) else "already-gone")
        except StoreUnavailable:
            return TryLater(code="store-unavailable")

    def _look_into_vault(self, blob: UUID) -> LookOutcome:
        try:
            return Present(how="store-asked") if self._vault.present(blob) else Absent(how="store-asked")
        except StoreUnavailable:
            return Unclear(code="store-unavailable")


_DONE = MappingProxyType({Removed: "removed", Told: "told", AlreadyGone: "already-gone"})


def placement_of(copy: Copy) -> Placement:
    """Return what the ledger knows of a copy in a channel."""
    return Placement(
        copy_id=copy.id, locator=copy.locator, urls=tuple(copy.urls), content_mac=copy.content_mac, size=copy.size
    )


def _deed(outcome: RemoveOutcome | TellOutcome) -> Deed:
    match outcome:
        case Removed() | Told() | AlreadyGone():
            return Done(code=_DONE[type(outcome)])
        case Retryable(code=code, after=after):
            return TryLater(code=code, after=after)
        case Refused(code=code, until=until) if until is not None:
            return NotBefore(code=code, until=until)
        case ForPerson(code=code, address=address, message=message, values=values):
            return ByPerson(code=code, ready=ReadyText(message=message, filled=values, send_to=address))
        case Refused(code=code) | ManualOnly(code=code):
            return ByPerson(code=code)
