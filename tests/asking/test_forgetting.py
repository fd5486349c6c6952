"""Forgetting a person: present before, absent after, for the same values; what stays is ids, and sealed proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from asking.conftest import ADULT, POLICY, child
from asking.test_answering import all_rows
from consent.parts import OFFICER, PHOTOGRAPHER, portrait
from sqlmodel import SQLModel

from registry.access.errors import Forbidden
from registry.asking.errors import QuestionUnusable
from registry.asking.forgetting import PersonForgetting
from registry.asking.questions import NewAsk
from registry.consent.events import GENERAL, RECOGNITION, ConsentState
from registry.consent.identities import IdentityService
from registry.consent.persons import NewPerson
from registry.consent.records import Appearance, ConsentEvent, RecognitionTemplate
from registry.consent.states import Authority, Origin
from registry.proof.endings import Ending
from registry.vault.errors import KeyDestroyed

WORDS = (
    "Els Maes", "els@voorbeeld.be", "Elske Hoogmartens", "0470 99 88 77", "1980-04-05", "vonnis 4711", "Lou Maes",
    "contact@voorbeeld.be",
)  # fmt: skip


@pytest.fixture
def forgetting(desk) -> PersonForgetting:
    register = desk.register
    return PersonForgetting(
        database=register.database,
        clock=register.clock,
        vault=register.vault,
        keyring=register.keyring,
        recorder=register.recorder,
        templates=register.templates,
        jobs=register.queue,
        policy=POLICY,
        drop_exports=lambda: 0,
        note_forgotten=lambda person: register.endings.note(Ending.PERSON_FORGOTTEN, person, register.clock.now()),
    )


def every_column(database):
    with database.engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        ).replace("datetime.date(1980, 4, 5)", "1980-04-05")


def files_holding(folder, word):
    return [p for p in folder.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


@pytest.fixture
def els(desk):
    """Somebody with all the register can hold: two names, data, a photo, a template, a question, a ward, evidence."""
    register = desk.register
    first = desk.answer(desk.event_token(), replace(ADULT, name="Elske Hoogmartens"))
    identities = IdentityService(database=register.database, clock=register.clock, jobs=register.queue)
    data = NewPerson(
        display_name="Els Maes", email="els@voorbeeld.be", phone="0470 99 88 77", birth_date=date(1980, 4, 5)
    )
    identities.change(OFFICER, first.person_id, data)
    register.says(first.person_id, ConsentState.GIVEN, RECOGNITION)
    register.consent.enrol(OFFICER, first.person_id, portrait((9, 9, 200)))
    photo = register.photo(caption="Els Maes opent de kermis", regions=[{"name": "Els Maes"}, {"name": "Jan Claes"}])
    row = Appearance(photo_id=photo.id, person_id=first.person_id, origin=Origin.CONFIRMED, at=register.clock.now())
    with register.database.transaction() as session:
        session.add(row)
    ward = desk.answer(
        desk.event_token(), child(authority=Authority.GUARDIAN, mandate="vonnis 4711", signer="Voogd Onbekend")
    )
    identities.merge(OFFICER, first.person_id, _guardian_of(desk, ward.person_id))
    new = NewAsk(scope=GENERAL, purposes=("press",), person_id=first.person_id, contact="contact@voorbeeld.be")
    desk.asking.questions.of_person(OFFICER, new)
    return first, photo, ward


def _guardian_of(desk, minor_id):
    (event,) = [e for e in all_rows(desk, ConsentEvent) if e.person_id == minor_id]
    return event.signed_by


def test_a_person_when_forgotten_then_nothing_of_them_is_left_but_ids_and_sealed_proof(
    desk, forgetting, els, settings, request
):
    first, photo, ward = els
    before = every_column(desk.register.database)
    assert [word for word in WORDS if word not in before] == []

    plan = forgetting.look(OFFICER, first.person_id)
    assert every_column(desk.register.database) == before
    assert (plan.photos, plan.templates, plan.proofs_kept, plan.named_in) == (1, 1, 1, (photo.reference,))
    events = len(all_rows(desk, ConsentEvent))

    forgetting.forget(OFFICER, first.person_id)
    with desk.register.database.transaction() as session:
        session.get_one(type(photo), photo.id).caption = None  # what the plan said a person changes by hand
    forgetting.forget(OFFICER, ward.person_id)

    after = every_column(desk.register.database)
    assert [word for word in WORDS if word in after] == []
    assert "Jan Claes" in after
    if not request.config.getoption("--postgres"):
        assert [word for word in WORDS if files_holding(settings.home, word)] == []
    assert all_rows(desk, RecognitionTemplate) == all_rows(desk, Appearance) == []
    assert len(all_rows(desk, ConsentEvent)) > events
    assert photo.id in desk.register.queue.enforced
    with pytest.raises(QuestionUnusable):
        desk.asking.receipts.view(first.receipt_token)
    desk.asking.post.send_due()
    assert desk.mailer.to("contact@voorbeeld.be") == []


def test_the_proof_of_a_forgotten_person_when_its_time_is_over_then_is_destroyed_with_its_key(desk, forgetting, clock):
    answered = desk.answer(desk.event_token())
    plan = forgetting.forget(OFFICER, answered.person_id)
    (given, *_) = [e for e in all_rows(desk, ConsentEvent) if e.evidence_copy_id]
    assert desk.asking.evidence.of_event(OFFICER, given.id) is not None
    assert plan.proof_until == (clock.now() + POLICY.proof_kept).date()

    clock.advance(POLICY.proof_kept + timedelta(days=1))
    assert forgetting.tidy() == 1
    assert forgetting.tidy() == 0
    with pytest.raises(KeyDestroyed):
        desk.register.keyring.key(answered.person_id)
    assert given.evidence_copy_id not in set(desk.register.vault.blobs())
    assert forgetting.forgotten(OFFICER, answered.person_id).proof_gone_at == clock.now()


def test_forgetting_when_done_twice_then_changes_nothing_of_what_is_kept(desk, forgetting):
    answered = desk.answer(desk.event_token())
    first = forgetting.forget(OFFICER, answered.person_id)
    again = forgetting.forget(OFFICER, answered.person_id)
    assert (again.proof_until, again.proofs_kept) == (first.proof_until, first.proofs_kept)


def test_a_photographer_may_forget_nobody(desk, forgetting):
    person = desk.register.person()
    for deed in (forgetting.look, forgetting.forget):
        with pytest.raises(Forbidden):
            deed(PHOTOGRAPHER, person.id)
