from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from posts.world import HOUR
from publication.town import OFFICER
from sqlmodel import select
from web_world import make_officer

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.posts.checklist import Initiative
from registry.posts.errors import MomentPast, PostChanged, PostEmpty, PostNotReady, ReasonMissing
from registry.posts.states import Held, PostState
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.publication.records import PublishedWords

PHOTOGRAPHER = Actor(user_id=None, role=Role.PHOTOGRAPHER)


def logged(world, event):
    with world.registry.database.reading() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.event == event)))


def test_a_scheduled_post_goes_out_at_its_moment_with_its_words_and_not_before(world):
    post = world.scheduled(world.photo(), world.photo(), channels=("website", "facebook"))
    world.later(HOUR - timedelta(minutes=1))
    assert world.files() == []
    world.later(timedelta(minutes=1))
    assert (len(world.files()), len(world.files("facebook"))) == (2, 2)
    assert world.state(post) is PostState.SENT
    with world.registry.database.reading() as session:
        assert {(row.caption, row.alt_text) for row in session.exec(select(PublishedWords))} == {
            ("Feest op de markt", "Een plein vol mensen")
        }
    world.later()
    assert len(world.copies()) == 4


def test_what_may_no_longer_go_out_at_its_moment_is_held_with_its_rule_and_the_officer_is_told_once(world):
    ann = make_officer(world.registry).actor
    world.registry.desk.rounds.choose_address(ann, "ann@example.org", world.settings.language)
    photo = world.photo()
    post = world.scheduled(photo)
    world.withdraw_photo(photo)
    world.later()
    (delivery,) = world.deliveries(post)
    assert (world.state(post), delivery.code, delivery.rules) == (PostState.HELD, Held.VERDICT, ["standing"])
    assert world.files() == []
    world.later()
    letters = [one for one in world.letters() if "berichten" in one]
    assert len(letters) == 1
    assert "Feest" not in letters[0]
    assert [entry.detail for entry in logged(world, AuditEvent.POST_HELD)] == [{"held": 1, "of": 1}]


def test_a_held_post_goes_out_after_all_when_it_is_scheduled_again_and_what_was_sent_is_not_sent_twice(world):
    good, bad = world.photo(), world.photo()
    post = world.scheduled(good, bad)
    world.withdraw_photo(bad)
    world.later()
    assert len(world.files()) == 1
    with world.registry.database.transaction() as session:
        from registry.intake.records import Photo

        session.get_one(Photo, bad).state = "analysed"
    world.posts.schedule(OFFICER, post.id, world.clock.now() + HOUR)
    world.later()
    assert world.state(post) is PostState.SENT
    assert len(world.copies()) == 2


def test_a_worker_that_comes_a_day_too_late_holds_the_post(world):
    post = world.scheduled(world.photo())
    world.later(timedelta(hours=26))
    assert (world.state(post), world.deliveries(post)[0].code) == (PostState.HELD, Held.TOO_LATE)


def test_a_channel_that_cannot_be_reached_is_tried_again_and_then_the_post_is_held(world):
    root = world.registry.channels["website"].root
    post = world.scheduled(world.photo())
    away = root.with_name("away")
    root.rename(away)
    world.later()
    assert world.state(post) is PostState.SCHEDULED
    away.rename(root)
    for _ in range(4):
        world.later(timedelta(minutes=10))
        for copy_id in world.registry.publication.unsettled():
            world.registry.publication.settle(copy_id)
    assert world.state(post) is PostState.SENT
    assert len(world.files()) == 1


def test_a_post_without_photos_or_channels_or_in_the_past_is_refused(world):
    photo = world.photo()
    for new in (world.new(), world.new(photo, channels=())):
        with pytest.raises(PostEmpty):
            world.posts.write(OFFICER, new)
    with pytest.raises(MomentPast):
        world.draft(photo, after=-HOUR)


def test_a_post_with_a_party_name_cannot_be_scheduled_and_the_place_is_shown(world):
    post = world.draft(world.photo(), caption="Samen met het Vlaams Belang")
    foreseen = world.posts.foresee(OFFICER, post.id)
    assert [(reason.rule, reason.value) for reason in foreseen.against] == [("party-names", "caption")]
    assert foreseen.asked == ()
    with pytest.raises(PostNotReady):
        world.posts.schedule(OFFICER, post.id)


