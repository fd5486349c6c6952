"""`python -m registry.bench NAME`: run one benchmark."""

from __future__ import annotations

import sys

from rich.console import Console

from registry.bench import BENCHES, bench


def main(arguments: list[str]) -> int:
    """Run the named benchmark; return 0, or 2 after saying which names there are."""
    console = Console(soft_wrap=True)
    if len(arguments) != 1 or arguments[0] not in BENCHES:
        console.print("usage: python -m registry.bench", "|".join(BENCHES))
        return 2
    bench(arguments[0])(console)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
