"""`registry audit verify`, `registry audit export`, `registry audit check`: the log and the signed report."""

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.operator import OPERATOR, opened, read_settings
from registry.cli.outcome import ExitCode, Mark, leave, say, spoken
from registry.locale import N_, translator
from registry.oversight import bundle
from registry.oversight.bundle import Changed
from registry.proof.audit import Broken


def verify() -> None:
    """Check the whole audit log, and that it still holds what each certificate noted of it."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        found = registry.oversight.verify_log(OPERATOR)
        if isinstance(found, Broken):
            words = tr(N_("The log does not hold: entry {n} is the first that is missing or changed."))
            say(words.format(n=found.seq), mark=Mark.WRONG)
            raise leave(ExitCode.ALTERED)
        say(tr(N_("The log is whole: {n} entries.")).format(n=found.count), mark=Mark.DONE)


def export(
    file: Annotated[Path, typer.Argument(help="Where the report is written: a .zip file.", dir_okay=False)],
) -> None:
    """Write the signed report for the data protection officer: terms, tasks, erasures, the record of article 30."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        file.write_bytes(registry.oversight.report(OPERATOR, registry.settings.language))
        say(tr(N_("The report is written: {file}")).format(file=file), mark=Mark.DONE)


def check(
    file: Annotated[Path, typer.Argument(help="A file of `registry audit export`.", exists=True, dir_okay=False)],
    key: Annotated[
        Path | None, typer.Option(help="The municipality's public key (PEM).", exists=True, dir_okay=False)
    ] = None,
) -> None:
    """Check that a report is whole; works offline and needs no database."""
    language = read_settings().language
    tr = translator(language)
    with spoken(language):
        try:
            found = bundle.check(file.read_bytes(), key.read_text(encoding="ascii") if key else None)
        except ValueError:
            say(tr(N_("This file is no report of this registry, or it is damaged.")), mark=Mark.WRONG)
            raise leave(ExitCode.ALTERED) from None
        if isinstance(found, Changed):
            say(tr(N_("Changed after signing: {file}")).format(file=found.file), mark=Mark.WRONG)
            raise leave(ExitCode.ALTERED)
        words = tr(N_("Whole: made at {moment}, key {fingerprint}"))
        say(words.format(moment=found.made_at, fingerprint=found.fingerprint), mark=Mark.DONE)
