"""`registry demo`: the whole story on real photos, in a folder of its own, then the app."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from registry.access.permissions import Role
from registry.cli import running
from registry.cli.operator import opened
from registry.cli.outcome import ExitCode, complaints, console, leave
from registry.locale import N_, Translate, translator
from registry.settings import Settings

_MARK = ".demo"


def demo(
    home: Annotated[Path, typer.Option(help="The demo's folder; it is made anew in each run.")] = Path("var/demo"),
    sources: Annotated[
        Path | None, typer.Option(help="Folder with the portraits' source archives; without it, one person plays all.")
    ] = None,
    port: Annotated[int, typer.Option(help="The port the app is served on afterwards.")] = 8501,
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Leave the app serving.")] = True,
) -> None:
    """Tell one real story on real photos: from upload to proven destruction."""
    from registry.demo.story import tell
    from registry.demo.telling import StoryBroken

    _fresh(home)
    _only_this_home(home)
    settings = Settings()
    with opened(settings) as registry:
        try:
            tell(registry, console, sources=sources, worker=_worker)
        except StoryBroken as broken:
            complaints.print(f"[bold red]✗[/] {broken}")
            raise leave(ExitCode.PARTLY) from broken
    if serve:
        tr = translator(settings.language)
        console.print(_logins(settings, tr))
        console.print(tr(N_("The app is on {url}. Stop it with Ctrl+C.")).format(url=f"http://127.0.0.1:{port}"))
        running.serve(port=port, with_worker=True)


def _fresh(home: Path) -> None:
    if home.exists() and any(home.iterdir()) and not (home / _MARK).exists():
        complaints.print(f"{home} is not a demo's folder: choose another one, or an empty one.")
        raise leave(ExitCode.REFUSED)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / _MARK).touch()


def _only_this_home(home: Path) -> None:
    """Let nothing of a real installation's settings reach the demo, nor the processes it starts."""
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        del os.environ[name]
    os.environ["REGISTRY_HOME"] = str(home.absolute())


@contextmanager
def _worker() -> Iterator[None]:
    process = running.start_worker()
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()


def _logins(settings: Settings, tr: Translate) -> Table:
    from registry.demo.household import LOGINS, PASSWORD

    table = Table(tr(N_("who")), tr(N_("signs in as")), tr(N_("password")))
    table.add_row(tr(N_("photographer")), LOGINS[Role.PHOTOGRAPHER], PASSWORD)
    table.add_row(tr(N_("communication officer")), LOGINS[Role.OFFICER], PASSWORD)
    outbox = settings.home / "outbox"
    table.add_row(tr(N_("citizen")), tr(N_("no account: the codes are in {folder}")).format(folder=outbox), "–")
    return table
