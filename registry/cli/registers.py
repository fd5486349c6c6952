"""`registry persons`: lists of persons and consents in and out, from the terminal."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, Mark, leave, say
from registry.consent.exporting import ListForm
from registry.consent.importing import Choice
from registry.locale import N_, translator


def take_in(
    file: Annotated[Path, typer.Argument(help="The list, Excel or CSV.", exists=True, dir_okay=False)],
    *,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Go on without the rows that cannot be read.")] = False,
    look: Annotated[bool, typer.Option("--look", help="Only say what would be taken in.")] = False,
) -> None:
    """Take a list of persons and consents in, whole or not at all; say for each cell that cannot be read why."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        sheet, guessed = registry.desk.imports.look(OPERATOR, file.read_bytes())
        checked = registry.desk.imports.check(OPERATOR, sheet, Choice(mapping=guessed))
        for fault in checked.faults:
            say(f"{tr(N_('Row'))} {fault.row}, {fault.column}: {tr(fault.why.value)}", mark=Mark.WRONG)
        seen = tr(N_("New persons: {new}. Known already: {known}. New answers: {answers}."))
        say(seen.format(new=checked.new_persons, known=checked.known_persons, answers=checked.new_answers))
        if look:
            raise leave(ExitCode.PARTLY if checked.faults else ExitCode.DONE)
        run = registry.desk.imports.take_in(OPERATOR, uuid4(), checked, leave_out=leave_out)
        told = tr(N_("{persons} persons and {answers} answers were taken in."))
        say(told.format(persons=run.persons, answers=run.consents))


def hand_out(
    file: Annotated[Path, typer.Argument(help="Where to write it.", dir_okay=False)],
    form: Annotated[ListForm, typer.Option(help="The file's form.")] = ListForm.EXCEL,
) -> None:
    """Write the whole register to a file that only its owner can read."""
    with opened() as registry:
        data = registry.desk.exports.export(OPERATOR, form, registry.settings.language)
        file.touch(mode=0o600)
        file.write_bytes(data)
