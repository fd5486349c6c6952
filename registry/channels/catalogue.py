"""The visible list of channel kinds, and the channels a municipality has set up.

The channels file is TOML, one table a channel:

    [channels.website]
    kind = "folder"
    title = "Website"
    purpose = "website"
    path = "published"
    url = "https://www.example.be/photos"

`purpose` is the code of the charter's purpose the channel serves; the channel's own name where it is left out.
Without a file there is one folder channel, `website`, under the registry's own home.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from registry.channels.base import Channel, ContentMac
from registry.channels.errors import (
    ChannelKindUnknown,
    ChannelSettingMissing,
    ChannelSettingsUnreadable,
    ChannelSettingUnknown,
)
from registry.channels.folder import FolderChannel

DEFAULT_NAME = "website"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelSettings:
    """One channel as the file describes it; `values` are the kind's own settings."""

    name: str
    kind: str
    title: str
    purpose: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What a kind may need besides its settings: the registry's home and the ledger's content fingerprint."""

    home: Path
    content_mac: ContentMac


Builder: TypeAlias = Callable[[ChannelSettings, Surroundings], Channel]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of place: how it is built and which settings it takes."""

    build: Builder
    needs: frozenset[str]
    may_have: frozenset[str] = frozenset()


def _folder(settings: ChannelSettings, around: Surroundings) -> Channel:
    root = around.home / settings.values["path"]
    channel = FolderChannel(
        name=settings.name,
        title=settings.title,
        purpose=settings.purpose,
        root=root,
        base_url=settings.values.get("url"),
        content_mac=around.content_mac,
    )
    _prepare_once(channel, around.home / "channels" / f"{settings.name}.prepared")
    return channel


def _prepare_once(channel: FolderChannel, note: Path) -> None:
    # A folder that was in use and is lost must stay lost: an empty new one would look like "nothing left".
    if not note.exists():
        channel.prepare()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        FolderChannel.kind: Kind(build=_folder, needs=frozenset({"path"}), may_have=frozenset({"url"})),
    }
)


def parse(text: str) -> tuple[ChannelSettings, ...]:
    """Read a channels file. Raises ChannelError with the line, channel or setting that is wrong."""
    try:
        tables = tomllib.loads(text).get("channels", {})
    except tomllib.TOMLDecodeError as error:
        raise ChannelSettingsUnreadable(line=_line(error, text)) from error
    return tuple(_settings(name, table) for name, table in tables.items())


def default_settings() -> tuple[ChannelSettings, ...]:
    """Return the one channel there is without a channels file."""
    return (
        ChannelSettings(
            name=DEFAULT_NAME,
            kind=FolderChannel.kind,
            title="Website",
            purpose=DEFAULT_NAME,
            values={"path": "published"},
        ),
    )


def build_channels(text: str | None, around: Surroundings) -> dict[str, Channel]:
    """Return every channel by name, built from the channels file's text (None: no file).

    Raises ChannelError for wrong settings and OSError when a new folder cannot be made.
    """
    settings = default_settings() if text is None else parse(text)
    return {one.name: KINDS[one.kind].build(one, around) for one in settings}


def _settings(name: str, table: object) -> ChannelSettings:
    values = dict(table) if isinstance(table, dict) else {}
    kind, title, purpose = values.pop("kind", None), values.pop("title", name), values.pop("purpose", name)
    if kind not in KINDS:
        raise ChannelKindUnknown(channel=name, kind=kind, known=", ".join(sorted(KINDS)))
    for setting in sorted(KINDS[kind].needs):
        if not isinstance(values.get(setting), str):
            raise ChannelSettingMissing(channel=name, setting=setting)
    for setting in values:
        if setting not in KINDS[kind].needs | KINDS[kind].may_have:
            raise ChannelSettingUnknown(channel=name, setting=setting)
    return ChannelSettings(name=name, kind=str(kind), title=str(title), purpose=str(purpose), values=values)


def _line(error: tomllib.TOMLDecodeError, text: str) -> int:
    # Python 3.11's error carries its place only in words: "… (at line 3, column 7)" or "… (at end of document)".
    _, _, place = str(error).rpartition("line ")
    digits = place.split(",")[0]
    return int(digits) if digits.isdigit() else text.count("\n") + 1
