"""`registry user`: accounts from the terminal; also how the first communication officer gets one."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from registry.access.permissions import Actor, Role
from registry.bootstrap import Registry
from registry.cli.errors import FirstAccountOfficers, NobodyAnswered
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import Mark, console, say
from registry.locale import N_, translator


class AccountRole(StrEnum):
    """The roles a person can have."""

    PHOTOGRAPHER = Role.PHOTOGRAPHER.value
    """Brings photos in."""
    OFFICER = Role.OFFICER.value
    """Decides, publishes, erases, and administers."""


def add(
    login: Annotated[str, typer.Argument(help="What the person signs in with.")],
    name: Annotated[str | None, typer.Option(help="The name colleagues see. Asked for when left out.")] = None,
    role: Annotated[AccountRole, typer.Option(help="What the person may do.")] = AccountRole.PHOTOGRAPHER,
    password: Annotated[
        str | None, typer.Option(help="Better left out: it is then asked for, and in nobody's command history.")
    ] = None,
) -> None:
    """Add an account. The first one must be the communication officer's."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        actor = _acting(registry, role)
        user = registry.access.add_user(
            actor,
            login=login,
            display_name=name or _asked(tr(N_("Name"))),
            role=Role(role.value),
            password=password or _asked(tr(N_("Password")), again=tr(N_("The same password again"))),
        )
        say(tr(N_("Account {login} was added.")).format(login=user.login), mark=Mark.DONE)


def list_() -> None:
    """List the accounts."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        table = Table(tr(N_("signs in as")), tr(N_("name")), tr(N_("role")), tr(N_("active")))
        for user in registry.access.users(OPERATOR):
            table.add_row(Text(user.login), Text(user.display_name), user.role.value, "✓" if user.active else "–")
        console.print(table)


def _acting(registry: Registry, role: AccountRole) -> Actor | None:
    """Return who adds the account: nobody yet, for the first officer's."""
    if not registry.access.needs_first_officer():
        return OPERATOR
    if role is not AccountRole.OFFICER:
        raise FirstAccountOfficers
    return None


def _asked(question: str, *, again: str | None = None) -> str:
    """Ask at the terminal; with `again`, twice and unseen. Raises NobodyAnswered."""
    try:
        return str(typer.prompt(question, hide_input=again is not None, confirmation_prompt=again or False))
    except typer.Abort as nobody:
        raise NobodyAnswered from nobody
