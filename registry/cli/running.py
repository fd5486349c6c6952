"""`registry serve`, `worker`, `migrate`, `bench`: the processes."""

import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from rich.console import Console

from registry.bootstrap import LiveRegistry, Registry
from registry.cli.beside import worker_beside
from registry.cli.errors import AddressUnusable
from registry.cli.operator import opened, read_settings
from registry.cli.outcome import Mark, say, spoken
from registry.locale import N_, translator
from registry.settings import Settings

if TYPE_CHECKING:
    from registry.jobs.duties import Duties

Port = Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)]


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Port = 8501,
    *,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Start the worker too; without it, run `registry worker`.")
    ] = True,
) -> None:
    """Serve the pages and routes, and start the worker beside them. Ends on Ctrl+C or SIGTERM.

    The first start makes the tables and the keys; the first page asks for the communication officer's account.
    """
    with opened(addressed(read_settings(), host, port)) as registry:
        require_free(host, port)
        tr = translator(registry.settings.language)
        say(tr(N_("The app is on {url}. Stop it with Ctrl+C.")).format(url=f"http://{host}:{port}"))
        if registry.access.needs_first_officer():
            say(tr(N_("Open the page to make the communication officer's account.")))
        with _ended_by_sigterm(), worker_beside(tr) if with_worker else nullcontext():
            _serve_pages(registry, host, port)


def worker() -> None:
    """Carry out the durable work: assessing, erasing, looking again. Ends on SIGTERM after the step at hand."""
    from registry.jobs.engine import run_worker

    with opened() as registry:
        settings = registry.settings
        duties = cast("Duties", LiveRegistry(registry))
        run_worker(duties, settings.jobs_database_url, photos_at_once=settings.photos_at_once)


def migrate() -> None:
    """Bring the database to this version; harmless when it already is."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        say(tr(N_("The database is up to date.")), mark=Mark.DONE)


def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark: ingest, matching or analysis.")],
    sample: Annotated[int, typer.Option(min=1, max=10, help="Look at every n-th photo and person only.")] = 1,
) -> None:
    """Measure, beside the plain way of doing the same, and print ratios of one run."""
    from registry.bench import BENCHES
    from registry.bench import bench as chosen

    if name not in BENCHES:
        raise typer.BadParameter(", ".join(BENCHES), param_hint="name")
    with spoken(read_settings().language):
        chosen(name, sample=sample)(Console(soft_wrap=True))  # tables in Markdown: no line may break


def require_free(host: str, port: int) -> None:
    """Find out now, not after the worker was started, whether the pages can be served. Raises AddressUnusable."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            # As the server does it: an address just left may be taken again at once.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as wrong:
        raise AddressUnusable(address=f"{host}:{port}", reason=wrong.strerror) from wrong


def addressed(settings: Settings, host: str, port: int) -> Settings:
    """Return settings whose links lead to where the pages are served, unless a public address was set."""
    if "base_url" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"base_url": f"http://{host}:{port}"})


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end the block in order, so that the worker does not outlive the pages."""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(*_: Any) -> None:
    sys.exit(0)


def _serve_pages(registry: Registry, host: str, port: int) -> None:
    import uvicorn

    from registry.ui.server import create_app

    uvicorn.run(create_app(registry), host=host, port=port, log_level="warning", access_log=False)
