"""The commands and their options; each is a short call of a use case."""

import typer

from registry.cli import accounts, demonstration, photos, proofs, running, taking_in
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
app.command("status")(photos.status)
app.command("publish")(photos.publish)
app.command("erase")(photos.erase)
app.command("verify")(proofs.verify)
app.command("bench")(running.bench)

user = typer.Typer(help="Accounts of photographers and communication officers.", no_args_is_help=True)
user.command("add")(accounts.add)
user.command("list")(accounts.list_)
app.add_typer(user, name="user")
