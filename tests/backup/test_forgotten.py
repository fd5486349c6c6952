"""Backup, forget a person, restore: they are in the backup, and nowhere in what is served after it."""

from __future__ import annotations

import gzip
import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from consent.parts import OFFICER
from PIL import Image
from sqlmodel import SQLModel

from registry.asking.questions import NewAsk
from registry.backup.folder import unfinished_mark
from registry.consent.events import GENERAL, RECOGNITION, ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.consent.records import ConsentEvent, Person, RecognitionTemplate
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.proof import audit
from registry.proof.audit import Intact
from registry.vault.errors import KeyDestroyed

ELS = NewPerson(display_name="Els Maes", email="els@voorbeeld.test", phone="0470 99 88 77", birth_date=date(1980, 4, 5))
WORDS = ("Els Maes", "els@voorbeeld.test", "Elske Hoogmartens", "0470 99 88 77", "1980-04-05", "vraag@voorbeeld.test")


@pytest.fixture
def els(first, astronaut):
    """Somebody who said yes, was enrolled, was asked something, and stands in the register twice."""
    person, double = (
        first.consent.add_person(OFFICER, new) for new in (ELS, NewPerson(display_name="Elske Hoogmartens"))
    )
    picture = io.BytesIO()
    Image.fromarray(astronaut).save(picture, "PNG")
    for purposes in (("website",), (RECOGNITION,)):
        given = NewConsent(
            person_id=person.id,
            state=ConsentState.GIVEN,
            purposes=purposes,
            method=ConsentMethod.PAPER,
            evidence=picture.getvalue(),
        )
        first.consent.record_consent(OFFICER, given)
    first.consent.enrol(OFFICER, person.id, picture.getvalue())
    new = NewAsk(scope=GENERAL, purposes=("press",), person_id=person.id, contact="vraag@voorbeeld.test")
    first.asking.questions.of_person(OFFICER, new)
    return person.id, double.id


def rows_of(database):
    with database.engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        ).replace("datetime.date(1980, 4, 5)", "1980-04-05")


def files_holding(home, word):
    return [path for path in home.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_a_person_forgotten_after_a_backup_when_it_is_restored_then_is_nowhere(
    first, installation, els, tmp_path, clock
):
    person_id, double_id = els
    made = first.backup.make(tmp_path / "backup")
    told = "\n".join(gzip.decompress(file.read_bytes()).decode() for file in (made.folder / "tables").iterdir())
    assert [word for word in WORDS if word not in told] == []
    with first.database.reading() as session:
        (template,) = session.exec(sa.select(RecognitionTemplate.copy_id)).scalars()
    assert str(template) in (made.folder / "blobs.txt").read_text()

    clock.advance(timedelta(hours=1))
    first.desk.identities.merge(OFFICER, person_id, double_id)
    first.desk.forgetting.forget(OFFICER, person_id)
    first.close()

    clock.advance(timedelta(hours=1))
    second = installation("second")
    done = second.backup.restore(tmp_path / "backup")
    assert (done.persons_forgotten, done.consents_ended, done.photos_erased) == (2, 0, 0)

    after = rows_of(second.database)
    assert [word for word in WORDS if word in after] == []
    assert [word for word in WORDS if files_holding(second.settings.home, word)] == []
    for part in els:
        assert second.desk.forgetting.forgotten(OFFICER, part) is not None
    with second.database.reading() as session:
        assert session.exec(sa.select(RecognitionTemplate)).all() == []
        assert template not in set(second.vault.blobs())
        assert isinstance(audit.verify(session), Intact)
    with pytest.raises(KeyDestroyed):
        second.keyring.key(template)
    assert not unfinished_mark(second.settings.home).exists()


def test_the_proof_of_a_person_forgotten_again_when_its_time_is_over_then_is_destroyed(
    first, installation, els, tmp_path, clock
):
    person_id, _ = els
    first.backup.make(tmp_path / "backup")
    until = first.desk.forgetting.forget(OFFICER, person_id).proof_until
    first.close()

    clock.advance(timedelta(days=3))
    second = installation("second")
    second.backup.restore(tmp_path / "backup")
    assert second.desk.forgetting.forgotten(OFFICER, person_id).proof_until == until
    with second.database.reading() as session:
        kept = session.exec(sa.select(Copy.id).where(Copy.kind == CopyKind.EVIDENCE)).scalars().all()
        told = session.exec(sa.select(ConsentEvent.state).order_by(ConsentEvent.id)).scalars().all()
    assert sorted(told)[:3] == ["given", "given", "requested"]
    assert told.count(ConsentState.WITHDRAWN) == 1
    assert len(kept) == 2
    assert set(kept) <= set(second.vault.blobs())

    clock.advance(timedelta(days=6 * 365))
    second.desk.tidy()
    assert set(kept) & set(second.vault.blobs()) == set()


def test_a_forgetting_that_a_backup_ran_into_when_it_is_restored_then_is_done_again(
    first, installation, els, tmp_path, clock
):
    person_id, _ = els
    made_at = clock.now()
    folder = first.backup.make(tmp_path / "backup").folder
    assert folder.is_dir()
    clock.set(made_at - timedelta(seconds=1))  # noted before the tables were read, committed after
    first.desk.forgetting.forget(OFFICER, person_id)
    first.close()

    clock.set(made_at + timedelta(hours=1))
    second = installation("second")
    assert second.backup.restore(tmp_path / "backup").persons_forgotten == 1
    with second.database.reading() as session:
        assert session.get(Person, person_id).display_name == ""


def test_a_person_forgotten_before_a_backup_when_it_is_restored_then_is_left_as_they_are(
    first, installation, els, tmp_path, clock
):
    person_id, _ = els
    first.desk.forgetting.forget(OFFICER, person_id)
    clock.advance(timedelta(hours=1))
    first.backup.make(tmp_path / "backup")
    before = [row for row in rows_of(first.database).splitlines() if str(person_id) in row]
    first.close()
    second = installation("second")
    assert second.backup.restore(tmp_path / "backup").persons_forgotten == 0
    assert [row for row in rows_of(second.database).splitlines() if str(person_id) in row] == before
