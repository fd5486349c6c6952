"""The page of one post, through Streamlit's test runner: what stands in its way, another moment, planning it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import uuid4

import cv2
import numpy as np
import pytest

from registry.locale import Locale, translator
from registry.posts.checklist import Initiative
from registry.posts.releases import NewRelease
from registry.posts.states import PostState
from registry.posts.writing import NewPost

dutch = translator(Locale.NL)
EMBARGO = datetime(2026, 6, 8, 16, 30, tzinfo=UTC)


@pytest.fixture
def sky(registry, photographer):
    """A photo of nobody, taken in and assessed."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    shades = np.linspace(90, 220, 640, dtype=np.uint8)[None, :, None]
    data = cv2.imencode(".jpg", np.ascontiguousarray(np.broadcast_to(shades, (480, 640, 3))))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    return received.photo_id


def drafted(registry, officer, photo_id, *, answer="yes", release_id=None, caption="Feest op de markt"):
    return registry.posts.posts.write(
        officer.actor,
        NewPost(
            id=uuid4(),
            caption=caption,
            alt_texts={photo_id: "Een lege markt"},
            channels=("website",),
            send_at=datetime(2026, 6, 3, 8, 0, tzinfo=UTC),
            domain=None,
            initiative=Initiative.MUNICIPALITY,
            answers={"within-policy": answer},
            release_id=release_id,
        ),
    )


def keys(page):
    return {button.key for button in page.button}


def test_the_post_page_when_the_moment_stands_in_the_way_then_shows_what_does_at_another_and_plans_it(
    at_the_desk, registry, officer, sky
):
    release = registry.posts.releases.plan(
        officer.actor,
        NewRelease(
            id=uuid4(), title="Nieuws", body="De bibliotheek opent.", domain=None,
            distribute_at=datetime(2026, 6, 2, 8, 0, tzinfo=UTC), embargo_until=EMBARGO,
            recipients=("pers@example.org",), photo_ids=(sky,),
        ),
    )  # fmt: skip
    post = drafted(registry, officer, sky, release_id=release.id)
    page = at_the_desk.open("berichten", bericht=post.id)
    embargo = dutch("This photo goes with a press release that is still under embargo.")
    assert embargo in [error.value for error in page.error]
    assert "plan_go" not in keys(page)

    page.date_input(key="plan_day").set_value(date(2026, 6, 8))
    page.time_input(key="plan_time").set_value(time(18, 30))
    page.button(key="plan_move").click().run()
    assert not page.error
    assert registry.posts.posts.one(officer.actor, post.id).post.send_at == EMBARGO

    page.button(key="plan_go").click().run()
    assert not page.error
    assert registry.posts.posts.one(officer.actor, post.id).post.state is PostState.SCHEDULED


def test_the_post_page_when_a_post_is_planned_then_moves_it_or_says_why_not_and_makes_it_a_draft_again(
    at_the_desk, registry, officer, sky
):
    release = registry.posts.releases.plan(
        officer.actor,
        NewRelease(
            id=uuid4(), title="Nieuws", body="De bibliotheek opent.", domain=None,
            distribute_at=datetime(2026, 6, 2, 8, 0, tzinfo=UTC), embargo_until=EMBARGO,
            recipients=("pers@example.org",), photo_ids=(sky,),
        ),
    )  # fmt: skip
    posts, post = registry.posts.posts, drafted(registry, officer, sky, release_id=release.id)
    posts.schedule(officer.actor, post.id, EMBARGO)
    page = at_the_desk.open("berichten", bericht=post.id)
    page.date_input(key="plan_day").set_value(date(2026, 6, 5))
    page.button(key="move_go").click().run()
    said = [error.value for error in page.error]
    assert dutch("This photo goes with a press release that is still under embargo.") in said
    assert any("8 juni 2026, 18:30" in each and "5 juni 2026, 18:30" in each for each in said)
    assert posts.one(officer.actor, post.id).post.send_at == EMBARGO

    page.date_input(key="plan_day").set_value(date(2026, 6, 9))
    page.button(key="move_go").click().run()
    assert not page.error
    moved = posts.one(officer.actor, post.id).post
    assert (moved.state, moved.send_at) == (PostState.SCHEDULED, datetime(2026, 6, 9, 16, 30, tzinfo=UTC))

    page.button(key="post_take_back").click().run()
    assert posts.one(officer.actor, post.id).post.state is PostState.DRAFT
    assert {"plan_go", "post_take_back"} & keys(page) == {"plan_go"}


def test_the_post_page_when_an_officer_decided_on_what_stands_in_the_way_then_says_who_why_and_when(
    at_the_desk, registry, officer, sky
):
    post = drafted(registry, officer, sky, caption="Groen licht voor het park")
    page = at_the_desk.open("berichten", bericht=post.id)
    page.text_input(key="why-party-names").input("groen is hier een kleur")
    page.button(key="go-party-names").click().run()

    assert "plan_go" in keys(page)
    (told,) = [words.value for words in page.markdown if "groen is hier een kleur" in words.value]
    assert officer.display_name in told
    assert "2026" in told


def test_the_post_page_when_a_post_is_in_doubt_then_the_college_decides_and_its_decision_is_shown(
    at_the_desk, registry, officer, sky
):
    post = drafted(registry, officer, sky, answer="unsure")
    page = at_the_desk.open("berichten", bericht=post.id)
    page.button(key="ask_college").click().run()
    assert dutch("What did the college decide?") in "\n".join(words.value for words in page.markdown)

    page.text_input(key="college_number").input("2026_CBS_00999")
    page.button(key="college_go").click().run()
    assert not page.error
    said = "\n".join(words.value for words in page.markdown)
    assert dutch("It may go out") in said
    assert "2026" in said
    assert "plan_go" in keys(page)
