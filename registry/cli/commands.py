"""The commands and their options; each is a short call of a use case."""

import typer

from registry.cli import (
    accounts,
    backing_up,
    charters,
    demonstration,
    impact,
    oversight,
    photos,
    places,
    proofs,
    reanalysing,
    registers,
    retaining,
    running,
    sweeping,
    taking_in,
    watching,
)
from registry.cli.outcome import EXIT_CODES

app = typer.Typer(
    name="registry",
    help="Photo consent and portrait-rights registry: who is clearly in a photo, whether they agreed, where every "
    "copy is, and proof when they are gone.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

app.command("demo")(demonstration.demo)
app.command("serve")(running.serve)
app.command("worker")(running.worker)
app.command("migrate")(running.migrate)
app.command("ingest")(taking_in.ingest)
app.command("watch")(watching.watch)
app.command("status")(photos.status)
app.command("publish")(photos.publish)
app.command("sweep")(sweeping.sweep)
app.command("adopt")(sweeping.adopt)
app.command("erase")(photos.erase)
app.command("backup")(backing_up.backup)
app.command("restore")(backing_up.restore)
app.command("verify")(proofs.verify)
app.command("dpia")(impact.dpia)
app.command("bench")(running.bench)

user = typer.Typer(help="Accounts of photographers and communication officers.", no_args_is_help=True)
user.command("add")(accounts.add)
user.command("list")(accounts.list_)
app.add_typer(user, name="user")

channels = typer.Typer(help="The places photos are published to.", no_args_is_help=True)
channels.command("list")(places.list_)
channels.command("test")(places.reach)
channels.command("prepare")(places.prepare)
app.add_typer(channels, name="channels")

charter = typer.Typer(
    help="The municipality's charter: explain a verdict, check, preview and adopt another text.", no_args_is_help=True
)
charter.command("explain")(charters.explain)
charter.command("show")(charters.show)
charter.command("check")(charters.check)
charter.command("preview")(charters.preview)
charter.command("adopt")(charters.adopt)
app.add_typer(charter, name="charter")

reanalyse = typer.Typer(
    help="Look at the archive again with another engine; see what would change before it counts.", no_args_is_help=True
)
reanalyse.command("start")(reanalysing.start)
reanalyse.command("status")(reanalysing.status)
reanalyse.command("pause")(reanalysing.pause)
reanalyse.command("resume")(reanalysing.resume)
reanalyse.command("preview")(reanalysing.preview)
reanalyse.command("apply")(reanalysing.apply)
reanalyse.command("discard")(reanalysing.discard)
app.add_typer(reanalyse, name="reanalyse")

people = typer.Typer(help="Lists of persons and consents, in and out.", no_args_is_help=True)
people.command("import")(registers.take_in)
people.command("export")(registers.hand_out)
app.add_typer(people, name="persons")

audit = typer.Typer(help="The audit log, and the signed report for oversight.", no_args_is_help=True)
audit.command("verify")(oversight.verify)
audit.command("export")(oversight.export)
audit.command("check")(oversight.check)
app.add_typer(audit, name="audit")

retention = typer.Typer(help="Photos that were kept long enough.", no_args_is_help=True)
retention.command("list")(retaining.list_)
retention.command("confirm")(retaining.confirm)
app.add_typer(retention, name="retention")
