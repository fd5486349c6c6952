"""`registry retention list` and `registry retention confirm`: what was kept long enough, from the terminal."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import Mark, console, say
from registry.locale import N_, format_date, translator


def list_() -> None:
    """List the photos whose time is over, and what keeps some of them. Nothing is changed."""
    with opened() as registry:
        language = registry.settings.language
        tr = translator(language)
        table = Table(tr(N_("photo")), tr(N_("rule")), tr(N_("ended")), tr(N_("kept because")))
        found = registry.retention.proposals(OPERATOR)
        for one in found:
            held = ", ".join(tr(hold.reason.label) for hold in one.holds) or "–"
            table.add_row(one.reference, Text(one.period.name), format_date(one.ended_on, language), held)
        console.print(table)
        free = sum(not one.holds for one in found)
        say(tr(N_("{n} photos can be destroyed, {held} are kept.")).format(n=free, held=len(found) - free))


def confirm(
    references: Annotated[list[str], typer.Argument(metavar="PHOTO…", help="The photos' references.")],
) -> None:
    """Have photos destroyed whose time is over, named one by one; the worker carries it out."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        wanted = {one.strip().upper() for one in references}
        chosen = [one.photo_id for one in registry.retention.proposals(OPERATOR) if one.reference in wanted]
        opened_now = registry.retention.confirm(OPERATOR, chosen)
        say(tr(N_("{n} photos are being destroyed everywhere.")).format(n=len(opened_now)), mark=Mark.DONE)
