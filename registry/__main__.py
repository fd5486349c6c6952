"""`python -m registry` is the command line."""

from registry.cli import main

main()
