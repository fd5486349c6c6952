"""Mending one photo, from the recipe to the channel and back, with the real services."""

from datetime import timedelta

import pytest
from publication.town import OFFICER, photo, seen_in
from sqlmodel import select

from registry.analysis.measures import Box
from registry.channels.memory import Mischief
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason
from registry.locale import Locale
from registry.mending.errors import CropUnusable, FaceUnknown, MendPublished, NothingToMend
from registry.mending.recipe import Recipe
from registry.mending.records import Mend, MendCheck, MendedCopy
from registry.mending.states import MendState, Trouble, Way
from registry.publication.outcomes import NotPublished, Published
from registry.review.records import Case
from registry.vault.errors import BlobMissing

BOTH = Recipe(faces=(1, 2), way=Way.BLUR, keep=None, long_side=640)
FIRST = Recipe(faces=(1,), way=Way.SOLID, keep=None, long_side=640)


def mended_copies(town, photo_id):
    with town.database.reading() as session:
        return [copy for copy in ledger.of_photo(session, photo_id) if copy.kind is CopyKind.MENDED]


def named(town, photo_id, number):
    """Add a person and say that this face is theirs."""
    person = town.consent.add_person(OFFICER, NewPerson(display_name=f"Person {number}"))
    with town.database.reading() as session:
        case = session.exec(select(Case).where(Case.photo_id == photo_id, Case.state == "open")).one()
    view = town.review.case_view(OFFICER, case.id)
    face = next(each.face for each in view.faces if each.face.number == number)
    town.review.name_face(OFFICER, case.id, face.id, person.id, expected_version=case.version)
    return person


def says(town, person, state):
    new = NewConsent(person_id=person.id, state=state, purposes=("website",), method=ConsentMethod.SIGNATURE)
    town.consent.record_consent(OFFICER, new)


def on_website(town):
    return [item.data for item in town.channels["website"].items.values()]


def test_what_goes_out_of_a_mended_photo_shows_no_hidden_face_and_has_a_row_first(town, photo_id):
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), NotPublished)
    mend = town.mending.make(OFFICER, photo_id, BOTH)
    assert (mend.state, mend.trouble) == (MendState.READY, None)
    (kept,) = mended_copies(town, photo_id)
    assert (kept.id, kept.state, kept.place) == (mend.copy_id, CopyState.PRESENT, "vault")
    assert seen_in(town.intake.bytes_of(photo_id)) == {"red", "green"}
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), Published)
    (data,) = on_website(town)
    assert seen_in(data) == set()


def test_nothing_of_the_originals_metadata_is_in_a_mended_copy(town, photo_id, monkeypatch):
    import pyexiv2

    image = pyexiv2.ImageData(photo(1))
    image.modify_exif({"Exif.Image.Artist": "Piet Fotograaf", "Exif.Photo.BodySerialNumber": "SERIAL-4711"})
    image.modify_xmp({"Xmp.iptcExt.PersonInImage": ["Annelies Verstappen"]})
    image.modify_iptc({"Iptc.Application2.Caption": "Annelies Verstappen"})
    image.modify_thumbnail(photo(1, colours=("blue",)))
    telling = image.get_bytes()
    image.close()
    monkeypatch.setattr(town.intake, "bytes_of", lambda _: telling)
    mend = town.mending.make(OFFICER, photo_id, BOTH)
    data = town.mending.bytes_of(mend.id)
    for secret in (b"Piet", b"SERIAL-4711", b"Annelies"):
        assert secret in telling
        assert secret not in data
    assert data.count(b"\xff\xd8\xff") == 1 < telling.count(b"\xff\xd8\xff")
    assert pyexiv2.ImageData(data).read_exif() == {}


def test_a_face_that_was_left_still_needs_its_owners_yes(town, photo_id):
    person = named(town, photo_id, 2)
    town.mending.make(OFFICER, photo_id, FIRST)
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), NotPublished)
    says(town, person, ConsentState.GIVEN)
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), Published)
    says(town, person, ConsentState.WITHDRAWN)
    assert on_website(town) == []


def test_a_refusal_of_someone_whose_face_is_hidden_takes_nothing_down(town, photo_id):
    hidden, shown = named(town, photo_id, 1), named(town, photo_id, 2)
    says(town, shown, ConsentState.GIVEN)
    town.mending.make(OFFICER, photo_id, FIRST)
    town.publication.publish(OFFICER, photo_id, "website")
    says(town, hidden, ConsentState.REFUSED)
    assert len(on_website(town)) == 1
    says(town, shown, ConsentState.REFUSED)
    assert on_website(town) == []


def test_a_mend_is_taken_back_before_publication_and_not_while_it_stands(town, photo_id):
    mend = town.mending.make(OFFICER, photo_id, BOTH)
    outcome = town.publication.publish(OFFICER, photo_id, "website")
    with pytest.raises(MendPublished):
        town.mending.undo(OFFICER, mend.id)
    town.publication.take_down(OFFICER, outcome.copy_id)
    assert town.mending.undo(OFFICER, mend.id).state is MendState.UNDONE
    (kept,) = mended_copies(town, photo_id)
    assert kept.state is CopyState.GONE_VERIFIED
    with pytest.raises(BlobMissing):
        town.vault.get(blob=kept.id, key=photo_id)
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), NotPublished)


def test_another_mend_takes_the_place_of_the_first(town, photo_id):
    first = town.mending.make(OFFICER, photo_id, FIRST)
    second = town.mending.make(OFFICER, photo_id, BOTH)
    assert town.mending.mended(OFFICER, photo_id).id == second.id
    states = {copy.id: copy.state for copy in mended_copies(town, photo_id)}
    assert states == {first.copy_id: CopyState.GONE_VERIFIED, second.copy_id: CopyState.PRESENT}


