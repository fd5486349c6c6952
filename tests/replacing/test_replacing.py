"""Hiding instead of destroying: there before, unknown and gone after, in every place; real photos, real services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image
from replacing.town import CAPTION, OFFICER, PLACE, far_off
from sqlmodel import SQLModel, select

from registry.access.permissions import Actor, Forbidden, Role
from registry.copies.states import CopyKind, CopyState
from registry.erasure.errors import PlanChanged
from registry.erasure.states import ErasureReason
from registry.intake.outcomes import Suppressed
from registry.intake.states import PhotoState
from registry.mending.figures import shipped_figures
from registry.mending.recipe import Recipe
from registry.mending.states import MendState
from registry.mending.states import Way as Hiding
from registry.proof.verification import Genuine, verify
from registry.publication import words
from registry.publication.words import NO_WORDS
from registry.removal.putting_records import TakenDown
from registry.removal.states import PutBackState, RequestedPhotoState, RequestState, Wish
from registry.replacing.errors import AnotherAsks, FaceNotChosen, HidingNotAgreed, ReplacementUnknown, StillKnown
from registry.replacing.states import ReplacementState
from registry.withdrawal.states import Choice


def test_a_hidden_face_then_is_nowhere_any_more_and_the_others_stand_in_the_photos_place(town, of_two, astronaut):
    photo_id, (_, jo) = of_two(town, astronaut)
    town.publish(photo_id)
    (before,) = town.standing()
    published = before.read_bytes()
    (els_face, jo_face), shown = town.seen_in(published)
    old_copies = {copy.id for copy in town.copies(photo_id)}
    assert len(old_copies & set(town.registry.vault.blobs())) == 2

    request, token = town.ask(photo_id)
    assert town.standing() == []
    assert town.registry.replacing.offers(OFFICER, request.id)[photo_id].places == (PLACE,)
    left, _ = town.faces(photo_id)
    town.accept(request, photo_id, left.number)
    version = town.version_of(request, photo_id)
    assert town.registry.putting_back.tend() == 1

    (after,) = town.standing()
    (seen,), now_shown = town.seen_in(after.read_bytes())
    assert seen.box.x > els_face.box.x + els_face.box.width
    assert town.alike(shown, shown, els_face) > 0.99
    assert town.alike(now_shown, shown, els_face) < shipped_figures().check_likeness
    assert town.alike(now_shown, shown, jo_face) > 0.9
    assert town.photo(photo_id).state is PhotoState.ERASED
    assert {copy.state for copy in town.copies(photo_id)} == {CopyState.GONE_VERIFIED}
    assert town.registry.keyring.is_destroyed(photo_id)
    blobs = set(town.registry.vault.blobs())
    assert not old_copies & blobs
    assert {copy.id for copy in town.copies(version) if copy.kind is not CopyKind.PUBLISHED} <= blobs
    assert {person for person, _ in town.people_in(version)} == {jo.person_id}
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.DONE
    assert town.registry.removal.status(token).kept == (town.photo(version).reference,)


def every_column(town):
    with town.registry.database.engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        return "\n".join(repr(tuple(row)) for table in tables for row in connection.execute(sa.select(table)))


def test_words_that_may_name_the_person_then_do_not_come_with_the_version(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    town.publish(photo_id)
    request, _ = town.ask(photo_id)
    assert {CAPTION, "Els-Maes.jpg"} <= {word for word in (CAPTION, "Els-Maes.jpg") if word in every_column(town)}
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    assert town.registry.putting_back.tend() == 1
    columns = every_column(town)
    assert CAPTION not in columns
    assert "Els-Maes.jpg" not in columns


def test_words_that_are_still_in_the_register_then_do_not_come_with_the_version_either(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    old_copy = town.publish(photo_id)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    town.queue._work = replace(town.queue._work, erase=lambda _: None)  # the rows are not wiped yet
    (replacement_id,) = town.registry.replacing.unfinished()
    town.registry.replacing.run(replacement_id)
    assert town.registry.putting_back.tend() == 1
    (new_copy,) = (c.id for c in town.copies(town.version_of(request, photo_id)) if c.kind is CopyKind.PUBLISHED)
    with town.registry.database.reading() as session:
        assert words.of_copy(session, old_copy).caption == CAPTION
        assert words.of_copy(session, new_copy) == NO_WORDS


def test_the_certificate_and_the_letters_then_say_what_was_destroyed_and_what_stays(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    request, token = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    kept = town.photo(town.version_of(request, photo_id)).reference
    erasure_id = town.registry.removal.request(OFFICER, request.id).photos[0].erasure_id
    finding = verify(town.registry.erasure.certificate_file(OFFICER, erasure_id, "json"))
    assert isinstance(finding, Genuine)
    assert finding.content["replaced_by"] == kept
    assert finding.content["complete"]
    assert isinstance(verify(town.registry.erasure.certificate_file(OFFICER, erasure_id, "pdf")), Genuine)
    status = town.registry.removal.status(token)
    assert (status.hides, status.kept, status.erased) == (True, (kept,), 1)
    town.registry.removal.send_due_letters()
    accepted, done = town.letters()[-2:]
    assert "onherkenbaar" in accepted
    assert kept in done


def test_hiding_nobody_agreed_to_then_is_refused_and_nothing_is_decided(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id, wish=Wish.DESTROY)
    assert town.registry.replacing.offers(OFFICER, request.id) == {}
    with pytest.raises(HidingNotAgreed):
        town.accept(request, photo_id, town.faces(photo_id)[0].number)
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.RECEIVED
    assert town.photo(photo_id).state is PhotoState.RESTRICTED


def test_hiding_by_whoever_may_not_decide_then_is_refused(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id)
    chosen = {photo_id: town.hidden(photo_id, town.faces(photo_id)[0].number)}
    for role in (Role.PHOTOGRAPHER, Role.SYSTEM):
        with pytest.raises(Forbidden):
            town.registry.replacing.accept(Actor(user_id=None, role=role), request.id, request.version, chosen)


@pytest.mark.parametrize("which", [(), (1,)])
def test_hiding_that_leaves_out_a_face_of_whoever_withdrew_then_is_refused(town, of_two, astronaut, which):
    photo_id, (els, _) = of_two(town, astronaut)
    town.registry.withdrawal.take_back(els.receipt_token, Choice.ERASE, hiding_is_enough=True)
    (request,) = town.registry.removal.requests(OFFICER)
    left, right = town.faces(photo_id)
    assert town.registry.replacing.offers(OFFICER, request.id)[photo_id].theirs == (left.number,)
    with pytest.raises(FaceNotChosen):
        town.accept(request, photo_id, *[right.number for _ in which])
    town.accept(request, photo_id, left.number)
    (erasure,) = town.registry.erasure.erasures(OFFICER)
    assert erasure.reason is ErasureReason.WITHDRAWAL
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.DONE


def nothing_passes(town):
    """Have the check find every version alike to what was hidden."""
    figures = replace(shipped_figures(), check_likeness=-1.0)
    town.registry.mending._figures = figures


def test_a_version_that_fails_its_check_then_decides_nothing_and_keeps_nothing(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id)
    blobs = set(town.registry.vault.blobs())
    nothing_passes(town)
    with pytest.raises(StillKnown):
        town.accept(request, photo_id, town.faces(photo_id)[0].number)
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.RECEIVED
    assert set(town.registry.vault.blobs()) == blobs


def test_a_version_that_fails_its_check_at_the_worker_then_waits_for_the_officer_who_destroys_the_photo(
    slow_town, of_two, astronaut
):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    request, token = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    (replacement_id,) = town.registry.replacing.unfinished()
    with pytest.raises(ReplacementUnknown):
        town.registry.replacing.destroy_instead(OFFICER, replacement_id)
    nothing_passes(town)
    town.registry.replacing.run(replacement_id)
    assert town.becoming_of(request, photo_id) is ReplacementState.FAILED
    assert town.registry.replacing.unfinished() == []
    assert town.photo(photo_id).state is PhotoState.RESTRICTED
    assert town.registry.removal.status(token).hides
    town.registry.replacing.destroy_instead(OFFICER, replacement_id)
    assert town.photo(photo_id).state is PhotoState.ERASED
    status = town.registry.removal.status(token)
    assert (status.state, status.hides, status.kept) == (RequestState.DONE, False, ())
    with pytest.raises(ReplacementUnknown):
        town.registry.replacing.destroy_instead(OFFICER, replacement_id)


def test_a_plan_that_changed_since_it_was_seen_then_stops_the_decision(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    town.publish(photo_id)
    seen = {photo_id: town.registry.erasure.dry_run(OFFICER, photo_id).digest}
    request, _ = town.ask(photo_id)
    hide = {photo_id: town.hidden(photo_id, town.faces(photo_id)[0].number)}
    with pytest.raises(PlanChanged):  # the published copy came down meanwhile
        town.registry.replacing.accept(OFFICER, request.id, request.version, hide, seen)
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.RECEIVED
    seen = {photo_id: town.registry.erasure.dry_run(OFFICER, photo_id).digest}
    town.registry.replacing.accept(OFFICER, request.id, request.version, hide, seen)
    assert town.registry.removal.request(OFFICER, request.id).state is RequestState.ACCEPTED


def test_a_photo_another_request_is_about_then_is_not_replaced(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id)
    town.ask(photo_id, email="jo.claes@example.org")
    with pytest.raises(AnotherAsks):
        town.accept(request, photo_id, town.faces(photo_id)[0].number)


def test_a_request_that_comes_while_a_face_is_being_hidden_then_blocks_the_version(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    town.publish(photo_id)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    second, _ = town.ask(photo_id, email="jo.claes@example.org", wish=Wish.DESTROY)
    (replacement_id,) = town.registry.replacing.unfinished()
    town.registry.replacing.run(replacement_id)
    version = town.version_of(request, photo_id)
    assert town.registry.putting_back.tend() == 0
    assert town.standing() == []
    assert town.photo(version).state is PhotoState.RESTRICTED
    second = town.registry.removal.request(OFFICER, second.id)
    assert second.state is RequestState.RECEIVED
    assert {each.photo_id: each.state for each in second.photos} == {
        photo_id: RequestedPhotoState.ERASED,
        version: RequestedPhotoState.RESTRICTED,
    }
    town.registry.removal.accept(OFFICER, second.id, second.version)
    assert town.photo(version).state is PhotoState.ERASED
    assert not {copy.id for copy in town.copies(version)} & set(town.registry.vault.blobs())


def test_a_photo_destroyed_whole_after_its_version_was_made_then_takes_the_version_along(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    (replacement_id,) = town.registry.replacing.unfinished()
    assert town.registry.replacing.advance(replacement_id)
    version = town.version_of(request, photo_id)
    assert town.photo(version).state is not PhotoState.ERASED
    town.registry.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)
    town.registry.replacing.run(replacement_id)
    assert town.becoming_of(request, photo_id) is ReplacementState.DESTROYED
    assert town.photo(version).state is PhotoState.ERASED
    assert not {copy.id for copy in town.copies(version)} & set(town.registry.vault.blobs())


def test_a_photo_destroyed_whole_before_its_version_was_made_then_has_none(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    (replacement_id,) = town.registry.replacing.unfinished()
    town.registry.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)
    town.registry.replacing.run(replacement_id)
    assert town.becoming_of(request, photo_id) is ReplacementState.DESTROYED
    assert town.version_of(request, photo_id) is None
    assert town.registry.removal.request(OFFICER, request.id).photos[0].state is RequestedPhotoState.ERASED


def test_the_other_person_when_hidden_later_then_is_hidden_in_the_version_although_its_looks_are_refused(
    town, astronaut
):
    photo_id = town.take_in(town.event(), far_off(astronaut))
    first, _ = town.ask(photo_id)
    left, _ = town.faces(photo_id)
    town.accept(first, photo_id, left.number)
    version = town.version_of(first, photo_id)
    screenshot = town.registry.intake.large(OFFICER, version)
    again = town.registry.intake.receive(
        OFFICER, event_id=town.photo(version).event_id, file_name="again.jpg", data=screenshot
    )
    assert isinstance(again, Suppressed), "what looks like the photo is refused at intake"
    second, _ = town.ask(version, email="jo.claes@example.org")
    (right,) = town.faces(version)
    town.accept(second, version, right.number)
    last = town.version_of(second, version)
    assert town.photo(last).state is PhotoState.ANALYSED
    assert town.faces(last) == []
    assert town.photo(version).state is PhotoState.ERASED


def test_a_photo_with_a_face_hidden_before_then_keeps_it_hidden_in_the_version(town, of_two, astronaut):
    photo_id, _ = of_two(town, astronaut)
    left, right = town.faces(photo_id)
    side = max(town.photo(photo_id).width, town.photo(photo_id).height)
    recipe = Recipe(faces=(right.number,), way=Hiding.SOLID, keep=None, long_side=side)
    assert town.registry.mending.make(OFFICER, photo_id, recipe).state is MendState.READY
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, left.number)
    assert town.faces(town.version_of(request, photo_id)) == []


def test_a_place_where_the_photo_still_stands_then_does_not_get_the_version_yet(slow_town, of_two, astronaut):
    town = slow_town
    photo_id, _ = of_two(town, astronaut)
    town.publish(photo_id)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, town.faces(photo_id)[0].number)
    with town.registry.database.transaction() as session:  # as if its removal had not been finished
        taken = session.exec(select(TakenDown)).one()
        copy = next(c for c in town.copies(photo_id) if c.id == taken.copy_id)
        copy.state = CopyState.REMOVING
        session.add(copy)
    (replacement_id,) = town.registry.replacing.unfinished()
    town.queue._work = replace(town.queue._work, erase=lambda _: None)
    town.registry.replacing.run(replacement_id)
    assert town.registry.putting_back.tend() == 0
    assert town.standing() == []
    (erasure_id,) = town.registry.erasure.due()
    town.registry.erasure.run(erasure_id)
    town.clock.advance(timedelta(minutes=11))
    assert town.registry.putting_back.tend() == 1
    assert len(town.standing()) == 1
    told = town.registry.putting_back.told(OFFICER, [town.version_of(request, photo_id)])
    assert [one.state for one in told] == [PutBackState.BACK]


def test_a_sweep_then_leaves_the_version_where_it_stands_and_takes_the_photo_that_came_back(town, astronaut):
    photo_id = town.take_in(town.event(), far_off(astronaut))
    left, right = town.faces(photo_id)
    request, _ = town.ask(photo_id)
    town.accept(request, photo_id, left.number, right.number)  # nobody is left, so that it may go out
    version = town.version_of(request, photo_id)
    town.publish(version)
    (standing,) = town.standing()
    came_back = standing.with_name("came-back.jpg")
    Image.fromarray(far_off(astronaut)).resize((800, 600)).save(came_back, quality=85)
    town.clock.advance(timedelta(days=2))
    town.registry.sweeps.run(town.registry.sweeps.start(OFFICER, PLACE).id)
    assert town.standing() == [standing]
    assert {copy.locator for copy in town.copies(photo_id)} >= {came_back.name}
    town.clock.advance(timedelta(days=1))
    town.registry.sweeps.run(town.registry.sweeps.start(OFFICER, PLACE).id)
    assert town.standing() == [standing], "a second sweep compares anew what it knows"
    assert {copy.state for copy in town.copies(photo_id)} == {CopyState.GONE_VERIFIED}
    assert town.photo(version).state is PhotoState.ANALYSED
