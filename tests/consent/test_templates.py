from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER, ColourEngine, encoding, portrait
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.charter.charter import RecognitionMode, Signature
from registry.consent.errors import (
    PersonUnknown,
    PictureUnfit,
    RecognitionNotAgreed,
    RecognitionOff,
    TooManyTemplates,
    TooYoungToMatch,
)
from registry.consent.events import RECOGNITION, TAKING, ConsentState
from registry.consent.records import RecognitionTemplate
from registry.consent.states import PersonKind
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import new_id
from registry.intake.errors import IntakeRefusal
from registry.vault.errors import KeyDestroyed, StoreUnavailable

RED = (200, 10, 10)


def copies(register, person_id) -> list[Copy]:
    with register.database.reading() as session:
        return [c for c in ledger.of_person(session, person_id) if c.kind is CopyKind.TEMPLATE]


def rows(register) -> list[RecognitionTemplate]:
    with register.database.reading() as session:
        return list(session.exec(select(RecognitionTemplate)))


def test_a_template_lies_in_the_vault_under_a_key_of_its_own_as_a_copy_of_the_ledger(register):
    person = register.enrolled(RED)

    (copy,) = copies(register, person.id)
    assert (copy.state, copy.place) == (CopyState.PRESENT, "vault")
    assert register.vault.get(blob=copy.id, key=copy.id) == encoding(RED).vector.tobytes()
    assert not register.keyring.exists(person.id)


def test_a_template_is_planned_and_committed_before_its_bytes_are_put(register, monkeypatch):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    seen = []
    put = register.vault.put

    def looking(*, blob, key, data):
        seen.append([(c.id, c.state) for c in copies(register, person.id)] == [(blob, CopyState.PLANNED)])
        put(blob=blob, key=key, data=data)

    monkeypatch.setattr(register.vault, "put", looking)
    register.consent.enrol(OFFICER, person.id, portrait(RED))

    assert seen == [True]


@pytest.mark.parametrize("purposes", [("website",), (TAKING,), ("website", "facebook")])
def test_enrolment_without_the_separate_recognition_consent_is_refused_and_leaves_nothing(register, purposes):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, *purposes)

    with pytest.raises(RecognitionNotAgreed):
        register.consent.enrol(OFFICER, person.id, portrait(RED))

    assert not copies(register, person.id)
    assert not list(register.vault.blobs())


def test_enrolment_when_the_recognition_consent_has_not_begun_is_refused(register):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION, valid_from=date(2026, 6, 2))

    with pytest.raises(RecognitionNotAgreed):
        register.consent.enrol(OFFICER, person.id, portrait(RED))


def test_enrolment_of_a_child_under_the_configured_age_is_refused(register):
    person = register.person(kind=PersonKind.MINOR, birth_date=date(2014, 1, 1))
    for signature in (Signature.OWN, Signature.GUARDIAN):
        register.says(person.id, ConsentState.GIVEN, RECOGNITION, signature=signature)

    with pytest.raises(TooYoungToMatch):
        register.consent.enrol(OFFICER, person.id, portrait(RED))


def test_enrolment_of_a_minor_without_a_birth_date_is_refused(register):
    person = register.person(kind=PersonKind.MINOR)
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)

    with pytest.raises(TooYoungToMatch):
        register.consent.enrol(OFFICER, person.id, portrait(RED))


def test_enrolment_when_recognition_is_off_is_refused(register):
    from dataclasses import replace

    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    register.templates._charter = replace(CHARTER, recognition=RecognitionMode.OFF)

    with pytest.raises(RecognitionOff):
        register.consent.enrol(OFFICER, person.id, portrait(RED))


def test_enrolment_by_a_photographer_is_forbidden(register):
    person = register.person()

    with pytest.raises(Forbidden):
        register.consent.enrol(PHOTOGRAPHER, person.id, portrait(RED))


def test_enrolment_of_nobody_is_refused(register):
    with pytest.raises(PersonUnknown):
        register.consent.enrol(OFFICER, new_id(), portrait(RED))


