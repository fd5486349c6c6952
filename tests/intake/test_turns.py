from __future__ import annotations

import threading

import pytest

from registry.intake.turns import Turns


def test_two_holders_of_one_name_when_they_meet_then_go_one_after_the_other():
    turns, inside, met = Turns(), threading.Event(), threading.Event()
    order: list[str] = []

    def second() -> None:
        met.set()
        with turns.at("a"):
            order.append("second")

    with turns.at("a"):
        thread = threading.Thread(target=second)
        thread.start()
        met.wait()
        with turns.at("b"):
            order.append("another name")
        order.append("first")
        inside.set()
    thread.join()
    assert order == ["another name", "first", "second"]


def test_a_turn_that_ends_in_an_error_when_the_next_comes_then_it_is_let_through():
    turns = Turns()
    with pytest.raises(ValueError, match="broken"), turns.at("a"):
        raise ValueError("broken")
    with turns.at("a"):
        assert True
