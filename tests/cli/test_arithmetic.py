"""Processes of the command line multiply matrices on one thread, unless somebody sets another number."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

import registry.cli as command_line

PLACE = Path(command_line.__file__).with_name("arithmetic.py")


@pytest.mark.parametrize(("given", "used"), [(None, "1"), ("3", "3")])
def test_the_number_of_threads_when_nobody_set_it_then_is_one(monkeypatch, given, used):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if given is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", given)
    assert runpy.run_path(str(PLACE))["THREADS"] == os.environ["OPENBLAS_NUM_THREADS"] == used


def test_the_number_of_threads_is_set_before_anything_that_loads_numpy():
    lines = Path(command_line.__file__).read_text(encoding="utf-8").splitlines()
    assert next(line for line in lines if line.startswith("from ")) == "from registry.cli.arithmetic import THREADS"
    assert [line for line in PLACE.read_text(encoding="utf-8").splitlines() if "import" in line[:7]] == ["import os"]
