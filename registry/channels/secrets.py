"""Where a channel's secrets come from: a file that the channels file names, or the environment. Never the file itself.

`password_file = "/run/credentials/…"` in the channel's table names a file that holds the secret (as systemd and
container platforms hand them over); otherwise REGISTRY_CHANNEL_<NAME>_<SETTING> is read.
"""

from collections.abc import Mapping
from pathlib import Path

from registry.channels.errors import ChannelSecretInFile, ChannelSecretMissing, ChannelSecretUnreadable
from registry.channels.kinds import Takes

FILE_SUFFIX = "_file"


def variable(channel: str, setting: str) -> str:
    """Return the environment variable of a channel's secret, as in REGISTRY_CHANNEL_WEBSITE_PASSWORD."""
    return f"REGISTRY_CHANNEL_{channel}_{setting}".upper().replace("-", "_")


def settings_of(kind: Takes) -> frozenset[str]:
    """Return the settings by which the channels file may name files with secrets."""
    return frozenset(f"{secret}{FILE_SUFFIX}" for secret in kind.secrets | kind.may_have_secrets)


def refuse_in_file(channel: str, values: Mapping[str, object], kind: Takes) -> None:
    """Raise ChannelSecretInFile where a secret stands in the channels file in the clear."""
    for secret in sorted(kind.secrets | kind.may_have_secrets):
        if secret in values:
            raise ChannelSecretInFile(channel=channel, setting=secret, variable=variable(channel, secret))


def gather(channel: str, values: Mapping[str, str], kind: Takes, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the channel's secrets by setting. Raises ChannelSecretMissing, ChannelSecretUnreadable."""
    found = {secret: _read(channel, secret, values, environment) for secret in kind.secrets | kind.may_have_secrets}
    for secret in sorted(kind.secrets):
        if not found[secret]:
            raise ChannelSecretMissing(channel=channel, setting=secret, variable=variable(channel, secret))
    return {secret: value for secret, value in found.items() if value}


def _read(channel: str, secret: str, values: Mapping[str, str], environment: Mapping[str, str]) -> str:
    named = values.get(f"{secret}{FILE_SUFFIX}")
    if named is None:
        return environment.get(variable(channel, secret), "")
    try:
        return Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ChannelSecretUnreadable(channel=channel, setting=secret) from error
