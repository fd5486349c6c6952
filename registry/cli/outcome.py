"""Exit codes, how a command speaks, and how an error reaches the person at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum

import typer
from alembic.util import CommandError as MigrationRefused
from rich.console import Console
from rich.text import Text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from registry.cli.errors import (
    DatabaseNewer,
    DatabaseUnavailable,
    DatabaseUnreadable,
    PlaceUnusable,
    SettingUnusable,
)
from registry.errors import RegistryError
from registry.locale import N_, Locale, translator

console = Console()
complaints = Console(stderr=True)


class ExitCode(IntEnum):
    """What a command's exit code says."""

    DONE = 0
    """Everything asked for was done."""
    PARTLY = 1
    """Some of it was refused or is still to be done; the output says what."""
    USAGE = 2
    """The command was called wrongly."""
    REFUSED = 3
    """Nothing was done, and the message says why and what to do."""
    ALTERED = 4
    """A certificate or the audit log does not hold: altered, or signed by another key."""
    BROKEN_OFF = 130
    """Somebody pressed Ctrl+C; what was done before stands."""


EXIT_CODES = "Exit codes: " + "; ".join(
    f"{code.value} {text}"
    for code, text in {
        ExitCode.DONE: "done",
        ExitCode.PARTLY: "some refused or still to be done",
        ExitCode.USAGE: "called wrongly",
        ExitCode.REFUSED: "refused, nothing done",
        ExitCode.ALTERED: "a certificate or the audit log does not hold",
        ExitCode.BROKEN_OFF: "broken off with Ctrl+C",
    }.items()
)


class Mark(StrEnum):
    """What stands before a sentence; the value is its colour."""

    DONE = "bold green"
    """Done."""
    LEFT = "yellow"
    """Not done, on purpose."""
    WRONG = "bold red"
    """Went wrong."""

    @property
    def sign(self) -> str:
        """The sign, for those who see no colours."""
        return {Mark.DONE: "✓", Mark.LEFT: "–", Mark.WRONG: "✗"}[self]


FORESEEN = (
    RegistryError,
    OperationalError,
    DatabaseError,
    ArgumentError,
    NoSuchModuleError,
    MigrationRefused,
    OSError,
)
"""What a command answers with a sentence; anything else is a fault of the registry's own, and shows its trace."""


def leave(code: ExitCode) -> typer.Exit:
    """Return the exception that ends the command with `code`."""
    return typer.Exit(int(code))


def say(*words: str, mark: Mark | None = None) -> None:
    """Print a sentence as it is, whatever signs a name in it holds; a wrong one on the error stream."""
    sign = Text(f"{mark.sign} ", mark.value) if mark else Text()
    stream = complaints if mark is Mark.WRONG else console
    stream.print(sign + Text(" ".join(words)), soft_wrap=True, highlight=False)


def complain(error: Exception, language: Locale) -> None:
    """Say on the error stream what is wrong and what to do."""
    wrong = in_own_words(error)
    say(wrong.for_people(translator(language)) or str(wrong), mark=Mark.WRONG)


def in_own_words(error: Exception) -> RegistryError:
    """Return one of FORESEEN as an error of the registry."""
    match error:
        case RegistryError():
            return error
        case OSError():
            return PlaceUnusable(path=error.filename or "?", reason=error.strerror or type(error).__name__)
        case ArgumentError() | NoSuchModuleError():
            return SettingUnusable(setting="REGISTRY_DATABASE_URL")
        case OperationalError():
            return DatabaseUnavailable()
        case MigrationRefused():
            return DatabaseNewer()
        case _:
            return DatabaseUnreadable()


@contextmanager
def spoken(language: Locale) -> Iterator[None]:
    """Turn a foreseen error into a sentence and exit code 3, and Ctrl+C into 130."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of the output left: nobody is there to hear a sentence
    except FORESEEN as error:
        complain(error, language)
        raise leave(ExitCode.REFUSED) from error
    except KeyboardInterrupt as stopped:
        tr = translator(language)
        say(tr(N_("Broken off. What was done before this stands.")), mark=Mark.WRONG)
        raise leave(ExitCode.BROKEN_OFF) from stopped
