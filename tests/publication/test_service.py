from datetime import timedelta
from uuid import uuid4

import pytest
from publication.world import LEASE, OFFICER, picture
from sqlmodel import select

from registry.channels.errors import ChannelUnknown
from registry.channels.memory import Mischief
from registry.consent.records import Appearance, Origin, Person
from registry.consent.states import PersonKind
from registry.copies.states import CopyKind, CopyState
from registry.intake.states import PhotoState
from registry.proof.records import AuditEntry
from registry.publication.errors import CopyUnknown, SideUnusable
from registry.publication.outcomes import NotNow, NotPublished, Published, Unreadable
from registry.vault.errors import BlobMissing


def test_a_photo_that_may_go_out_stands_in_the_channel_with_a_row(world, photo_id):
    outcome = world.publication.publish(OFFICER, photo_id, "website")
    (copy,) = world.published_copies(photo_id)
    (file,) = world.files()
    assert outcome == Published(copy_id=copy.id, urls=(f"https://x.test/{file.name}",), is_new=True)
    assert (copy.state, copy.place, copy.locator) == (CopyState.PRESENT, "website", file.name)
    assert (copy.width, copy.height) == (1000, 667)
    assert copy.content_mac == world.content_mac(file.read_bytes())
    assert file.name.startswith(f"{world.intake.photo(OFFICER, photo_id).reference}-1000-")


def test_nothing_personal_is_in_the_published_file(world, photo_id):
    original = world.intake.bytes_of(photo_id)
    world.publication.publish(OFFICER, photo_id, "website")
    (file,) = world.files()
    for secret in (b"Annelies", b"SERIAL-4711", b"Piet"):
        assert secret in original
        assert secret not in file.read_bytes() + file.name.encode()


def test_what_is_judged_is_the_rendition_that_goes_out_and_the_channels_purpose(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "website", long_side=640)
    assert {(use.purpose, use.long_side) for use in world.judge.uses} == {("website", 640)}


def test_a_small_original_is_judged_at_its_own_size(world, event_id):
    photo_id = world.take_in(event_id, picture(seed=3, size=(500, 400)))
    world.publication.publish(OFFICER, photo_id, "website")
    assert world.judge.uses[-1].long_side == 500


def test_a_refused_photo_leaves_nothing_and_gives_its_reasons(world, photo_id):
    world.withdraw(photo_id)
    outcome = world.publication.publish(OFFICER, photo_id, "website")
    assert isinstance(outcome, NotPublished)
    assert outcome.verdict.reasons
    assert world.files() == []
    assert world.published_copies(photo_id) == []


def test_publishing_again_gives_the_copy_that_stands(world, photo_id):
    first = world.publication.publish(OFFICER, photo_id, "website")
    again = world.publication.publish(OFFICER, photo_id, "website")
    assert (again.copy_id, again.is_new) == (first.copy_id, False)
    assert len(world.files()) == 1


def test_what_an_event_has_cleared_is_published_and_the_rest_is_not(world, event_id):
    analysed = [world.take_in(event_id, picture(seed=n)) for n in (1, 2)]
    waiting = world.take_in(event_id, picture(seed=3))
    world.set_state(waiting, PhotoState.RESTRICTED)
    outcomes = world.publication.publish_cleared(OFFICER, event_id, "website")
    assert set(outcomes) == set(analysed)
    assert len(world.files()) == 2


def test_a_photo_whose_file_is_lost_stops_none_of_the_others(world, event_id):
    lost, sound = (world.take_in(event_id, picture(seed=n)) for n in (1, 2))
    (original,) = (copy for copy in world.copies(lost) if copy.kind is CopyKind.ORIGINAL)
    world.vault.remove(original.id)
    outcomes = world.publication.publish_cleared(OFFICER, event_id, "website")
    assert outcomes[lost] == Unreadable(code=BlobMissing.code)
    assert isinstance(outcomes[sound], Published)
    assert len(world.files()) == 1


