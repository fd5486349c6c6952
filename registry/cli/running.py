"""`registry serve`, `worker`, `migrate`, `bench`: the processes."""

import signal
import subprocess
import sys
from typing import Annotated

import typer

from registry.cli.operator import opened
from registry.cli.outcome import console
from registry.locale import N_, translator
from registry.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8501,
    *,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Start the worker too; without it, run `registry worker`.")
    ] = True,
) -> None:
    """Serve the pages and routes, and start the worker beside them.

    The first start makes the tables and the keys; the first page asks for the communication officer's account.
    """
    settings = Settings()
    with opened(settings) as registry:
        tr = translator(settings.language)
        if registry.access.needs_first_officer():
            console.print(tr(N_("Open the page to make the communication officer's account.")))
    beside = start_worker() if with_worker else None
    try:
        _serve_pages(settings, host, port)
    finally:
        if beside:
            beside.send_signal(signal.SIGTERM)
            beside.wait()


def worker() -> None:
    """Carry out the durable work: assessing, erasing, looking again. Ends on SIGTERM after the step at hand."""
    from registry.jobs.engine import run_worker

    settings = Settings()
    with opened(settings) as registry:
        run_worker(registry, settings.jobs_database_url)


def migrate() -> None:
    """Bring the database to this version; harmless when it already is."""
    with opened() as registry:
        console.print(translator(registry.settings.language)(N_("The database is up to date.")))


def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark: ingest or analysis.")],
) -> None:
    """Measure, beside the plain way of doing the same, and print ratios of one run."""
    from registry.bench import BENCHES
    from registry.bench import bench as chosen

    if name not in BENCHES:
        raise typer.BadParameter(", ".join(BENCHES), param_hint="name")
    chosen(name)(console)


def start_worker() -> "subprocess.Popen[bytes]":
    """Start the worker process with this process's settings."""
    return subprocess.Popen([sys.executable, "-m", "registry", "worker"])


def _serve_pages(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from registry.bootstrap import build
    from registry.ui.server import create_app

    registry = build(settings)
    try:
        uvicorn.run(create_app(registry), host=host, port=port, log_level="warning", access_log=False)
    finally:
        registry.close()
