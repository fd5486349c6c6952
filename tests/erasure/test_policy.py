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


LEAST = {
    "attempts": 1,
    "first_wait": 0,
    "factor": 1,
    "longest_wait": 0,
    "jitter": 0,
    "breaker_failures": 1,
    "breaker_probe": 0,
    "publication_lease": 0,
    "evidence_days": 0,
}


def with_figure(figure, value):
    lines = SHIPPED.read_text().splitlines()
    lines[lines.index(f"[figures.{figure}]") + 1] = f"value = {value}"
    return "\n".join(lines)


@pytest.mark.parametrize(("figure", "least"), LEAST.items())
def test_the_least_figure_that_makes_sense_is_taken_and_less_is_named(figure, least):
    parse(with_figure(figure, least), looks=LOOKS, task_days=7)
    with pytest.raises(PolicyRefused) as caught:
        parse(with_figure(figure, least - 0.5), looks=LOOKS, task_days=7)
    assert caught.value.data == {"figure": figure}


def test_each_figure_is_read_where_it_belongs():
    text = SHIPPED.read_text()
    for number, figure in enumerate(LEAST, start=2):
        lines = text.splitlines()
        lines[lines.index(f"[figures.{figure}]") + 1] = f"value = {number}"
        text = "\n".join(lines)
    policy = parse(text, looks=LOOKS, task_days=9)
    seconds = [policy.retry.first_wait, policy.retry.longest_wait, policy.breaker.probe, policy.lease]
    assert [span.total_seconds() for span in seconds] == [3, 5, 8, 9]
    assert (policy.retry.attempts, policy.retry.factor, policy.retry.jitter) == (2, 4, 6)
    assert (policy.breaker.failures, policy.evidence, policy.task_days) == (7, timedelta(days=10), 9)
