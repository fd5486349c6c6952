"""The command line: `registry COMMAND`; every command has `--help`, every exit code is in `registry --help`."""

from registry.cli.arithmetic import THREADS
from registry.cli.commands import app


def main() -> None:
    """Run the command line."""
    app()


__all__ = ["THREADS", "app", "main"]
