"""`registry user`: accounts from the terminal; also how the first communication officer gets one."""

from typing import Annotated

import typer
from rich.table import Table

from registry.access.permissions import Actor, Role
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import console
from registry.locale import N_, translator


def add(
    login: Annotated[str, typer.Argument(help="What the person signs in with.")],
    name: Annotated[str, typer.Option(prompt="Name", help="The name colleagues see.")],
    role: Annotated[Role, typer.Option(help="photographer or officer.")] = Role.PHOTOGRAPHER,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out.")
    ] = "",
) -> None:
    """Add an account. The first one must be the communication officer's."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        actor: Actor | None = None if registry.access.needs_first_officer() else OPERATOR
        user = registry.access.add_user(actor, login=login, display_name=name, role=role, password=password)
        console.print("[bold green]✓[/]", tr(N_("Account {login} was added.")).format(login=user.login))


def list_() -> None:
    """List the accounts."""
    with opened() as registry:
        table = Table("login", "name", "role", "active")
        for user in registry.access.users(OPERATOR):
            table.add_row(user.login, user.display_name, user.role.value, "✓" if user.active else "–")
        console.print(table)
