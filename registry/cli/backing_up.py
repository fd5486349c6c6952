"""`registry backup` and `registry restore`."""

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.operator import opened
from registry.cli.outcome import ExitCode, Mark, leave, say
from registry.locale import N_, translator


def backup(
    folder: Annotated[Path, typer.Argument(help="Where backups are kept; blobs are kept once for all of them.")],
    keep: Annotated[int | None, typer.Option(min=1, help="Delete all but this many backups.")] = None,
) -> None:
    """Back up database and vault while the registry runs. Keys are never in it: see REGISTRY_KEYS_MIRROR."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        made = registry.backup.make(folder, keep=keep)
        told = tr(N_("Backup made: {rows} rows, {blobs} files, {copied} of them new."))
        say(told.format(rows=made.rows, blobs=made.blobs, copied=made.copied), mark=Mark.DONE)
        if registry.settings.keys_mirror is None:
            say(tr(N_("The keys are kept in one place only. Set REGISTRY_KEYS_MIRROR to a folder on another disk.")))
        if made.missing:
            missing = tr(N_("{count} files that the register names are not in the vault."))
            say(missing.format(count=len(made.missing)), mark=Mark.WRONG)
            raise leave(ExitCode.PARTLY)


def restore(folder: Annotated[Path, typer.Argument(help="The folder that `registry backup` wrote to.")]) -> None:
    """Restore the newest backup into an empty installation; erase and forget again what was since erased."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        done = registry.backup.restore(folder)
        told = tr(N_("Restored: {rows} rows, {blobs} files; {left_out} files of erased photos were left out."))
        say(told.format(rows=done.rows, blobs=done.blobs, left_out=done.left_out), mark=Mark.DONE)
        again = tr(N_("Ended again since the backup: {photos} photos erased, {consents} persons' consents taken back."))
        say(again.format(photos=done.photos_erased, consents=done.consents_ended))
        if done.persons_forgotten:
            say(tr(N_("Forgotten again: {count} persons.")).format(count=done.persons_forgotten))
        if done.waiting:
            waiting = tr(N_("{count} erasures wait for a place that does not answer; nothing of them is shown."))
            say(waiting.format(count=done.waiting), mark=Mark.LEFT)
            raise leave(ExitCode.PARTLY)
