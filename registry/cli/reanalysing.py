"""`registry reanalyse …`: the archive looked at again by another engine, from the terminal."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from registry.bootstrap import Registry
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import Mark, console, say
from registry.locale import N_, Translate, translator
from registry.reanalysis.service import Overview
from registry.ui.views.engines import STATE_NAMES, change_lines

SHOWN_AT_ONCE = 100


def start(
    engine: Annotated[
        str, typer.Option(help="The engine's name; without it, the one that REGISTRY_ENGINE chose.")
    ] = "",
) -> None:
    """Begin: the worker looks at every photo again, beside the old analyses, which count until `apply`."""
    with opened() as registry:
        registry.reanalysis.start(OPERATOR, engine or None)
        _say(registry, N_("Begun. The worker looks at one photo after the other. Follow it: registry reanalyse status"))


def status() -> None:
    """Say how far it is, and which engines there are."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        used, known = registry.reanalysis.engines(OPERATOR)
        say(tr(N_("In use: {engine}, version {version}. Installed: {known}.")).format(
            engine=used.name, version=used.version, known=", ".join(known)
        ))  # fmt: skip
        seen = registry.reanalysis.overview(OPERATOR)
        if seen is None:
            say(tr(N_("No re-analysis was made yet.")))
            return
        console.print(_table(seen, tr))


def pause() -> None:
    """Hold after the photo at hand."""
    with opened() as registry:
        registry.reanalysis.pause(OPERATOR)
        _say(registry, N_("Paused. Go on with: registry reanalyse resume"))


def resume() -> None:
    """Go on where it was held."""
    with opened() as registry:
        registry.reanalysis.resume(OPERATOR)
        _say(registry, N_("The worker goes on."))


def preview(
    page: Annotated[int, typer.Option(help="Which hundred of the photos, from 1.", min=1)] = 1,
) -> None:
    """Show which verdicts would change: how many of each kind, and photo by photo."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        seen = registry.reanalysis.overview(OPERATOR)
        if seen is None or not seen.changed:
            say(tr(N_("No verdict would change, as far as it has looked.")))
            return
        for line in change_lines(tr, seen.counts):
            say(line)
        table = Table(tr(N_("photo")), tr(N_("now")), tr(N_("after")))
        for change in registry.reanalysis.changes(OPERATOR, seen.run.id, page=page - 1, size=SHOWN_AT_ONCE):
            table.add_row(Text(change.reference), tr(change.before.label), tr(change.after.label))
        console.print(table)


def apply() -> None:
    """Let the new analyses count; what may no longer be published is taken down."""
    with opened() as registry:
        registry.reanalysis.apply(OPERATOR)
        _say(registry, N_("The worker applies it, photo by photo."))


def discard() -> None:
    """Remove the new analyses; the old ones count as before."""
    with opened() as registry:
        registry.reanalysis.discard(OPERATOR)
        _say(registry, N_("The worker removes the new analyses. Everything stays as it was."))


def _say(registry: Registry, text: str) -> None:
    say(translator(registry.settings.language)(text), mark=Mark.DONE)


def _table(seen: Overview, tr: Translate) -> Table:
    run, done = seen.run, seen.progress
    table = Table(show_header=False)
    rows = {
        tr(N_("state")): tr(STATE_NAMES[run.state]),
        tr(N_("engine")): f"{run.engine} {run.engine_version}",
        tr(N_("looked at")): f"{done.seen + done.unreadable} / {done.total}",
        tr(N_("could not be read")): str(done.unreadable),
        tr(N_("left alone during a request")): str(done.waiting),
        tr(N_("verdicts that change")): str(seen.changed),
        tr(N_("applied")): f"{done.applied} / {done.seen}",
    }
    for name, value in rows.items():
        table.add_row(Text(name), Text(value))
    return table
