"""Imports every stage's tables, so that SQLModel.metadata is whole."""

from importlib import import_module
from importlib.util import find_spec

STAGES = "access proof copies channels intake analysis consent review publication removal erasure"

for stage in STAGES.split():
    if find_spec(f"registry.{stage}") and find_spec(f"registry.{stage}.records"):
        import_module(f"registry.{stage}.records")