def test_a_check_that_fails_is_tried_once_more_and_then_refused_with_nothing_kept(town, photo_id, monkeypatch):
    engine = town.analysis.engine
    seen = engine.analyse(town.analysis.picture(photo_id))
    monkeypatch.setattr(engine, "analyse", lambda _: seen)  # a detector that sees through every cover
    mend = town.mending.make(OFFICER, photo_id, BOTH)
    assert (mend.state, mend.trouble, mend.copy_id) == (MendState.REFUSED, Trouble.FACE_FOUND, None)
    checks = town.mending.checks(OFFICER, mend.id)
    assert [(check.strength, check.trouble) for check in checks] == [(1, Trouble.FACE_FOUND), (2, Trouble.FACE_FOUND)]
    assert {(check.engine, check.engine_version) for check in checks} == {("squares", "1")}
    assert mended_copies(town, photo_id) == []


def test_erasing_the_photo_erases_its_mended_copies_and_all_that_is_known_of_them(town, photo_id):
    mend = town.mending.make(OFFICER, photo_id, BOTH)
    town.publication.publish(OFFICER, photo_id, "website")
    assert len(on_website(town)) == 1
    assert town.vault.present(mend.copy_id)
    town.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)
    assert on_website(town) == []
    assert not town.vault.present(mend.copy_id)
    with town.database.reading() as session:
        for table in (Mend, MendCheck, MendedCopy):
            assert session.exec(select(table)).all() == []


def test_other_faces_found_later_end_a_mend_and_take_down_what_shows_it(town, photo_id, monkeypatch):
    town.mending.make(OFFICER, photo_id, BOTH)
    town.publication.publish(OFFICER, photo_id, "website")
    engine = town.analysis.engine
    seen = engine.analyse(town.analysis.picture(photo_id))
    moved = [type(face)(**{**_values(face), "box": Box(x=5, y=5, width=30, height=30)}) for face in seen.faces[:1]]
    changed = type(seen)(**{**_values(seen), "faces": (*seen.faces, *moved), "engine_version": "2"})
    monkeypatch.setattr(engine, "analyse", lambda _: changed)
    monkeypatch.setattr(type(engine), "version", "2")
    town.analysis.analyse(photo_id)
    town.publication.enforce_all()
    assert on_website(town) == []
    assert isinstance(town.publication.publish(OFFICER, photo_id, "website"), NotPublished)


def _values(value):
    from dataclasses import fields

    return {field.name: getattr(value, field.name) for field in fields(value)}


def test_the_unmended_photo_makes_way_for_its_mended_copy_or_nothing_goes_out(town, photo_id):
    for number in (1, 2):
        says(town, named(town, photo_id, number), ConsentState.GIVEN)
    town.publication.publish(OFFICER, photo_id, "website")
    town.mending.make(OFFICER, photo_id, BOTH)
    town.channels["website"].next_mischiefs.append(Mischief.FAIL)
    town.publication.publish(OFFICER, photo_id, "website")
    assert [seen_in(data) for data in on_website(town)] == [{"red", "green"}]
    town.publication.settle(next(copy.id for copy in town.publication.published(OFFICER, photo_id)))
    town.publication.publish(OFFICER, photo_id, "website")
    assert [seen_in(data) for data in on_website(town)] == [set()]


def test_what_was_broken_off_is_given_up_and_its_bytes_destroyed(town, photo_id, clock, monkeypatch):
    def break_off(_actor, _mend_id):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(town.mending, "_confirm", break_off)
        with pytest.raises(KeyboardInterrupt):
            town.mending.make(OFFICER, photo_id, BOTH)
    (left,) = mended_copies(town, photo_id)
    assert left.state is CopyState.PLANNED
    assert town.vault.present(left.id)
    clock.advance(timedelta(hours=1))
    assert town.mending.tidy() == 1
    (left,) = mended_copies(town, photo_id)
    assert left.state is CopyState.GONE_VERIFIED
    assert not town.vault.present(left.id)


@pytest.mark.parametrize(
    ("recipe", "refusal"),
    [
        (Recipe(faces=(9,), way=Way.BLUR, keep=None, long_side=640), FaceUnknown),
        (Recipe(faces=(), way=Way.BLUR, keep=None, long_side=640), NothingToMend),
        (Recipe(faces=(), way=Way.BLUR, keep=Box(x=0, y=0, width=50, height=400), long_side=640), CropUnusable),
        (Recipe(faces=(), way=Way.BLUR, keep=Box(x=300, y=0, width=400, height=400), long_side=640), CropUnusable),
    ],
)
def test_a_recipe_that_does_not_fit_the_photo_is_refused(town, photo_id, recipe, refusal):
    with pytest.raises(refusal):
        town.mending.make(OFFICER, photo_id, recipe)


def test_a_restricted_photo_that_is_mended_stays_unpublished(town, photo_id):
    town.removal.submit_for(OFFICER, language=Locale.NL, photo_ids=(photo_id,))
    town.mending.make(OFFICER, photo_id, BOTH)
    town.publication.publish(OFFICER, photo_id, "website")
    assert on_website(town) == []


def test_a_crop_that_leaves_somebody_out_needs_only_the_others(town, photo_id):
    keep = Recipe(faces=(), way=Way.BLUR, keep=Box(x=200, y=0, width=440, height=420), long_side=640)
    shown = named(town, photo_id, 2)  # the face further right
    says(town, shown, ConsentState.GIVEN)
    town.mending.make(OFFICER, photo_id, keep)
    outcome = town.publication.publish(OFFICER, photo_id, "website")
    assert isinstance(outcome, Published)
    (data,) = on_website(town)
    assert len(seen_in(data)) == 1