def test_enrolment_with_something_that_is_no_picture_is_refused(register):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)

    with pytest.raises(IntakeRefusal):
        register.consent.enrol(OFFICER, person.id, b"PK\x03\x04 a zip")


def test_enrolment_with_an_unfit_picture_says_what_to_do_and_keeps_nothing(register):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    register.engine = ColourEngine(faces=2)

    with pytest.raises(PictureUnfit) as caught:
        register.consent.enrol(OFFICER, person.id, portrait(RED))

    assert "one person" in caught.value.for_people(str)
    assert not copies(register, person.id)


def test_a_person_may_have_several_templates_up_to_the_charters_most(register):
    person = register.enrolled(RED)
    most = int(CHARTER.figure("retention.enrolled_templates").value)
    for n in range(1, most):
        register.templates.keep(OFFICER, person.id, encoding((n, 0, 0)))

    with pytest.raises(TooManyTemplates):
        register.templates.keep(OFFICER, person.id, encoding(RED))
    assert len(rows(register)) == most


def test_a_withdrawal_destroys_keys_templates_and_rows_in_the_same_request(register):
    person = register.enrolled(RED)
    register.consent.enrol(OFFICER, person.id, portrait((201, 10, 10)))
    before = copies(register, person.id)
    assert all(register.vault.present(c.id) and register.keyring.exists(c.id) for c in before)
    assert len(before) == 2

    register.consent.withdraw(OFFICER, person.id)

    assert {c.state for c in copies(register, person.id)} == {CopyState.GONE_VERIFIED}
    assert not any(register.vault.present(c.id) for c in before)
    assert all(register.keyring.is_destroyed(c.id) for c in before)
    assert not rows(register)


def test_a_restored_backup_of_a_withdrawn_template_stays_shut(register):
    person = register.enrolled(RED)
    (copy,) = copies(register, person.id)
    path = Path(register.vault._path(copy.id))
    backup = path.read_bytes()

    register.consent.withdraw(OFFICER, person.id)
    path.write_bytes(backup)

    with pytest.raises(KeyDestroyed):
        register.vault.get(blob=copy.id, key=copy.id)


def test_evidence_of_consent_survives_the_withdrawal_of_recognition(register):
    person = register.person()
    event = register.says(person.id, ConsentState.GIVEN, RECOGNITION, evidence=b"signed form")
    register.consent.enrol(OFFICER, person.id, portrait(RED))

    register.consent.withdraw(OFFICER, person.id)

    assert register.vault.get(blob=event.evidence_copy_id, key=person.id) == b"signed form"


def test_a_person_who_agrees_anew_after_a_withdrawal_can_be_enrolled_again(register):
    person = register.enrolled(RED)
    register.consent.withdraw(OFFICER, person.id)
    register.clock.advance(timedelta(days=1))
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)

    register.consent.enrol(OFFICER, person.id, portrait(RED))

    assert len(rows(register)) == 1


def test_a_withdrawal_of_other_purposes_keeps_the_templates(register):
    person = register.enrolled(RED)

    register.consent.withdraw(OFFICER, person.id, purposes=("website",))

    assert len(rows(register)) == 1


def test_a_refusal_of_recognition_destroys_the_templates_as_a_withdrawal_does(register):
    person = register.enrolled(RED)

    register.says(person.id, ConsentState.REFUSED, RECOGNITION)

    assert not rows(register)
    assert not list(register.vault.blobs())


def test_a_guardian_may_take_recognition_of_a_minor_back(register):
    person = register.enrolled(RED, kind=PersonKind.MINOR, birth_date=date(2010, 1, 1))

    register.consent.withdraw(OFFICER, person.id, signature=Signature.GUARDIAN)

    assert not rows(register)