def test_an_everyday_word_that_is_a_party_name_goes_out_once_an_officer_says_why(world):
    post = world.draft(world.photo(), caption="Groen licht voor het park")
    assert world.posts.foresee(OFFICER, post.id).asked == ("party-names",)
    with pytest.raises(PostNotReady):
        world.posts.schedule(OFFICER, post.id)
    with pytest.raises(ReasonMissing):
        world.posts.decide(OFFICER, post.id, "party-names", "  ")
    with pytest.raises(Forbidden):
        world.posts.decide(PHOTOGRAPHER, post.id, "party-names", "groen is een kleur")
    with pytest.raises(PostNotReady):
        world.posts.decide(OFFICER, post.id, "consent", "omdat het kan")
    world.posts.decide(OFFICER, post.id, "party-names", "groen is hier een kleur")
    world.posts.schedule(OFFICER, post.id)
    world.later()
    assert world.state(post) is PostState.SENT
    assert [entry.detail for entry in logged(world, AuditEvent.POST_DECIDED)] == [{"rule": "party-names"}]
    world.registry.publication.enforce_all()
    assert len(world.files()) == 1


def test_a_post_in_doubt_waits_for_the_college_and_goes_on_only_when_it_said_yes(world):
    doubt = {"initiative": Initiative.THIRD_PARTY, "answers": {"within-policy": "yes"}}
    yes, no = world.draft(world.photo(), **doubt), world.draft(world.photo(), **doubt)
    for post in (yes, no):
        with pytest.raises(PostNotReady):
            world.posts.schedule(OFFICER, post.id)
        world.posts.ask_college(OFFICER, post.id)
        with pytest.raises(PostChanged):
            world.posts.schedule(OFFICER, post.id)
    assert len(world.posts.all(OFFICER, (PostState.AT_COLLEGE,))) == 2
    with pytest.raises(ReasonMissing):
        world.posts.record_college(OFFICER, yes.id, approved=True, decided_on=date(2026, 6, 1), decision=" ")
    world.posts.record_college(OFFICER, yes.id, approved=True, decided_on=date(2026, 6, 1), decision="2026_CBS_1")
    world.posts.record_college(OFFICER, no.id, approved=False, decided_on=date(2026, 6, 1), decision="2026_CBS_2")
    world.posts.schedule(OFFICER, yes.id)
    with pytest.raises(PostChanged):
        world.posts.schedule(OFFICER, no.id)
    assert [entry.detail for entry in logged(world, AuditEvent.COLLEGE_DECIDED)] == [
        {"approved": True},
        {"approved": False},
    ]


def test_a_cancelled_post_does_not_go_out(world):
    post = world.scheduled(world.photo())
    world.posts.cancel(OFFICER, post.id)
    world.later()
    assert world.files() == []
    with pytest.raises(PostChanged):
        world.posts.cancel(OFFICER, post.id)


def test_a_planned_post_that_is_moved_goes_out_at_its_new_moment_also_when_the_worker_just_found_it_due(world):
    post = world.scheduled(world.photo())
    world.clock.advance(HOUR)
    assert list(world.office.sending.due()) == [post.id]
    world.posts.move(OFFICER, post.id, world.clock.now() + HOUR)
    world.office.sending.send(post.id)
    assert (world.files(), world.state(post)) == ([], PostState.SCHEDULED)
    world.later()
    assert (len(world.files()), world.state(post)) == (1, PostState.SENT)
    with pytest.raises(PostChanged):
        world.posts.move(OFFICER, post.id, world.clock.now() + HOUR)


def test_a_planned_post_stays_at_its_moment_when_something_stands_in_the_way_at_the_other(world):
    sport = world.alderman("Els Sport", party="Rood", domains=("sport",))
    world.clock.set(datetime(2030, 6, 29, 10, tzinfo=UTC))
    post = world.scheduled(world.photo(colours=("red",), members=[sport]), domain="sport")
    inside = datetime(2030, 7, 5, 10, tzinfo=UTC)
    with pytest.raises(PostNotReady):
        world.posts.move(OFFICER, post.id, inside)
    with pytest.raises(MomentPast):
        world.posts.move(OFFICER, post.id, world.clock.now() - HOUR)
    kept = world.posts.one(OFFICER, post.id).post
    assert (kept.state, kept.send_at) == (PostState.SCHEDULED, post.send_at)
    assert world.posts.foresee(OFFICER, post.id, inside).asked == ("quiet-period",)
    assert world.posts.foresee(OFFICER, post.id).asked == ()


def test_a_planned_post_is_taken_back_to_change_its_words_and_then_waits_to_be_planned_anew(world):
    photo = world.photo()
    post = world.scheduled(photo)
    world.posts.take_back(OFFICER, post.id)
    world.posts.reword(OFFICER, post.id, caption="Feest in het park", domain=None, alt_texts={photo: "Een park"})
    world.later()
    assert (world.files(), world.state(post)) == ([], PostState.DRAFT)
    assert len(logged(world, AuditEvent.POST_TAKEN_BACK)) == 1
    world.posts.schedule(OFFICER, post.id, world.clock.now() + HOUR)
    world.later()
    with world.registry.database.reading() as session:
        assert [row.caption for row in session.exec(select(PublishedWords))] == ["Feest in het park"]