def test_the_copys_row_is_committed_before_its_bytes_are_put(world, photo_id):
    seen = []

    def look_at_the_ledger():
        (copy,) = world.published_copies(photo_id)
        seen.append((copy.state, len(world.social.items)))

    world.channels["social"] = Interrupted(world.social, before=look_at_the_ledger)
    world.publication.publish(OFFICER, photo_id, "social")
    assert seen == [(CopyState.PLANNED, 0)]


class Interrupted:
    """A channel at which something happens just before, or just after, the bytes are put."""

    def __init__(self, channel, *, before=None, after=None):
        self._channel, self._before, self._after = channel, before, after

    def publish(self, parcel):
        if self._before:
            self._before()
        outcome = self._channel.publish(parcel)
        if self._after:
            self._after()
        return outcome

    def __getattr__(self, name):
        return getattr(self._channel, name)


def test_a_withdrawal_before_the_gate_stops_the_publication(world, photo_id):
    calls = iter([None])

    def judge_then_withdraw(session, photo, use, judge=world.judge.__call__):
        verdict = judge(session, photo, use)
        if next(calls, "later") is None:
            session.close()
            world.withdraw(photo_id)
        return verdict

    world.publication._gate._judge = judge_then_withdraw
    outcome = world.publication.publish(OFFICER, photo_id, "social")
    assert isinstance(outcome, NotPublished)
    assert world.social.tally.publish == 0
    assert world.published_copies(photo_id) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_withdrawal_while_the_bytes_are_on_their_way_takes_them_down(world, photo_id, moment):
    world.channels["social"] = Interrupted(world.social, **{moment: lambda: world.withdraw(photo_id)})
    outcome = world.publication.publish(OFFICER, photo_id, "social")
    assert isinstance(outcome, NotPublished)
    assert world.social.tally.publish == 1
    assert world.social.items == {}
    (copy,) = world.published_copies(photo_id)
    assert copy.state is CopyState.GONE_VERIFIED


def test_a_withdrawal_after_the_publication_takes_it_down_by_the_persons_judging(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "social")
    person = uuid4()
    add_appearance(world, photo_id, person)
    assert len(world.social.items) == 1
    world.withdraw(photo_id)
    world.publication.rejudge(person)
    assert world.rejudged == [person]
    assert world.social.items == {}


def add_appearance(world, photo_id, person_id):
    now = world.clock.now()
    with world.database.transaction() as session:
        session.add(
            Person(id=person_id, display_name="Ann", search_name="ann", kind=next(iter(PersonKind)), created_at=now)
        )
        session.flush()
        session.add(Appearance(photo_id=photo_id, person_id=person_id, origin=Origin.CONFIRMED, at=now))


def test_judging_again_leaves_what_may_stand(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "website")
    world.publication.enforce_all()
    assert len(world.files()) == 1


def test_a_restricted_photo_is_taken_down(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "website")
    world.set_state(photo_id, PhotoState.RESTRICTED)
    world.publication.enforce(photo_id)
    assert world.files() == []


def test_a_photo_under_erasure_is_left_to_its_erasure(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "website")
    world.set_state(photo_id, PhotoState.ERASING)
    world.publication.enforce_all()
    assert len(world.files()) == 1
    assert world.publication.unsettled() == []


def test_a_channel_that_fails_leaves_nothing_there_and_says_so(world, photo_id):
    world.social.next_mischiefs.append(Mischief.DROP)
    outcome = world.publication.publish(OFFICER, photo_id, "social")
    assert isinstance(outcome, NotNow)
    assert outcome.code == "connection-lost"
    assert world.social.items == {}
    assert world.published_copies(photo_id)[0].state is CopyState.GONE_VERIFIED


