from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from consent.parts import OFFICER, PHOTOGRAPHER, portrait
from sqlmodel import SQLModel, select

from registry.access.errors import Forbidden
from registry.charter.facts import AnswerState
from registry.consent import history, merging
from registry.consent.errors import (
    AlreadyMerged,
    HistoryIsAppendOnly,
    NothingToSplit,
    OwnGuardian,
    SamePerson,
)
from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.identities import IdentityService
from registry.consent.persons import NewGuardian
from registry.consent.records import Appearance, ConsentEvent, Person, RecognitionTemplate, WithdrawalLink
from registry.consent.register_records import PersonMove
from registry.consent.scope import Covered, IntendedUse, covers
from registry.consent.states import Authority, Origin, PersonKind
from registry.copies import ledger
from registry.copies.states import CopyState
from registry.proof import audit
from registry.proof.events import AuditEvent

TODAY = date(2026, 6, 1)
WEB = IntendedUse(purpose="website")


@pytest.fixture
def identities(register) -> IdentityService:
    return IdentityService(database=register.database, clock=register.clock, jobs=register.queue)


@pytest.fixture
def two(register):
    return register.person("Anna Peeters"), register.person("Meisje met de rode sjaal, Kermis 2026")


def said(register, person_id, use=WEB):
    with register.database.reading() as session:
        return covers(history.events_of(session, [person_id])[person_id], use, TODAY)


def appears(register, photo, person, origin=Origin.CONFIRMED, face=None, at=None):
    row = Appearance(photo_id=photo.id, face_id=face, person_id=person.id, origin=origin, at=at or register.clock.now())
    with register.database.transaction() as session:
        session.add(row)
    return row.id


def owner(register, model, row_id):
    with register.database.reading() as session:
        return session.get(model, row_id).person_id


def everything(register):
    """Every row that hangs on a person, by place."""
    with register.database.reading() as session:
        return {
            (table.name, column.name, *row[:-1]): row[-1]
            for table, column in merging.places()
            for row in session.connection().execute(sa.select(*table.primary_key.columns, column))
        }


def test_what_hung_on_a_person_when_joined_hangs_on_the_other(register, identities, two):
    anna, girl = two
    consent = register.says(girl.id)
    row = appears(register, register.photo(), girl)
    token = register.consent.withdrawal_token(OFFICER, girl.id)

    identities.merge(OFFICER, anna.id, girl.id)

    assert isinstance(said(register, anna.id), Covered)
    assert owner(register, Appearance, row) == anna.id
    assert owner(register, ConsentEvent, consent.id) == anna.id
    register.consent.withdraw_with(token)
    assert said(register, anna.id).reason is AnswerState.WITHDRAWN


def test_a_joined_person_is_found_by_either_name_as_one(register, identities, two):
    anna, girl = two

    identities.merge(OFFICER, anna.id, girl.id)

    for name in ("rode sjaal", "anna"):
        assert [p.id for p in register.consent.find_persons(OFFICER, name)] == [anna.id]
    assert identities.names_before(OFFICER, anna.id) == [girl.display_name]


def test_templates_when_joined_follow_with_their_keys_and_go_with_a_withdrawal(register, identities):
    anna = register.person("Anna")
    other = register.enrolled(name="Annie")
    with register.database.reading() as session:
        copy_id = session.exec(select(RecognitionTemplate.copy_id)).one()
    identities.merge(OFFICER, anna.id, other.id)
    assert register.gallery.snapshot(on=TODAY, engine="colours").people == (anna.id,)

    register.says(anna.id, ConsentState.WITHDRAWN, RECOGNITION)

    assert not register.keyring.exists(copy_id)
    with register.database.reading() as session:
        assert ledger.get(session, copy_id).state is CopyState.GONE_VERIFIED


def test_evidence_when_its_person_was_joined_still_opens(register, identities, two):
    anna, girl = two
    event = register.says(girl.id, evidence=b"the signed form")

    identities.merge(OFFICER, anna.id, girl.id)

    with register.database.reading() as session:
        copy = ledger.get(session, event.evidence_copy_id)
    assert register.vault.get(blob=copy.id, key=copy.person_id) == b"the signed form"


def test_a_join_when_undone_leaves_every_row_where_it_was(register, identities):
    anna, girl, mother = (
        register.person("Anna"),
        register.person("Meisje", email="m@example.be"),
        register.person("Moe"),
    )
    register.says(anna.id)
    register.says(girl.id, ConsentState.REFUSED)
    register.says(girl.id, ConsentState.GIVEN, RECOGNITION)
    register.consent.enrol(OFFICER, girl.id, portrait((10, 200, 10)))
    appears(register, register.photo(), girl)
    for minor in (anna, girl):
        identities.add_guardian(
            OFFICER, NewGuardian(minor_id=minor.id, guardian_id=mother.id, authority=Authority.PARENT)
        )
    before = everything(register)

    change = identities.merge(OFFICER, anna.id, girl.id)
    assert everything(register) != before
    identities.split(OFFICER, change)

    assert everything(register) == before
    assert register.consent.person(OFFICER, girl.id).merged_into is None
    assert register.consent.person(OFFICER, anna.id).email is None