@pytest.mark.parametrize("moment", ["before the key is made", "before the bytes are put", "after the bytes are put"])
def test_a_withdrawal_in_the_middle_of_an_enrolment_leaves_no_template(register, monkeypatch, moment):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    create, put = register.keyring.create, register.vault.put

    def withdraw() -> None:
        register.consent.withdraw(OFFICER, person.id)

    def creating(key_id):
        if moment == "before the key is made":
            withdraw()
        create(key_id)

    def putting(**what):
        if moment == "before the bytes are put":
            withdraw()
        put(**what)
        if moment == "after the bytes are put":
            withdraw()

    monkeypatch.setattr(register.keyring, "create", creating)
    monkeypatch.setattr(register.vault, "put", putting)
    with pytest.raises(RecognitionNotAgreed):
        register.consent.enrol(OFFICER, person.id, portrait(RED))

    assert not rows(register)
    assert not list(register.vault.blobs())
    assert {c.state for c in copies(register, person.id)} == {CopyState.GONE_VERIFIED}


def test_a_withdrawal_when_the_vault_does_not_answer_destroys_the_key_and_is_finished_later(register, monkeypatch):
    person = register.enrolled(RED)
    (copy,) = copies(register, person.id)

    def absent(_blob):
        raise StoreUnavailable(reason="gone")

    with monkeypatch.context() as patched:
        patched.setattr(register.vault, "remove", absent)
        register.consent.withdraw(OFFICER, person.id)
    assert register.keyring.is_destroyed(copy.id)
    assert [c.state for c in copies(register, person.id)] == [CopyState.REMOVING]

    assert register.templates.finish() == 1
    assert [c.state for c in copies(register, person.id)] == [CopyState.GONE_VERIFIED]
    assert not register.vault.present(copy.id)
    assert register.templates.finish() == 0


def test_an_enrolment_cut_off_by_a_crash_is_destroyed_once_it_is_old(register):
    person = register.person()
    with register.database.transaction() as session:
        copy = ledger.plan(
            session, person_id=person.id, kind=CopyKind.TEMPLATE, place="vault", now=register.clock.now()
        )
    register.keyring.create(copy.id)
    register.vault.put(blob=copy.id, key=copy.id, data=b"template")

    assert register.templates.finish() == 0
    register.clock.advance(timedelta(hours=2))
    assert register.templates.finish() == 1
    assert not register.vault.present(copy.id)
    assert not register.keyring.exists(copy.id)


def test_templates_are_destroyed_when_their_consent_ran_out(register):
    lapsing = register.person("Anna Peeters")
    register.says(lapsing.id, ConsentState.GIVEN, RECOGNITION, valid_until=date(2026, 6, 1))
    register.templates.keep(OFFICER, lapsing.id, encoding(RED))
    lasting = register.enrolled((1, 2, 3), "Bert Claes")

    assert register.templates.drop_lapsed() == 0
    register.clock.advance(timedelta(days=1))
    assert register.consent.tidy() == 1

    assert [row.person_id for row in rows(register)] == [lasting.id]
    assert {c.state for c in copies(register, lapsing.id)} == {CopyState.GONE_VERIFIED}


def test_templates_can_be_destroyed_while_the_consent_stays(register):
    person = register.enrolled(RED)

    assert register.consent.erase_person_templates(OFFICER, person.id) == 1
    assert not list(register.vault.blobs())
    assert register.consent.erase_person_templates(OFFICER, person.id) == 0


def test_the_real_engine_enrols_a_portrait_and_refuses_a_face_turned_small(register, astronaut):
    import io

    from PIL import Image

    from registry.analysis.engine import load_engine

    register.engine = load_engine()
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)

    def jpeg(side: int) -> bytes:
        stream = io.BytesIO()
        Image.fromarray(astronaut).resize((side, side)).save(stream, "JPEG", quality=92)
        return stream.getvalue()

    register.consent.enrol(OFFICER, person.id, jpeg(512))
    with pytest.raises(PictureUnfit):
        register.consent.enrol(OFFICER, person.id, jpeg(96))
    assert len(rows(register)) == 1
