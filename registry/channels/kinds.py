"""What a kind of channel is to the catalogue: how one is built, which settings it takes, which of them are secret.

A municipality can add a kind of its own: a package with an entry point in the group `registry.channels` whose value is
a `Kind`. The channels' contract is in `registry.channels.base`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from registry.channels.base import Channel, ContentMac


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelSettings:
    """One channel as the file describes it; `values` are the kind's own settings, secrets among them."""

    name: str
    kind: str
    title: str
    purpose: str
    values: Mapping[str, str]

    def __repr__(self) -> str:
        """Show the name and kind only: values hold secrets."""
        return f"ChannelSettings(name={self.name!r}, kind={self.kind!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What a kind may need besides its settings: the registry's home and the ledger's content fingerprint."""

    home: Path
    content_mac: ContentMac


Builder: TypeAlias = Callable[[ChannelSettings, Surroundings], Channel]


@dataclass(frozen=True, kw_only=True, slots=True)
class Takes:
    """Which settings a kind takes. `secrets` are needed too, and never stand in the channels file."""

    needs: frozenset[str]
    may_have: frozenset[str] = frozenset()
    secrets: frozenset[str] = frozenset()
    may_have_secrets: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind(Takes):
    """One kind of place: how it is built (without a connection) and which settings it takes."""

    build: Builder
