from datetime import timedelta
from pathlib import Path

import pytest

from registry.erasure.errors import PolicyRefused
from registry.erasure.policy import parse

SHIPPED = Path(__file__).parents[2] / "data" / "erasure.toml"
LOOKS = (timedelta(hours=1), timedelta(days=1))


def test_the_shipped_figures_are_read():
    policy = parse(SHIPPED.read_text(), looks=LOOKS, task_days=7)
    assert policy.retry.attempts == 8
    assert policy.retry.first_wait == timedelta(minutes=1)
    assert policy.lease == timedelta(minutes=5)
    assert (policy.looks, policy.task_days) == (LOOKS, 7)


@pytest.mark.parametrize("figure", ["attempts", "first_wait", "factor", "longest_wait", "jitter", "publication_lease"])
@pytest.mark.parametrize("wrong", ["-1", "true", '"many"'])
def test_a_figure_that_makes_no_sense_is_named(figure, wrong):
    lines = SHIPPED.read_text().splitlines()
    at = lines.index(f"[figures.{figure}]") + 1
    lines[at] = f"value = {wrong}"
    with pytest.raises(PolicyRefused) as caught:
        parse("\n".join(lines), looks=LOOKS, task_days=7)
    assert caught.value.data == {"figure": figure}


@pytest.mark.parametrize("text", ["", "[figures", "[other]"])
def test_a_file_without_figures_is_refused(text):
    with pytest.raises(PolicyRefused):
        parse(text, looks=LOOKS, task_days=7)
