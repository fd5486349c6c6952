import io
import logging
from pathlib import Path

from registry.jobs.quiet import OnlyWhereItFailed, hush

NAME = "Ann-Peeters"


def test_an_error_is_logged_without_the_data_in_its_text():
    stream = io.StringIO()
    log = logging.getLogger("test of quiet")
    log.propagate = False
    log.addHandler(logging.StreamHandler(stream))
    log.addFilter(OnlyWhereItFailed())
    try:
        Path("/nowhere", NAME).read_bytes()
    except FileNotFoundError:
        log.exception("a job failed")
    shown = stream.getvalue()
    assert "a job failed" in shown
    assert "FileNotFoundError" in shown
    assert __file__ in shown
    assert NAME not in shown


def test_hushing_twice_adds_one_filter():
    hush()
    hush()
    log = logging.getLogger("dbos")
    assert sum(isinstance(one, OnlyWhereItFailed) for one in log.filters) == 1
    assert log.level == logging.WARNING