def test_a_planned_post_of_which_something_is_under_way_is_neither_moved_nor_taken_back(world):
    root = world.registry.channels["website"].root
    post = world.scheduled(world.photo())
    root.rename(root.with_name("away"))
    world.later()
    with pytest.raises(PostChanged):
        world.posts.move(OFFICER, post.id, world.clock.now() + HOUR)
    with pytest.raises(PostChanged):
        world.posts.take_back(OFFICER, post.id)


def test_a_photo_of_the_wrong_alderman_needs_a_reason_and_the_right_one_does_not(world):
    sport = world.alderman("Els Sport", party="Rood", domains=("sport",))
    wrong = world.draft(world.photo(colours=("red",), members=[sport]), domain="cultuur")
    assert world.posts.foresee(OFFICER, wrong.id).asked == ("competent-member",)
    right = world.draft(world.photo(colours=("red",), members=[sport]), domain="sport")
    foreseen = world.posts.foresee(OFFICER, right.id)
    assert foreseen.asked == ()
    assert [reason.rule for reason in foreseen.remarks] == ["several-members"]
    world.posts.schedule(OFFICER, right.id)
    world.posts.decide(OFFICER, wrong.id, "competent-member", "de schepen is ziek")
    world.posts.schedule(OFFICER, wrong.id)
    world.later()
    assert len(world.files()) == 2
    world.registry.publication.enforce_all()
    assert len(world.files()) == 2


def test_a_post_that_worsens_the_balance_waits_for_a_reason(world):
    sport, culture = (world.alderman(name, party=name, domains=("sport",)) for name in ("Els", "Jan"))
    for _ in range(8):
        world.registry.publication.publish(OFFICER, world.photo(colours=("red",), members=[sport]), "website")
    again = world.draft(world.photo(colours=("red",), members=[sport]), domain="sport")
    other = world.draft(world.photo(colours=("red",), members=[culture]), domain="sport")
    assert world.posts.foresee(OFFICER, other.id).asked == ()
    foreseen = world.posts.foresee(OFFICER, again.id)
    assert foreseen.asked == ("balance",)
    assert {count.who for count in foreseen.worsened} >= {sport.id, "Els"}
    with pytest.raises(PostNotReady):
        world.posts.schedule(OFFICER, again.id)
    world.posts.decide(OFFICER, again.id, "balance", "zij opent de sporthal")
    assert world.posts.schedule(OFFICER, again.id).state is PostState.SCHEDULED
    period = world.office.college.window()
    assert world.office.college.balance(OFFICER, period).photos == 8
    assert world.office.college.balance(OFFICER, replace(period, channel="facebook")).photos == 0


def test_words_that_change_take_the_decision_on_the_earlier_ones_with_them(world):
    photo = world.photo()
    post = world.draft(photo, caption="Groen licht")
    world.posts.decide(OFFICER, post.id, "party-names", "een kleur")
    world.posts.reword(OFFICER, post.id, caption="Groen komt langs", domain=None, alt_texts={photo: "Een stoet"})
    assert world.posts.foresee(OFFICER, post.id).asked == ("party-names",)
    world.posts.reword(OFFICER, post.id, caption="Een stoet", domain=None, alt_texts={})
    assert world.posts.schedule(OFFICER, post.id).state is PostState.SCHEDULED
    with pytest.raises(PostChanged):
        world.posts.reword(OFFICER, post.id, caption="x", domain=None, alt_texts={})


def test_a_post_planned_into_a_quiet_period_is_judged_by_the_day_it_goes_out(world):
    sport = world.alderman("Els Sport", party="Rood", domains=("sport",))
    world.clock.set(datetime(2030, 6, 29, 10, tzinfo=UTC))
    photo = world.photo(colours=("red",), members=[sport])
    before = world.draft(photo, domain="sport", after=timedelta(hours=35))  # 30 June, 23:00 in Brussels
    inside = world.draft(photo, domain="sport", after=timedelta(hours=36, minutes=1))  # 1 July, 00:01
    assert world.posts.foresee(OFFICER, before.id).asked == ()
    assert world.posts.foresee(OFFICER, inside.id).asked == ("quiet-period",)


def test_an_erased_photos_post_is_blanked_and_held(world):
    from registry.posts.service import erase_rows

    photo, other = world.photo(), world.photo()
    post = world.scheduled(photo, other)
    with world.registry.database.transaction() as session:
        erase_rows(session, photo)
    view = world.posts.one(OFFICER, post.id)
    assert (view.post.caption, [one.alt_text for one in view.photos]) == ("", [""])
    world.later()
    assert world.state(post) is PostState.HELD
    assert {row.photo_id: row.code for row in world.deliveries(post)}[photo] == Held.PHOTO_GONE
