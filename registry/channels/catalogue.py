"""The visible list of channel kinds, and the channels a municipality has set up.

The channels file is TOML, one table a channel:

    [channels.website]
    kind = "folder"
    title = "Website"
    purpose = "website"
    path = "published"
    url = "https://www.example.be/photos"

`purpose` is the code of the charter's purpose the channel serves; the channel's own name where it is left out.
Without a file there is one folder channel, `website`, under the registry's own home. Secrets never stand in the file:
see `registry.channels.secrets`. A kind's module is imported only when a channel of that kind is set up.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from registry.channels import secrets
from registry.channels.base import Channel
from registry.channels.errors import (
    ChannelKindTaken,
    ChannelKindUnknown,
    ChannelSettingMissing,
    ChannelSettingsUnreadable,
    ChannelSettingUnknown,
)
from registry.channels.kinds import ChannelSettings, Kind, Surroundings, Takes

DEFAULT_NAME = "website"
GROUP = "registry.channels"
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "bluesky": "registry.channels.bluesky:KIND",
        "drupal": "registry.channels.drupal:KIND",
        "facebook": "registry.channels.facebook:KIND",
        "folder": "registry.channels.folder:KIND",
        "instagram": "registry.channels.instagram:KIND",
        "linkedin": "registry.channels.linkedin:KIND",
        "mastodon": "registry.channels.mastodon:KIND",
        "s3": "registry.channels.s3:KIND",
        "sftp": "registry.channels.sftp:KIND",
        "smb": "registry.channels.smb:KIND",
        "webdav": "registry.channels.webdav:KIND",
        "wordpress": "registry.channels.wordpress:KIND",
        "x": "registry.channels.x:KIND",
    }
)
"""Every kind the registry brings: its name, and where its `Kind` stands."""


@cache
def kinds() -> Mapping[str, EntryPoint]:
    """Return every kind by name: the built-in ones and what installed packages add. Raises ChannelKindTaken."""
    found = {name: EntryPoint(name=name, value=value, group=GROUP) for name, value in BUILT_IN.items()}
    for added in entry_points(group=GROUP):
        if added.name in found:
            raise ChannelKindTaken(kind=added.name)
        found[added.name] = added
    return MappingProxyType(found)


def parse(text: str) -> tuple[ChannelSettings, ...]:
    """Read a channels file. Raises ChannelError with the line, channel or setting that is wrong."""
    return tuple(_settings(name, table) for name, table in tables_of(text, "channels").items())


def tables_of(text: str, section: str) -> dict[str, object]:
    """Return the file's tables of one section, by name. Raises ChannelSettingsUnreadable."""
    try:
        tables: dict[str, object] = tomllib.loads(text).get(section, {})
    except tomllib.TOMLDecodeError as error:
        raise ChannelSettingsUnreadable(line=_line(error, text)) from error
    return tables


def default_settings() -> tuple[ChannelSettings, ...]:
    """Return the one channel there is without a channels file."""
    return (
        ChannelSettings(
            name=DEFAULT_NAME,
            kind="folder",
            title="Website",
            purpose=DEFAULT_NAME,
            values={"path": "published"},
        ),
    )


def build_channels(
    text: str | None, around: Surroundings, environment: Mapping[str, str] | None = None
) -> dict[str, Channel]:
    """Return every channel by name, built from the channels file's text (None: no file) and the environment's secrets.

    Raises ChannelError for wrong settings and OSError when a new folder cannot be made.
    """
    settings = default_settings() if text is None else parse(text)
    return {one.name: _build(one, around, environment or {}) for one in settings}


def _build(settings: ChannelSettings, around: Surroundings, environment: Mapping[str, str]) -> Channel:
    kind = _kind(settings.kind)
    values = dict(settings.values) | secrets.gather(settings.name, settings.values, kind, environment)
    whole = ChannelSettings(
        name=settings.name, kind=settings.kind, title=settings.title, purpose=settings.purpose, values=values
    )
    return kind.build(whole, around)


def _kind(name: str) -> Kind:
    kind: Kind = kinds()[name].load()
    return kind


def _settings(name: str, table: object) -> ChannelSettings:
    values = dict(table) if isinstance(table, dict) else {}
    named, title, purpose = values.pop("kind", None), values.pop("title", name), values.pop("purpose", name)
    if named not in kinds():
        raise ChannelKindUnknown(channel=name, kind=named, known=", ".join(sorted(kinds())))
    check_values(name, values, _kind(str(named)))
    return ChannelSettings(name=name, kind=str(named), title=str(title), purpose=str(purpose), values=values)


def check_values(name: str, values: Mapping[str, object], takes: Takes) -> None:
    """Refuse a secret in the clear, a needed setting that lacks, an unknown one, and what is no text.

    Raises ChannelSecretInFile, ChannelSettingMissing, ChannelSettingUnknown.
    """
    secrets.refuse_in_file(name, values, takes)
    for setting in sorted(takes.needs):
        if setting not in values:
            raise ChannelSettingMissing(channel=name, setting=setting)
    for setting, value in values.items():
        if setting not in takes.needs | takes.may_have | secrets.settings_of(takes):
            raise ChannelSettingUnknown(channel=name, setting=setting)
        if not isinstance(value, str):
            raise ChannelSettingMissing(channel=name, setting=setting)


def _line(error: tomllib.TOMLDecodeError, text: str) -> int:
    # Python 3.11's error carries its place only in words: "… (at line 3, column 7)" or "… (at end of document)".
    _, _, place = str(error).rpartition("line ")
    digits = place.split(",")[0]
    return int(digits) if digits.isdigit() else text.count("\n") + 1
