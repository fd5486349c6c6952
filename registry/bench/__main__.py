"""`python -m registry.bench NAME [--sample N]`: run one benchmark, with N on every N-th photo and person."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from registry.bench import BENCHES, bench


def main(arguments: list[str]) -> int:
    """Run the named benchmark; return 0, or 2 after saying which names there are."""
    parser = argparse.ArgumentParser(prog="python -m registry.bench", exit_on_error=False)
    parser.add_argument("name", choices=list(BENCHES))
    parser.add_argument("--sample", type=int, default=1, choices=range(1, 11), metavar="N")
    try:
        chosen = parser.parse_args(arguments)
    except argparse.ArgumentError:
        parser.print_usage()
        return 2
    bench(chosen.name, sample=chosen.sample)(Console(soft_wrap=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
