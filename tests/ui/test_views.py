"""What pages show, without pages."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import altair as alt
import pytest
from consent.parts import CHARTER
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.counting import PeopleCount
from registry.analysis.measures import Box, ShotType
from registry.charter.balance import Balance, Count
from registry.charter.verdict import NO_GROUND, Outcome
from registry.consent.records import Person
from registry.consent.states import PersonKind
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState
from registry.erasure.views import ErasureView, LookView, StepView
from registry.intake.states import PhotoState
from registry.locale import Locale, translator
from registry.office.due import Due, Waiting
from registry.office.months import Answered, Seen, Standing
from registry.posts.channels import ChannelView, Flag
from registry.posts.records import ChannelEntry
from registry.posts.states import ChannelState
from registry.ui import look
from registry.ui.views import persons, plots
from registry.ui.views.charter import articles, rule_titles
from registry.ui.views.clock import countdown
from registry.ui.views.erasures import TURN, look_words, step_lines
from registry.ui.views.light import Light
from registry.ui.views.marks import mark
from registry.ui.views.plain import bullets, plain
from registry.ui.views.posts import channel_light, count_words
from registry.ui.views.removal_form import PhotoClaim, Pointing, address_fault
from registry.ui.views.review import crowd_words
from registry.ui.views.today import due_lines
from registry.ui.views.verdicts import verdict_view

ENGLISH = translator(Locale.EN)


def test_a_mark_when_the_face_lies_in_the_middle_then_is_in_per_cent_of_the_photo():
    shown = mark(2, Box(x=100, y=50, width=200, height=100), photo_width=1000, photo_height=500)
    assert (shown.number, shown.left, shown.top, shown.width, shown.height) == (2, 10, 10, 20, 20)


def test_a_mark_when_the_face_sticks_out_then_stays_within_the_photo():
    shown = mark(1, Box(x=-50, y=450, width=100, height=100), photo_width=1000, photo_height=500)
    assert shown.left == 0
    assert shown.width == pytest.approx(5)
    assert shown.top + shown.height == pytest.approx(100)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (PeopleCount(found=45, least=40, most=52), "About 45 faces (probably 40 to 52)"),
        (PeopleCount(found=9, least=8, most=14), ""),
        (PeopleCount(found=45, least=None, most=None), ""),
        (None, ""),
    ],
)
def test_crowd_words_when_there_are_too_many_to_count_at_a_glance_then_tell_the_bounds_too(people, words):
    assert crowd_words(ENGLISH, people) == words


@pytest.mark.parametrize(
    ("due", "words", "light"),
    [
        (date(2026, 7, 1), "Days left: 30", Light.GREY),
        (date(2026, 6, 8), "Days left: 7", Light.ORANGE),
        (date(2026, 6, 1), "Last day today", Light.RED),
        (date(2026, 5, 30), "Days too late: 2", Light.RED),
    ],
)
def test_a_countdown_when_days_are_left_or_gone_then_says_so(due, words, light):
    shown = countdown(due, date(2026, 6, 1))
    assert (shown.words(ENGLISH), shown.light) == (words, light)


@given(st.integers(-400, 400))
def test_a_countdown_whatever_is_left_never_looks_done(days):
    today = date(2026, 6, 1)
    assert countdown(today + timedelta(days=days), today).light is not Light.GREEN


def test_words_from_outside_when_they_hold_markdown_then_show_as_typed():
    assert plain("![x](http://evil) *a*\n# b") == r"\!\[x\]\(http\://evil\) \*a\* \# b"


def test_the_form_when_no_photo_is_pointed_at_then_says_what_is_missing():
    assert PhotoClaim(pointing=Pointing.LINK, words="  ").missing
    assert PhotoClaim(pointing=Pointing.UPLOAD).missing
    assert PhotoClaim(pointing=Pointing.LINK, words="F-7K2M-9QXD").missing is None
    assert PhotoClaim(pointing=Pointing.UPLOAD, copy_of=()).missing is None


@pytest.mark.parametrize("address", ["", " ", "jan", "jan@", "jan@gemeente", "jan peeters@x.be"])
def test_an_address_when_it_cannot_be_mailed_then_says_so(address):
    assert address_fault(address)


def test_an_address_when_it_can_be_mailed_then_passes():
    assert address_fault(" jan.peeters@voorbeeld.be ") is None


@pytest.mark.parametrize("state", [state for state in PhotoState if not state.may_be_shown])
def test_a_verdict_when_the_photo_is_blocked_or_gone_then_is_not_shown(state):
    shown = verdict_view(ENGLISH, state, Outcome.PUBLISHABLE, [])
    assert shown.light is not Light.GREEN
    assert shown.reasons == ()


def test_a_verdict_when_blocked_then_shows_why_with_its_article():
    shown = verdict_view(ENGLISH, PhotoState.ANALYSED, Outcome.BLOCKED, [NO_GROUND])
    assert shown.light is Light.RED
    assert shown.reasons == ("No rule gives a ground to publish this photo. (article 2f)",)


@pytest.mark.parametrize(
    ("first", "light"),
    [
        (date(2026, 7, 1), Light.ORANGE),
        (date(2026, 6, 8), Light.ORANGE),
        (date(2026, 6, 1), Light.RED),
        (None, Light.ORANGE),
    ],
)
def test_what_waits_when_there_is_time_left_then_is_not_shown_as_done(first, light):
    nothing = {field.name: Waiting(count=0) for field in fields(Due)}
    lines = due_lines(Due(**nothing | {"requests": Waiting(count=3, first=first)}), date(2026, 6, 1))
    assert [(line.address, line.light) for line in lines if line.waits] == [("/verzoeken", light)]
    assert {line.light for line in lines if not line.waits} == {Light.GREEN}


def test_lines_of_markdown_when_one_begins_as_a_day_then_is_no_numbered_list():
    assert plain("1. Januar 2025") == "1\\. Januar 2025"
    assert bullets(["1. Januar", "a*b"]) == "- 1\\. Januar\n- a\\*b"


def every_plot():
    june = date(2026, 6, 1)
    seen = [Seen(month=june, shot_type=ShotType.PORTRAIT, outcome=Outcome.PUBLISHABLE, photos=3)]
    shown = Count(who=UUID(int=1), seen=2, expected=1.0, chance=0.5)
    answered = [Answered(month=june, requests=2, answered=1, late=0, median_days=4.5, slowest_days=9)]
    return [
        plots.verdicts_by_month(seen, ENGLISH, Locale.EN),
        plots.verdicts_by_kind(seen, ENGLISH),
        plots.days_to_answer(answered, ENGLISH, Locale.EN),
        plots.copies_by_channel([Standing(place="website", there=3, gone=1)], ENGLISH),
        plots.college(Balance(photos=2, members=(shown,), parties=()), {shown.who: "Ann Aerts"}, ENGLISH),
    ]


@pytest.mark.parametrize("plot", every_plot(), ids=lambda plot: plot.title)
def test_a_plot_when_drawn_then_keeps_to_the_schema_and_draws_at_its_own_height(plot):
    drawn = plot.chart.to_dict(validate=True)
    assert drawn["description"] == plot.title
    assert drawn["autosize"] == {"contains": "padding", "type": "fit-x"}
    assert drawn["height"] >= plots.ROW


@pytest.mark.parametrize("plot", every_plot(), ids=lambda plot: plot.title)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_of_a_plot_then_have_the_colour_of_the_pages_text(plot, theme):
    colour = look.text_colour(theme)
    config = plots.drawn(plot, colour)["config"]
    assert colour == {"light": "#16202a", "dark": "#f2f5f8"}[theme]
    assert [config["axis"]["labelColor"], config["legend"]["labelColor"], config["text"]["color"]] == [colour] * 3
    alt.Chart.from_dict(plots.drawn(plot, colour), validate=True)


def test_somebody_when_their_birth_date_is_known_then_is_called_adult_or_child_by_it():
    child = Person(display_name="Lou", search_name="lou", kind=PersonKind.ADULT, birth_date=date(2018, 3, 2))
    assert persons.kind_title(child, CHARTER, date(2026, 6, 1)) == persons.KIND_NAMES[PersonKind.MINOR]
    assert persons.kind_title(child, CHARTER, date(2036, 3, 1)) == persons.KIND_NAMES[PersonKind.MINOR]
    child.kind = PersonKind.MINOR
    assert persons.kind_title(child, CHARTER, date(2036, 3, 2)) == persons.KIND_NAMES[PersonKind.ADULT]
    child.kind = PersonKind.NEVER
    assert persons.kind_title(child, CHARTER, date(2036, 3, 2)) == persons.KIND_NAMES[PersonKind.NEVER]


@pytest.mark.parametrize(
    ("chance", "seen", "ends"),
    [
        (0.5, 3, "Dat kan toeval zijn."),
        (0.0123, 3, "in 1,2 % van de gevallen: dat is te vaak in beeld."),
        (0.0000001, 1, "in < 0,1 % van de gevallen: dat is te weinig in beeld."),
    ],
)
def test_a_count_of_a_party_counts_its_members_and_never_says_that_it_was_in_more_photos_than_there_are(
    chance, seen, ends
):
    names = {UUID(int=1): "An Aerts"}
    party = Count(who="Partij A", seen=seen, expected=5 / 3, chance=chance)
    member = Count(who=UUID(int=1), seen=seen, expected=5 / 3, chance=chance)

    words = count_words(party, 2, 0.05, names, Locale.NL)
    assert words.startswith(f"Partij A: {seen} keer in beeld op 2 foto's; 1,7 keer was te verwachten.")
    assert words.endswith(ends)
    assert count_words(member, 4, 0.05, names, Locale.NL).startswith(
        f"An Aerts: op {seen} van 4 foto's; te verwachten waren er 1,7."
    )
    assert "1.7" in count_words(party, 2, 0.05, names, Locale.EN)


def test_an_article_of_several_rules_is_not_called_by_its_first_one_alone():
    assert [rule_titles(ENGLISH, rules) for rules in articles().values() if len(rules) == 1]
    of_images = articles()["2f"]
    assert rule_titles(ENGLISH, of_images) == f"{of_images[0].title}, and {len(of_images) - 1} more"


@pytest.mark.parametrize(
    ("how", "answer", "words"),
    [
        ("person-reports", "unclear", "gone, says a member of staff"),
        ("recipient-confirms", "unclear", "gone, says who received it"),
        ("unreachable", "unclear", "could not be seen (The place did not answer.)"),
        ("tree-hashed", "absent", "nothing found (every file was compared)"),
    ],
)
def test_a_look_that_was_taken_never_says_that_another_try_follows(how, answer, words):
    look = LookView(at=datetime(2026, 6, 1, tzinfo=UTC), how=how, answer=answer)
    assert look_words(translator(Locale.EN), look) == words


@pytest.mark.parametrize(
    ("state", "marks"),
    [(ErasureState.RUNNING, ["done", "now", "later"]), (ErasureState.WAITING, ["done", "later", "later"])],
)
def test_the_step_whose_turn_it_is_then_is_told_while_the_erasure_runs(state, marks):
    at = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    steps = tuple(
        StepView(step_id=UUID(int=n), action=action, copy_id=None, state=how_far, attempts=0, outcome=None, next_at=at)
        for n, (action, how_far) in enumerate(
            [
                (StepAction.SWEEP, StepState.DONE),
                (StepAction.SUPPRESS, StepState.PENDING),
                (StepAction.CERTIFY, StepState.PENDING),
            ]
        )
    )
    erasure = ErasureView(
        erasure_id=UUID(int=9),
        photo_id=UUID(int=8),
        photo_reference="F-7K2M-9QXD",
        reason=ErasureReason.REMOVAL_REQUEST,
        state=state,
        asked_at=at,
        finished_at=None,
        steps=steps,
        copies=(),
    )
    lines = step_lines(ENGLISH, erasure, str, {})
    assert [mark for mark, _ in lines] == marks
    assert [TURN in words for _, words in lines] == [mark == "now" for mark in marks]


@pytest.mark.parametrize(
    ("state", "flags", "shown"),
    [
        (ChannelState.ACTIVE, (), Light.GREEN),
        (ChannelState.ACTIVE, (Flag.SLEEPS,), Light.ORANGE),
        (ChannelState.SLEEPING, (Flag.SLEEPS,), Light.ORANGE),
        (ChannelState.CLOSED, (), Light.GREY),
        (None, (Flag.NOT_RECORDED,), Light.ORANGE),
    ],
)
def test_a_channel_on_which_nothing_was_placed_for_long_is_not_shown_as_in_use(state, flags, shown):
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    entry = state and ChannelEntry(
        name="website", title="Website", address="", owner="Communicatie", is_main=True, consulted_on=moment.date(),
        state=state, opened_at=moment, state_at=moment,
    )  # fmt: skip
    view = ChannelView(
        name="website", title="Website", entry=entry, keepers=(), is_connected=True, standing=0, last=None, flags=flags
    )
    assert channel_light(view)[0] is shown
