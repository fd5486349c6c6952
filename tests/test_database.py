from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from registry.database import UtcDateTime, new_id


class Own(DeclarativeBase):
    """These tests' own tables, apart from the registry's."""


class Moment(Own):
    __tablename__ = "moment"
    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())


@pytest.fixture
def moments(database):
    Own.metadata.create_all(database.engine)
    return database


def test_a_moment_when_stored_in_another_zone_then_comes_back_aware_in_utc(moments):
    paris = timezone(timedelta(hours=2))
    with moments.transaction() as session:
        session.add(Moment(id="a", at=datetime(2026, 6, 1, 12, 0, tzinfo=paris)))
    with moments.reading() as session:
        assert session.get(Moment, "a").at == datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
        assert session.get(Moment, "a").at.tzinfo is UTC


def test_a_naive_moment_when_stored_then_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 6, 1), sqlite_dialect.dialect())  # noqa: DTZ001


def test_a_transaction_when_it_fails_then_leaves_nothing(moments):
    with pytest.raises(RuntimeError), moments.transaction() as session:
        session.add(Moment(id="a", at=datetime.now(UTC)))
        session.flush()
        raise RuntimeError
    with moments.reading() as session:
        assert session.get(Moment, "a") is None


def test_two_writers_when_both_count_and_add_then_none_misses_the_other(moments):
    """What a transaction read is still true when it commits: the gate and the audit chain rest on it."""

    def add_next() -> None:
        with moments.transaction() as session:
            count = session.exec(sa.select(sa.func.count()).select_from(Moment)).scalar_one()
            session.add(Moment(id=str(count), at=datetime.now(UTC)))

    writers = [threading.Thread(target=add_next) for _ in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with moments.reading() as session:
        assert {int(m.id) for m in session.exec(sa.select(Moment)).scalars()} == set(range(16))


def test_new_ids_are_random():
    assert new_id() != new_id()


def test_a_reader_when_somebody_writes_meanwhile_then_still_sees_one_moment(moments):
    with moments.reading() as session:
        before = session.exec(sa.select(Moment)).scalars().all()
        with moments.transaction() as writing:
            writing.add(Moment(id="late", at=datetime.now(UTC)))
        assert session.get(Moment, "late") is None
    assert before == []
    with moments.reading() as session:
        assert session.get(Moment, "late") is not None


def test_a_row_when_its_reading_is_over_then_can_still_be_used(moments):
    with moments.transaction() as session:
        session.add(Moment(id="a", at=datetime(2026, 6, 1, tzinfo=UTC)))
    with moments.reading() as session:
        row = session.get(Moment, "a")
    assert row.at == datetime(2026, 6, 1, tzinfo=UTC)


def test_a_change_made_while_reading_then_is_not_kept(moments):
    with moments.reading() as session:
        session.add(Moment(id="a", at=datetime(2026, 6, 1, tzinfo=UTC)))
        session.flush()
    with moments.reading() as session:
        assert session.get(Moment, "a") is None
