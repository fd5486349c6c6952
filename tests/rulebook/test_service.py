"""Keeping every charter there was."""

from __future__ import annotations

import hashlib
from dataclasses import replace
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
EARLIER = (Path(__file__).parents[1] / "charter" / "kept" / "before_the_balance.toml").read_text(encoding="utf-8")
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


def kept_by_an_earlier_release(database, clock, *, text=EARLIER):
    """Keep a charter as an earlier release did, which knew no more than is in it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    with database.transaction() as session:
        kept = CharterVersion(
            number=1, version=f"1.0+{digest[:12]}", digest=digest, text=text, origin=Origin.FIRST_START, reason="",
            adopted_at=clock.now(), applied_at=clock.now(),
        )  # fmt: skip
        session.add(kept)
    return kept


def test_a_charter_kept_by_an_earlier_release_is_completed_as_a_version_of_its_own(rulebook, database, clock):
    first = kept_by_an_earlier_release(database, clock)
    clock.advance(timedelta(days=1))
    charter = rulebook.begin(TEXT)

    newest, old = rulebook.versions(OFFICER)
    assert (old.id, old.text, old.current) == (first.id, EARLIER, False)
    assert (newest.origin, newest.number, newest.adopted_by) == (Origin.RELEASE, 2, None)
    assert (newest.version, newest.adopted_at) == (charter.version, clock.now())
    assert set(charter.brought_in) == {"balance.expected", "balance.level", "balance.window", "channels.sleeping"}
    assert rulebook.unapplied() == [newest.id]
    (entry,) = entries(database)
    assert entry.detail == {"number": 2, "digest": newest.digest, "origin": "release"}


def test_a_completed_charter_is_not_completed_by_the_next_process_again(rulebook, database, clock):
    kept_by_an_earlier_release(database, clock)

    assert rulebook.begin(TEXT) == rulebook.begin(TEXT)
    assert len(rulebook.versions(OFFICER)) == 2


def test_the_figures_come_from_the_release_and_not_from_the_file_the_registry_is_started_with(
    rulebook, database, clock
):
    kept_by_an_earlier_release(database, clock)
    charter = rulebook.begin(TEXT.replace("value = 180\n", "value = 3000\n"))

    assert charter.figures["channels.sleeping"].value == 180


def test_what_was_in_force_before_a_release_completed_it_can_still_be_read(rulebook, database, clock):
    kept_by_an_earlier_release(database, clock)
    then = clock.now()
    clock.advance(timedelta(days=1))
    charter = rulebook.begin(TEXT)

    with database.reading() as session:
        assert keeping.in_force(session, parse(TEXT)) == charter
        assert replace(keeping.in_force_at(session, then, parse(TEXT)), version="") == replace(charter, version="")


def test_the_officer_adopts_what_a_release_brought_in_with_a_reason(rulebook, database, clock):
    kept_by_an_earlier_release(database, clock)
    charter = rulebook.begin(TEXT)
    completed = rulebook.current(OFFICER)

    with pytest.raises(AdoptionUnreasoned):
        rulebook.adopt_release(OFFICER, reason=" ", expected=completed.id)
    with pytest.raises(Forbidden):
        rulebook.adopt_release(PHOTOGRAPHER, reason="Besluit", expected=completed.id)
    kept = rulebook.adopt_release(OFFICER, reason="Besluit", expected=completed.id)

    assert (kept.number, kept.adopted_by, kept.reason) == (3, OFFICER.user_id, "Besluit")
    adopted = keeping.charter_of(kept)
    assert adopted.is_adopted
    assert adopted == replace(charter.settled(), version=adopted.version)
    for done in (completed.id, kept.id):
        with pytest.raises(CharterUnchanged):
            rulebook.adopt_release(OFFICER, reason="Besluit", expected=done)


def test_what_a_release_brought_in_is_not_adopted_from_an_older_version(rulebook, database, clock):
    kept_by_an_earlier_release(database, clock)
    rulebook.begin(TEXT)
    completed = rulebook.current(OFFICER)
    adopt(rulebook, text=completed.text.replace("value = 180\n", "value = 90\n"))

    with pytest.raises(CharterMovedOn):
        rulebook.adopt_release(OFFICER, reason="Besluit", expected=completed.id)
