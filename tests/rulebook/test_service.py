"""Keeping every charter there was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.charter.errors import CharterRefused
from registry.charter.parsing import parse
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.rulebook import keeping
from registry.rulebook.errors import AdoptionUnreasoned, CharterMovedOn, CharterUnchanged, KeptCharterUnusable
from registry.rulebook.records import CharterVersion
from registry.rulebook.service import Rulebook
from registry.rulebook.states import Origin

TEXT = (Path(__file__).parents[2] / "data" / "charter.toml").read_text(encoding="utf-8")
STRICTER = TEXT.replace('level = "recognise"', 'level = "observe"')
OFFICER = Actor(user_id=uuid4(), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=uuid4(), role=Role.PHOTOGRAPHER)


@pytest.fixture
def rulebook(database, clock):
    return Rulebook(database=database, clock=clock)


def adopt(rulebook, text=STRICTER, **changes):
    return rulebook.adopt(OFFICER, text, **({"reason": "Besluit", "origin": Origin.PAGE} | changes))


def entries(database):
    with database.reading() as session:
        return [entry for entry in session.exec(select(AuditEntry)) if entry.event is AuditEvent.CHARTER_ADOPTED]


def test_the_first_charter_when_the_registry_begins_is_kept_with_text_digest_and_day(rulebook, clock):
    charter = rulebook.begin(TEXT)

    (kept,) = rulebook.versions(OFFICER)
    assert (kept.number, kept.version, kept.text) == (1, charter.version, TEXT)
    assert charter.version.endswith(kept.digest[:12])
    assert (kept.adopted_at, kept.applied_at, kept.origin) == (clock.now(), clock.now(), Origin.FIRST_START)
    assert rulebook.unapplied() == []


def test_a_changed_file_when_the_registry_begins_again_is_not_in_force_by_itself(rulebook):
    first = rulebook.begin(TEXT)

    assert rulebook.begin(STRICTER) == first
    assert len(rulebook.versions(OFFICER)) == 1


def test_a_charter_when_adopted_is_in_force_and_the_one_before_stays_as_it_was(rulebook, clock, database):
    rulebook.begin(TEXT)
    clock.advance(timedelta(days=3))
    kept = adopt(rulebook)

    newest, first = rulebook.versions(OFFICER)
    assert (newest.id, newest.number, newest.current) == (kept.id, 2, True)
    assert (newest.adopted_by, newest.reason, newest.adopted_at) == (OFFICER.user_id, "Besluit", clock.now())
    assert (first.text, first.current) == (TEXT, False)
    assert rulebook.unapplied() == [kept.id]
    with database.reading() as session:
        assert keeping.in_force(session, parse(TEXT)) == parse(STRICTER)
        assert keeping.in_force_at(session, clock.now() - timedelta(days=1), parse(STRICTER)) == parse(TEXT)
        assert keeping.in_force_at(session, clock.now(), parse(TEXT)) == parse(STRICTER)


def test_the_charter_in_force_when_the_process_has_it_already_is_not_read_again(rulebook, database):
    charter = rulebook.begin(TEXT)

    with database.reading() as session:
        assert keeping.in_force(session, charter) is charter


def test_a_registry_that_keeps_none_judges_by_the_one_it_was_given(database, clock):
    charter = parse(TEXT)

    with database.reading() as session:
        assert keeping.in_force(session, charter) is charter
        assert keeping.in_force_at(session, clock.now(), charter) is charter


def test_an_adoption_stands_in_the_log_with_number_and_digest_and_without_its_reason(rulebook, database):
    rulebook.begin(TEXT)
    kept = adopt(rulebook, reason="Omdat Ann Peeters het vroeg")

    first, second = entries(database)
    assert (first.subject_id, first.actor_id) == (rulebook.versions(OFFICER)[1].id, None)
    assert (second.subject_id, second.actor_id) == (kept.id, OFFICER.user_id)
    assert second.detail == {"number": 2, "digest": kept.digest, "origin": "page"}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_adoption_without_a_reason_changes_nothing(rulebook, reason):
    rulebook.begin(TEXT)

    with pytest.raises(AdoptionUnreasoned):
        adopt(rulebook, reason=reason)
    assert len(rulebook.versions(OFFICER)) == 1


def test_an_adoption_by_who_may_not_is_refused(rulebook):
    rulebook.begin(TEXT)

    with pytest.raises(Forbidden):
        rulebook.adopt(PHOTOGRAPHER, STRICTER, reason="Besluit", origin=Origin.PAGE)


def test_a_text_that_cannot_be_used_or_is_the_one_in_force_is_not_adopted(rulebook):
    rulebook.begin(TEXT)

    with pytest.raises(CharterRefused):
        adopt(rulebook, text=TEXT.replace("value = 40\n", "value = 4000\n"))
    with pytest.raises(CharterUnchanged):
        adopt(rulebook, text=TEXT)


def test_a_charter_made_from_an_older_version_is_not_adopted(rulebook):
    rulebook.begin(TEXT)
    first = rulebook.current(OFFICER)
    adopt(rulebook)

    with pytest.raises(CharterMovedOn):
        adopt(rulebook, text=TEXT, expected=first.id)
    assert adopt(rulebook, text=TEXT, expected=rulebook.current(OFFICER).id).number == 3


def test_a_charter_when_everything_was_judged_by_it_is_applied_once(rulebook, clock):
    rulebook.begin(TEXT)
    kept = adopt(rulebook)
    rulebook.note_applied(kept.id)
    first = clock.now()
    clock.advance(timedelta(hours=1))
    rulebook.note_applied(kept.id)

    assert rulebook.unapplied() == []
    assert rulebook.current(OFFICER).applied_at == first


def test_a_kept_charter_that_this_software_cannot_read_names_the_version_and_the_lines(rulebook, database):
    rulebook.begin(TEXT)
    with database.transaction() as session:
        kept = session.exec(select(CharterVersion)).one()
        kept.text = TEXT.replace("value = 40\n", "value = 4000\n")
        session.add(kept)

    with pytest.raises(KeptCharterUnusable) as caught:
        rulebook.begin(TEXT)
    told = caught.value.for_people(str)
    assert "version 1" in told
    assert "matching.least_face.value must lie in the range 1 - 1000" in told
    assert adopt(rulebook, text=STRICTER).number == 2
