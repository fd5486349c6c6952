"""Who acts at the terminal, and the registry opened for one command."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from registry import bootstrap
from registry.access.permissions import Actor, Role
from registry.bootstrap import Registry
from registry.cli.errors import SettingNotAmong, SettingUnusable, TextUnreadable
from registry.cli.outcome import ExitCode, Mark, leave, say, spoken
from registry.locale import Locale, translator
from registry.settings import Settings

OPERATOR = Actor(user_id=None, role=Role.OFFICER)
"""Whoever has a shell on the server holds the keys already: they act with the officer's rights, and the log says so."""

_PREFIX = "REGISTRY_"


def read_settings() -> Settings:
    """Read the settings from the environment; end the command with a sentence for each that cannot be used."""
    try:
        return Settings()
    except ValidationError as refused:
        for fault in refused.errors():
            say(_sentence(fault), mark=Mark.WRONG)
        raise leave(ExitCode.REFUSED) from None


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Registry]:
    """Build the registry for one command, migrated; close it afterwards; speak its errors."""
    chosen = settings or read_settings()
    with spoken(chosen.language):
        registry = _built(chosen)
        try:
            yield registry
        finally:
            registry.close()


def _built(settings: Settings) -> Registry:
    try:
        return bootstrap.build(settings)
    except UnicodeDecodeError as wrong:
        raise TextUnreadable from wrong


def _sentence(fault: Mapping[str, Any]) -> str:
    """Say in words what pydantic found; never the value, which may be a password."""
    tr = translator(_language())
    setting = _PREFIX + "_".join(str(part) for part in fault["loc"]).upper()
    told = fault.get("ctx", {})
    if not fault["loc"]:
        return tr(str(told.get("error", fault["msg"])))
    if fault["type"] == "enum":
        return SettingNotAmong(setting=setting, known=told["expected"]).for_people(tr)
    return SettingUnusable(setting=setting).for_people(tr)


def _language() -> Locale:
    """Return the language asked for, as far as it can be known while the settings are refused."""
    asked = os.environ.get(_PREFIX + "LANGUAGE", "")
    return Locale(asked) if asked in set(Locale) else Locale.NL
