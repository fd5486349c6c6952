"""Errors of the channels: only the settings can be wrong; what a place answers is an outcome, never an error.

ChannelError
├── ChannelSettingsMissing     the channels file that settings name is not there
├── ChannelSettingsUnreadable  the channels file is not TOML
├── ChannelKindUnknown         a channel names a kind that is not in the catalogue
├── ChannelSettingMissing      a kind needs a setting the file lacks
├── ChannelSettingUnknown      the file gives a setting the kind does not know
├── ChannelSecretInFile        a secret stands in the channels file in the clear
├── ChannelSecretMissing       a secret is neither in the environment nor in a file
├── ChannelSecretUnreadable    the file that holds a secret cannot be read
├── ChannelKindTaken           two packages bring a kind of the same name
├── ChannelNameTaken           a channel and a follower have one name
└── ChannelUnknown             no channel of that name is set up
"""

from registry.errors import RegistryError
from registry.locale import N_


class ChannelError(RegistryError):
    """Any failure of the channels' settings."""

    code = "channel"


class ChannelSettingsMissing(ChannelError):
    """The channels file that settings name is not there. Data: file."""

    code = "channels-file-missing"
    text = N_("REGISTRY_CHANNELS_FILE names {file}, which is not there. Correct the setting, or make the file.")


class ChannelSettingsUnreadable(ChannelError):
    """The channels file is not TOML. Data: line."""

    code = "channel-settings-unreadable"
    text = N_("The channels file cannot be read: line {line} is not valid TOML. Correct that line.")


class ChannelKindUnknown(ChannelError):
    """The kind is not in the catalogue. Data: channel, kind, known."""

    code = "channel-kind-unknown"
    text = N_("Channel {channel} has the unknown kind {kind}. Choose one of: {known}.")


class ChannelSettingMissing(ChannelError):
    """A needed setting is absent or of the wrong type. Data: channel, setting."""

    code = "channel-setting-missing"
    text = N_("Channel {channel} needs the setting {setting} as text. Add it to the channels file.")


class ChannelSettingUnknown(ChannelError):
    """A setting the kind does not know. Data: channel, setting."""

    code = "channel-setting-unknown"
    text = N_("Channel {channel} has the unknown setting {setting}. Remove it or correct its name.")


class ChannelSecretInFile(ChannelError):
    """A secret stands in the channels file. Data: channel, setting, variable."""

    code = "channel-secret-in-file"
    text = N_(
        "Channel {channel}: take {setting} out of the channels file and put it in the environment variable {variable},"
        " or in a file of its own that {setting}_file names."
    )


class ChannelSecretMissing(ChannelError):
    """A needed secret was given nowhere. Data: channel, setting, variable."""

    code = "channel-secret-missing"
    text = N_(
        "Channel {channel} needs the secret {setting}. Put it in the environment variable {variable}, or in a file that"
        " {setting}_file names."
    )


class ChannelSecretUnreadable(ChannelError):
    """The file with a secret cannot be read. Data: channel, setting."""

    code = "channel-secret-unreadable"
    text = N_("Channel {channel}: the file that {setting}_file names cannot be read. Check its path and its rights.")


class ChannelKindTaken(ChannelError):
    """Two kinds have one name. Data: kind."""

    code = "channel-kind-taken"
    text = N_("Two packages bring a channel kind named {kind}. Remove one of them.")


class ChannelNameTaken(ChannelError):
    """A follower has the name of a channel; the ledger and the secrets tell them apart by it. Data: channel."""

    code = "channel-name-taken"
    text = N_("Two places in the channels file are named {channel}. Give one of them another name.")


class ChannelUnknown(ChannelError):
    """No channel of that name. Data: channel."""

    code = "channel-unknown"
    text = N_("There is no channel named {channel}. Choose one of the channels in the channels file.")
