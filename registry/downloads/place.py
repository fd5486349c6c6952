"""The computers of people with an account, as a place of copies: nobody can look into them, nor remove from them."""

from collections.abc import Iterator

from registry.channels.base import Capabilities, Channel, Listed, Parcel, Placement
from registry.channels.outcomes import (
    FetchOutcome,
    Healthy,
    LookOutcome,
    ManualOnly,
    PingOutcome,
    PublishOutcome,
    Refused,
    RemoveOutcome,
    Unclear,
)

PLACE = "download"
"""The ledger's name for what somebody with an account downloaded; the copy's locator is that account's id."""


class DownloadPlace(Channel):
    """What was downloaded, as the gate and the erasure see it: judged for a purpose, removed by asking its owner."""

    kind = "download"
    capabilities = Capabilities(removes=False, looks=False, lists=False, largest_side=None)

    def __init__(self, purpose: str) -> None:
        super().__init__(name=PLACE, title="Download", purpose=purpose)

    def publish(self, parcel: Parcel) -> PublishOutcome:  # noqa: ARG002 - the contract's shape
        """Refuse: photos are handed to an account, never to the place."""
        return Refused(code="account-needed")

    def remove(self, placement: Placement) -> RemoveOutcome:  # noqa: ARG002 - the contract's shape
        """Say that somebody must ask whoever downloaded it."""
        return ManualOnly(code="downloaded")

    def look(self, placement: Placement) -> LookOutcome:  # noqa: ARG002 - the contract's shape
        """Say that nobody can look into somebody else's computer."""
        return Unclear(code="nobody-can-look")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give nothing: somebody else's computer cannot be listed."""
        return iter(())

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:  # noqa: ARG002 - the contract's shape
        """Give nothing, as `listing`."""
        return Unclear(code="nobody-can-look")

    def ping(self) -> PingOutcome:
        """Say that there is nothing to reach."""
        return Healthy()