def test_a_join_fills_what_was_missing_and_keeps_the_kind_that_protects_most(register, identities):
    anna = register.person("Anna", email="anna@example.be")
    never = register.person("A.", kind=PersonKind.NEVER, email="other@example.be", phone="0470 12 34 56")

    change = identities.merge(OFFICER, anna.id, never.id)

    joined = register.consent.person(OFFICER, anna.id)
    assert (joined.email, joined.phone, joined.kind) == ("anna@example.be", "0470 12 34 56", PersonKind.NEVER)
    assert said(register, anna.id).reason is AnswerState.REFUSED
    identities.split(OFFICER, change)
    assert register.consent.person(OFFICER, anna.id).kind is PersonKind.ADULT
    assert said(register, anna.id).reason is AnswerState.NEVER_ASKED


def test_of_two_decisions_on_one_face_the_later_goes_with_the_joined_person(register, identities, two):
    anna, girl = two
    photo = register.photo()
    face = register.analysed(photo, 200)[0].id
    early = appears(register, photo, anna, Origin.REJECTED, face)
    late = appears(register, photo, girl, Origin.CONFIRMED, face, register.clock.now() + timedelta(hours=1))

    change = identities.merge(OFFICER, anna.id, girl.id)

    assert (owner(register, Appearance, late), owner(register, Appearance, early)) == (anna.id, girl.id)
    identities.split(OFFICER, change)
    assert (owner(register, Appearance, late), owner(register, Appearance, early)) == (girl.id, anna.id)


def test_chosen_items_when_moved_take_their_whole_consent_along(register, identities, two):
    anna, girl = two
    given = register.says(anna.id)
    renewed = register.says(anna.id, ConsentState.RENEWED, consent_id=given.consent_id)
    stays = register.says(anna.id, ConsentState.GIVEN, "facebook")

    identities.move_items(OFFICER, anna.id, girl.id, [given.id])

    assert [owner(register, ConsentEvent, e.id) for e in (given, renewed, stays)] == [girl.id, girl.id, anna.id]


def test_a_template_when_moved_goes_with_its_copy(register, identities):
    owner_ = register.enrolled(name="Anna")
    other = register.person("Bea")
    register.says(other.id, ConsentState.GIVEN, RECOGNITION)
    template = register.consent.templates(OFFICER, owner_.id)[0]

    identities.move_items(OFFICER, owner_.id, other.id, [template.id])

    with register.database.reading() as session:
        assert ledger.get(session, template.copy_id).person_id == other.id
    assert register.gallery.snapshot(on=TODAY, engine="colours").people == (other.id,)


def test_a_joined_person_can_be_joined_again_and_each_join_undone(register, identities):
    one, two, three = (register.person(name) for name in ("Een", "Twee", "Drie"))
    event = register.says(one.id)
    first = identities.merge(OFFICER, two.id, one.id)
    second = identities.merge(OFFICER, three.id, two.id)
    with register.database.reading() as session:
        assert set(merging.parts_of(session, three.id)) == {one.id, two.id, three.id}

    identities.split(OFFICER, second)
    assert owner(register, ConsentEvent, event.id) == two.id
    identities.split(OFFICER, first)
    assert owner(register, ConsentEvent, event.id) == one.id


def test_a_join_that_makes_no_sense_is_refused_and_leaves_nothing(register, identities, two):
    anna, girl = two
    identities.add_guardian(OFFICER, NewGuardian(minor_id=girl.id, guardian_id=anna.id, authority=Authority.PARENT))
    third = register.person("Cis")
    identities.merge(OFFICER, anna.id, third.id)
    before = everything(register)

    for keep, part, refusal in (
        (anna.id, anna.id, SamePerson),
        (anna.id, girl.id, OwnGuardian),
        (girl.id, third.id, AlreadyMerged),
    ):
        with pytest.raises(refusal):
            identities.merge(OFFICER, keep, part)
    assert everything(register) == before


def test_a_join_is_undone_once(register, identities, two):
    change = identities.merge(OFFICER, two[0].id, two[1].id)
    identities.split(OFFICER, change)

    with pytest.raises(NothingToSplit):
        identities.split(OFFICER, change)


def test_the_history_of_joins_can_be_neither_changed_nor_removed(register, identities, two):
    register.says(two[1].id)
    identities.merge(OFFICER, two[0].id, two[1].id)

    with pytest.raises(HistoryIsAppendOnly), register.database.transaction() as session:
        session.delete(session.exec(select(PersonMove)).first())


def test_the_log_of_a_join_names_nobody_and_the_history_says_whether_it_can_be_undone(register, identities, two):
    change = identities.merge(OFFICER, two[0].id, two[1].id)

    assert [(c.id, can) for c, can in identities.changes(OFFICER, two[0].id)] == [(change, True)]
    with register.database.reading() as session:
        entry = audit.of_subject(session, two[0].id)[-1]
    assert entry.event is AuditEvent.PERSONS_MERGED
    assert entry.detail["part"] == str(two[1].id)


def test_a_photographer_may_not_join_nor_separate(identities, two):
    with pytest.raises(Forbidden):
        identities.merge(PHOTOGRAPHER, two[0].id, two[1].id)
    with pytest.raises(Forbidden):
        identities.split(PHOTOGRAPHER, two[0].id)


def test_every_column_that_names_a_person_follows_or_is_known_to_stay():
    known_to_stay = {"person_change", "person_move", "forgotten_person"}  # what was done to a person stays said of them
    follows = {(table.name, column.name) for table, column in merging.places()}
    named = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name == "person_id" and table.name not in known_to_stay
    }

    assert named <= follows


def test_both_names_of_a_withdrawal_link_table_are_real():
    assert WithdrawalLink.__tablename__ in {table.name for table, _ in merging.places()}
    assert Person.__tablename__ not in {table.name for table, _ in merging.places()}
