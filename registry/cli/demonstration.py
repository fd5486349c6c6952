"""`registry demo`: the whole story on real photos, in a folder of its own, then the app."""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from registry.access.permissions import Role
from registry.cli import running
from registry.cli.beside import worker_beside
from registry.cli.errors import NotADemo
from registry.cli.operator import opened
from registry.cli.outcome import ExitCode, Mark, console, leave, say, spoken
from registry.locale import N_, Locale, Translate, translator
from registry.settings import Settings

_MARK = ".demo"


def demo(
    home: Annotated[Path, typer.Option(help="The demo's folder; it is made anew in each run.")] = Path("var/demo"),
    sources: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the portraits' source archives; without it, one person plays all.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    port: Annotated[int, typer.Option(help="The port the app is served on afterwards.", min=1, max=65535)] = 8501,
    language: Annotated[Locale, typer.Option(help="The language the story is told in.")] = Locale.NL,
    *,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Leave the app serving.")] = True,
) -> None:
    """Tell one real story on real photos: from upload to proven destruction."""
    from registry.demo.story import tell
    from registry.demo.telling import StoryBroken

    with spoken(language):
        if serve:
            running.require_free(_HOST, port)
        place = _fresh(home)
    _only_this_home(place, language)
    os.environ["REGISTRY_BASE_URL"] = f"http://{_HOST}:{port}"  # where the poster's code and the letters' links lead
    settings = Settings()
    tr = translator(language)
    with opened(settings) as registry:
        try:
            tell(registry, console, sources=sources, worker=partial(worker_beside, tr))
        except StoryBroken as broken:
            say(str(broken), mark=Mark.WRONG)
            raise leave(ExitCode.PARTLY) from broken
    if serve:
        console.print(_logins(settings, tr))
        running.serve(host=_HOST, port=port, with_worker=True)


_HOST = "127.0.0.1"


def _fresh(home: Path) -> Path:
    """Empty the demo's folder, and no other one; return where it really is. Raises NotADemo, OSError."""
    place = home.resolve()
    if place.exists() and not (place.is_dir() and ((place / _MARK).is_file() or not any(place.iterdir()))):
        raise NotADemo(path=home)
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True)
    (place / _MARK).touch()
    return place


def _only_this_home(home: Path, language: Locale) -> None:
    """Let nothing of a real installation's settings reach the demo, nor the processes it starts."""
    for name in [name for name in os.environ if name.upper().startswith("REGISTRY_")]:
        del os.environ[name]
    os.environ["REGISTRY_HOME"] = str(home)
    os.environ["REGISTRY_LANGUAGE"] = language.value


def _logins(settings: Settings, tr: Translate) -> Table:
    from registry.demo.household import LOGINS, PASSWORD

    signs_in = Column(tr(N_("signs in as")), overflow="fold")  # a long folder is broken, never cut short
    table = Table(tr(N_("who")), signs_in, tr(N_("password")))
    table.add_row(tr(N_("photographer")), LOGINS[Role.PHOTOGRAPHER], PASSWORD)
    table.add_row(tr(N_("communication officer")), LOGINS[Role.OFFICER], PASSWORD)
    outbox = tr(N_("no account: the codes are in {folder}")).format(folder=settings.home / "outbox")
    table.add_row(tr(N_("citizen")), Text(outbox), "–")
    return table
