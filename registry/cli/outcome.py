"""Exit codes, and how an error reaches the person at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer
from rich.console import Console

from registry.errors import RegistryError
from registry.locale import Locale, translator

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


EXIT_CODES = "Exit codes: " + "; ".join(
    f"{code.value} {text}"
    for code, text in {
        ExitCode.DONE: "done",
        ExitCode.PARTLY: "some refused or still to be done",
        ExitCode.USAGE: "called wrongly",
        ExitCode.REFUSED: "refused, nothing done",
        ExitCode.ALTERED: "a proof does not hold",
    }.items()
)


def leave(code: ExitCode) -> typer.Exit:
    """Return the exception that ends the command with `code`."""
    return typer.Exit(int(code))


@contextmanager
def spoken(language: Locale) -> Iterator[None]:
    """Turn an error the registry raises on purpose into a sentence and exit code 3."""
    try:
        yield
    except RegistryError as error:
        complaints.print(f"[bold red]✗[/] {error.for_people(translator(language)) or error}", highlight=False)
        raise leave(ExitCode.REFUSED) from error
