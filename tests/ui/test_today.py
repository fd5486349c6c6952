"""The officer's start page: the plots people look at, drawn from what went out."""

from __future__ import annotations

import json
import re

import pytest
from posts.world import World
from publication.town import OFFICER
from web_visitors import Visitor
from web_world import build_web_registry, make_officer

from registry.locale import Locale, translator
from registry.publication.outcomes import Published

dutch = translator(Locale.NL)
BALANCE = "How often members of the college are shown"


@pytest.fixture
def world(settings, database, clock):
    made = World(settings, clock)
    yield made
    made.registry.close()


def drawn(page):
    """The titles of the plots on the page that have a drawing."""
    return [json.loads(each.proto.spec)["description"] for each in page.get("vega_lite_chart")]


def test_the_start_page_when_a_member_of_the_college_went_out_then_plots_the_balance_of_all_members(world):
    shown = world.alderman("Ann Aerts", party="Lijst A", domains=("sport",))
    world.alderman("Bo Bosmans", party="Lijst B", domains=("markten",))
    photo = world.photo(colours=("red",), members=(shown,))
    assert isinstance(world.registry.publication.publish(OFFICER, photo, "website"), Published)
    page = Visitor(world.registry, make_officer(world.registry)).open("start")
    assert not page.exception
    assert dutch(BALANCE) in [each.value for each in page.subheader]
    assert dutch(BALANCE) in drawn(page)
    (figures,) = [each.proto.body for each in page.get("html") if f"<caption>{dutch(BALANCE)}" in each.proto.body]
    assert re.findall(r'row">([^<]+)</th><td>(\d+)</td>', figures) == [("Ann Aerts", "1"), ("Bo Bosmans", "0")]


def test_the_start_page_of_an_empty_register_then_says_where_to_begin_and_draws_nothing(settings, database, clock):
    registry = build_web_registry(settings, clock)
    page = Visitor(registry, make_officer(registry)).open("start")
    assert [each.value for each in page.subheader] == [dutch("Begin here")]
    assert any('href="/evenementen"' in each.proto.body for each in page.get("html"))
    assert drawn(page) == []
    registry.close()


def test_the_start_page_when_no_member_went_out_then_says_so_instead_of_drawing(world):
    world.alderman("Ann Aerts", party="Lijst A", domains=("sport",))
    page = Visitor(world.registry, make_officer(world.registry)).open("start")
    assert dutch(BALANCE) in [each.value for each in page.subheader]
    assert dutch(BALANCE) not in drawn(page)
