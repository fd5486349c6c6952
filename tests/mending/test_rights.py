"""Whose photo may be mended by whom, asked of the services themselves."""

from datetime import date
from uuid import UUID

import pytest
from consent.parts import PHOTOGRAPHER
from publication.town import OFFICER, photo

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.charter.advice import RemedyKind
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.intake.errors import PhotoRestricted
from registry.locale import Locale
from registry.mending.errors import NotAnalysed, NotYoursToMend
from registry.mending.recipe import Recipe
from registry.mending.states import MendState, Way

COLLEAGUE = Actor(user_id=UUID(int=7), role=Role.PHOTOGRAPHER)
NOBODY = Actor(user_id=None, role=Role.PHOTOGRAPHER)
BOTH = Recipe(faces=(1, 2), way=Way.BLUR, keep=None, long_side=640)
SMALLER = Recipe(faces=(), way=Way.BLUR, keep=None, long_side=320)


@pytest.fixture
def own(town):
    """A photo the photographer brought in."""
    event = town.intake.create_event(
        PHOTOGRAPHER, name="Fair", place="Market", starts_on=date(2026, 5, 30), public=False, notice_shown=False
    )
    received = town.intake.receive(PHOTOGRAPHER, event_id=event.id, file_name="own.jpg", data=photo(99))
    town.review.assess(received.photo_id)
    return received.photo_id


def each_way(town, actor, photo_id):
    """The four things mending offers for a photo, each as a call."""
    return (
        lambda: town.advice.advise(actor, photo_id),
        lambda: town.mending.preview(actor, photo_id, BOTH),
        lambda: town.mending.make(actor, photo_id, BOTH),
    )


def test_a_photographer_mends_an_own_photo_and_takes_it_back(town, own):
    assert town.mending.may_mend(PHOTOGRAPHER, own)
    assert town.mending.preview(PHOTOGRAPHER, own, BOTH).startswith(b"\xff\xd8")
    mend = town.mending.make(PHOTOGRAPHER, own, BOTH)
    assert mend.state is MendState.READY
    assert town.mending.checks(PHOTOGRAPHER, mend.id)
    assert town.mending.undo(PHOTOGRAPHER, mend.id).state is MendState.UNDONE


@pytest.mark.parametrize("stranger", [COLLEAGUE, NOBODY])
def test_a_photographer_gets_nothing_of_mending_for_a_colleagues_photo(town, own, stranger):
    mend = town.mending.make(PHOTOGRAPHER, own, SMALLER)
    assert not town.mending.may_mend(stranger, own)
    for way in each_way(town, stranger, own):
        with pytest.raises(NotYoursToMend):
            way()
    with pytest.raises(NotYoursToMend):
        town.mending.undo(stranger, mend.id)
    with pytest.raises(NotYoursToMend):
        town.mending.checks(stranger, mend.id)
    assert town.mending.mended(OFFICER, own).id == mend.id


def test_a_role_without_the_permission_gets_nothing_even_of_an_own_photo(town, own, monkeypatch):
    from types import MappingProxyType

    from registry.access import permissions

    without = permissions.PERMISSIONS | {Role.PHOTOGRAPHER: frozenset({permissions.Permission.VIEW_PHOTOS})}
    monkeypatch.setattr(permissions, "PERMISSIONS", MappingProxyType(without))
    for way in each_way(town, PHOTOGRAPHER, own):
        with pytest.raises(Forbidden):
            way()


def test_what_an_officer_made_of_a_photo_is_not_replaced_nor_taken_back_by_its_photographer(town, own):
    mend = town.mending.make(OFFICER, own, BOTH)
    with pytest.raises(NotYoursToMend):
        town.mending.undo(PHOTOGRAPHER, mend.id)
    with pytest.raises(NotYoursToMend):
        town.mending.make(PHOTOGRAPHER, own, SMALLER)
    assert town.mending.mended(PHOTOGRAPHER, own).id == mend.id


def test_an_officer_who_mends_while_the_photographers_copy_is_written_keeps_the_last_word(town, own, monkeypatch):
    put, officers = town.vault.put, []

    def put_after_the_officer(**what):
        monkeypatch.setattr(town.vault, "put", put)
        officers.append(town.mending.make(OFFICER, own, BOTH))
        return put(**what)

    monkeypatch.setattr(town.vault, "put", put_after_the_officer)
    with pytest.raises(NotAnalysed):
        town.mending.make(PHOTOGRAPHER, own, SMALLER)
    assert town.mending.mended(OFFICER, own).id == officers[0].id


def test_an_officer_replaces_what_a_photographer_made(town, own):
    town.mending.make(PHOTOGRAPHER, own, SMALLER)
    mend = town.mending.make(OFFICER, own, BOTH)
    assert town.mending.mended(PHOTOGRAPHER, own).id == mend.id


def test_a_photo_somebody_asked_to_remove_is_not_its_photographers_to_mend(town, own):
    mend = town.mending.make(PHOTOGRAPHER, own, BOTH)
    town.removal.submit_for(OFFICER, language=Locale.NL, photo_ids=(own,))
    assert not town.mending.may_mend(PHOTOGRAPHER, own)
    assert town.mending.may_mend(OFFICER, own)
    for way in each_way(town, PHOTOGRAPHER, own):
        with pytest.raises(PhotoRestricted):
            way()
    with pytest.raises(PhotoRestricted):
        town.mending.undo(PHOTOGRAPHER, mend.id)


def test_advice_names_whom_to_ask_to_the_officer_only(town, own):
    person = town.consent.add_person(OFFICER, NewPerson(display_name="Ann Peeters"))
    case = next(line.case for line in town.review.queue(OFFICER) if line.case.photo_id == own)
    view = town.review.case_view(OFFICER, case.id)
    for version, each in enumerate(view.faces, start=case.version):
        who = person if each.face.number == 1 else town.consent.add_person(OFFICER, NewPerson(display_name="Bo Maes"))
        town.review.name_face(OFFICER, case.id, each.face.id, who.id, expected_version=version)
    agreed = NewConsent(
        person_id=person.id, state=ConsentState.GIVEN, purposes=("facebook",), method=ConsentMethod.SIGNATURE
    )
    town.consent.record_consent(OFFICER, agreed)
    asked = {
        actor.role: [each.ask for each in town.advice.advise(actor, own).suggestions if each.kind is RemedyKind.ASK]
        for actor in (OFFICER, PHOTOGRAPHER)
    }
    assert {one.display_name for one in asked[Role.OFFICER][0]} == {"Ann Peeters", "Bo Maes"}
    assert asked[Role.PHOTOGRAPHER] == [()]
