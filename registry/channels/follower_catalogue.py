"""The visible list of follower kinds, and the followers a municipality has set up, in the order they are told.

They stand in the channels file beside the channels:

    [followers.cdn]
    kind = "cloudflare"
    title = "Cloudflare"
    zone = "023e105f4ecef8ad9ca31a8372d0c353"
    hosts = "www.example.be"

Their secrets come as a channel's do (`registry.channels.secrets`). A package of one's own adds a kind with an entry
point in the group `registry.followers` whose value is a `FollowerKind`.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from registry.channels import secrets
from registry.channels.catalogue import check_values, tables_of
from registry.channels.errors import ChannelKindTaken, ChannelKindUnknown, ChannelNameTaken
from registry.channels.followers import Follower, FollowerKind, in_order
from registry.channels.kinds import ChannelSettings

GROUP = "registry.followers"
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "cloudflare": "registry.channels.cloudflare:KIND",
        "google": "registry.channels.google:KIND",
        "indexnow": "registry.channels.indexnow:KIND",
        "web-archive": "registry.channels.web_archive:KIND",
    }
)
"""Every kind the registry brings: its name, and where its `FollowerKind` stands."""


@cache
def kinds() -> Mapping[str, EntryPoint]:
    """Return every kind by name: the built-in ones and what installed packages add. Raises ChannelKindTaken."""
    found = {name: EntryPoint(name=name, value=value, group=GROUP) for name, value in BUILT_IN.items()}
    for added in entry_points(group=GROUP):
        if added.name in found:
            raise ChannelKindTaken(kind=added.name)
        found[added.name] = added
    return MappingProxyType(found)


def build_followers(text: str | None, environment: Mapping[str, str] | None = None) -> dict[str, Follower]:
    """Return every follower by name, in the order they are told, from the channels file's text (None: no file).

    Raises ChannelError for wrong settings.
    """
    tables = tables_of(text, "followers") if text is not None else {}
    for name in set(tables) & set(tables_of(text or "", "channels")):
        raise ChannelNameTaken(channel=name)
    built = [_build(name, table, environment or {}) for name, table in tables.items()]
    return {one.name: one for one in in_order(built)}


def _build(name: str, table: object, environment: Mapping[str, str]) -> Follower:
    values = dict(table) if isinstance(table, dict) else {}
    named, title = values.pop("kind", None), values.pop("title", name)
    if named not in kinds():
        raise ChannelKindUnknown(channel=name, kind=named, known=", ".join(sorted(kinds())))
    kind: FollowerKind = kinds()[str(named)].load()
    check_values(name, values, kind)
    values |= secrets.gather(name, values, kind, environment)
    return kind.build(ChannelSettings(name=name, kind=str(named), title=str(title), purpose="", values=values))