def test_a_copy_that_could_not_be_taken_down_is_tried_again_with_growing_waits(world, photo_id):
    world.social.next_mischiefs.extend([Mischief.DROP, Mischief.FAIL, Mischief.FAIL])
    outcome = world.publication.publish(OFFICER, photo_id, "social")
    assert world.published_copies(photo_id)[0].state is CopyState.REMOVING
    assert world.publication.unsettled() == []
    world.clock.advance(timedelta(minutes=1))
    assert world.publication.unsettled() == [outcome.copy_id]
    world.publication.settle(outcome.copy_id)
    assert world.publication.unsettled() == []
    world.clock.advance(timedelta(hours=1))
    assert world.publication.settle(outcome.copy_id) is CopyState.GONE_VERIFIED
    assert world.social.items == {}


def test_a_publication_that_broke_off_is_settled_after_its_lease(world, photo_id):
    class Killed(BaseException):
        """Stands for a killed process: nothing after it runs."""

    def die():
        raise Killed

    world.channels["social"] = Interrupted(world.social, after=die)
    with pytest.raises(Killed):
        world.publication.publish(OFFICER, photo_id, "social")
    world.channels["social"] = world.social
    assert len(world.social.items) == 1
    assert world.publication.unsettled() == []
    world.clock.advance(LEASE)
    (copy_id,) = world.publication.unsettled()
    assert world.publication.settle(copy_id) is CopyState.GONE_VERIFIED
    assert world.social.items == {}


def test_a_publication_slower_than_its_lease_gives_way(world, photo_id):
    def settle_meanwhile():
        world.clock.advance(LEASE)
        (copy_id,) = world.publication.unsettled()
        world.publication.settle(copy_id)

    world.channels["social"] = Interrupted(world.social, before=settle_meanwhile)
    outcome = world.publication.publish(OFFICER, photo_id, "social")
    assert outcome.code == "overtaken"
    assert world.social.items == {}


def test_an_officer_takes_a_copy_down(world, photo_id):
    outcome = world.publication.publish(OFFICER, photo_id, "website")
    assert [copy.id for copy in world.publication.published(OFFICER, photo_id)] == [outcome.copy_id]
    assert world.publication.take_down(OFFICER, outcome.copy_id) is CopyState.GONE_VERIFIED
    assert world.publication.take_down(OFFICER, outcome.copy_id) is CopyState.GONE_VERIFIED
    assert world.files() == []
    assert world.publication.published(OFFICER, photo_id) == []


def test_only_published_copies_can_be_taken_down(world, photo_id):
    original = next(copy for copy in world.copies(photo_id) if copy.kind is CopyKind.ORIGINAL)
    for wrong in (original.id, uuid4()):
        with pytest.raises(CopyUnknown):
            world.publication.take_down(OFFICER, wrong)


def test_the_log_tells_what_went_out_and_what_was_refused_without_names(world, photo_id):
    world.publication.publish(OFFICER, photo_id, "website")
    world.withdraw(photo_id)
    world.publication.enforce_all()
    with world.database.reading() as session:
        entries = [e for e in session.exec(select(AuditEntry)) if e.event.value.startswith("publication:")]
    assert [entry.event.value for entry in entries] == [
        "publication:copy:planned",
        "publication:copy:published",
        "publication:copy:withdrawn",
    ]
    assert "Annelies" not in repr(entries)


def test_wrong_asks_are_refused(world, photo_id):
    world.social.capabilities = world.social.capabilities.__class__(
        removes=True, looks=True, lists=True, largest_side=800
    )
    with pytest.raises(ChannelUnknown):
        world.publication.publish(OFFICER, photo_id, "fax")
    with pytest.raises(SideUnusable):
        world.publication.publish(OFFICER, photo_id, "website", long_side=0)
    with pytest.raises(SideUnusable):
        world.publication.publish(OFFICER, photo_id, "social", long_side=801)
    assert isinstance(world.publication.publish(OFFICER, photo_id, "social"), Published)
    assert world.judge.uses[-1].long_side == 800
