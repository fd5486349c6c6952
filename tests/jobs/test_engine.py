"""The worker and the queue against the real engine on SQLite, with duties that only note what was asked."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from threading import Barrier, Event
from types import SimpleNamespace
from uuid import uuid4

import pytest

from registry.jobs import names
from registry.jobs.engine import working
from registry.jobs.queue import DbosQueue

PATIENCE_SECONDS = 60
NAME = "Ann Peeters"


class NotedDuties:
    """Duties that note what was asked of them; an erasure has two steps."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock
        self.asked = []
        self.changed = Event()
        self.steps = {}
        self.waiting, self.looks, self.unsettled = [], [], []
        self.intake = SimpleNamespace(tidy=self.note("tidy"))
        self.consent = SimpleNamespace(tidy=self.note("tidy-templates"))
        self.mending = SimpleNamespace(tidy=self.note("tidy-mended"))
        self.desk = SimpleNamespace(tend=self.note("register-round"), tidy=self.note("tidy-exports"))
        self.removal = SimpleNamespace(send_due_letters=self.note("letters"))
        self.asking = SimpleNamespace(tend=self.note("asking"), ask_anew=self.note("ask-anew"))
        self.posts = SimpleNamespace(tend=self.note("posts"))
        self.recipients = SimpleNamespace(tend=self.note("recipients"))
        self.putting_back = SimpleNamespace(tend=self.note("putting-back"))
        self.retention = SimpleNamespace(make_round=self.note("retention"))
        self.unapplied = []
        self.rulebook = SimpleNamespace(unapplied=lambda: self.unapplied, note_applied=self.note("applied"))
        self.turns = []
        self.rounds = SimpleNamespace(unfinished=list, advance=self.turn)
        self.replacing = SimpleNamespace(unfinished=list, advance=self.advance)
        self.objections = SimpleNamespace(find=self.note("objections"))
        self.photos_left = []
        self.again, self.archives, self.pieces = [], [], []
        self.reanalysis = SimpleNamespace(unfinished=lambda: self.archives, advance=self.advance)
        self.sweeps = SimpleNamespace(unfinished=list, advance=self.advance)
        self.adoptions = SimpleNamespace(unfinished=list, advance=self.advance)
        self.review = SimpleNamespace(
            assess=self.note("assess"),
            rejudge_all=self.note("rejudge-all"),
            rejudge_after=self.rejudge_after,
            looks_due=lambda: bool(self.again),
            look_at_due=lambda: [self.again.pop()] if self.again else [],
        )
        self.publication = SimpleNamespace(
            rejudge=self.note("rejudge"),
            enforce=self.note("enforce"),
            enforce_all=self.note("enforce-all"),
            unsettled=lambda: self.unsettled,
            settle=self.note("settle"),
        )
        self.erasure = SimpleNamespace(
            next_step=lambda erasure: next(iter(self.steps.get(erasure, [])), None),
            perform_step=self.perform,
            due=lambda: self.waiting,
            due_looks=lambda: self.looks,
            perform_look=self.note("look"),
            tidy=self.note("tidy-evidence"),
        )

    def note(self, name):
        def noted(*ids):
            self.asked.append((name, *ids))
            self.changed.set()
            return f"a result nobody stores: {NAME}"

        return noted

    def rejudge_after(self, photo):
        self.note("rejudge-after")(photo)
        return self.photos_left.pop() if self.photos_left else None

    def turn(self, round_id):
        self.note("turn")(round_id)
        return self.turns.pop() if self.turns else False

    def advance(self, run):
        self.note("advance")(run)
        return self.pieces.pop() if self.pieces else False

    def perform(self, step):
        for steps in self.steps.values():
            if step in steps:
                steps.remove(step)
        self.note("perform")(step)

    def until(self, *expected):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not set(expected) <= set(self.asked):
            assert time.monotonic() < deadline, (expected, self.asked)
            self.changed.wait(0.2)
            self.changed.clear()


@pytest.fixture
def duties(database, clock):
    return NotedDuties(database, clock)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'home' / 'jobs.sqlite3'}"


@pytest.fixture
def no_network(monkeypatch):
    def refuse(_socket, address):
        raise AssertionError(f"a connection to {address} was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def stored_text(url):
    """Every value in every table of the engine, as one text."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(repr(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))


def test_photos_due_for_another_look_are_looked_at_until_none_is_left_and_what_is_published_of_them_checked(
    duties, url
):
    photos = [uuid4() for _ in range(3)]
    duties.again = list(photos)

    with working(duties, url):
        duties.until(*(("enforce", photo) for photo in photos))

    assert not duties.again


def test_a_reanalysis_that_is_not_over_is_carried_on_until_there_is_no_more_to_do_now(duties, url):
    run, handed_over = uuid4(), uuid4()
    duties.archives, duties.pieces = [run], [True, True]
    with DbosQueue(url) as queue:
        queue.reanalyse(handed_over)

    with working(duties, url):
        duties.until(("advance", run), ("advance", handed_over))

    assert not duties.pieces
    assert str(handed_over) in stored_text(url)


def test_work_handed_over_before_the_worker_starts_is_done_and_leaves_only_ids(duties, url, no_network, capfd):
    photo, person, erasure, unasked = (uuid4() for _ in range(4))
    duties.steps = {erasure: [uuid4(), uuid4()], unasked: [uuid4()]}
    duties.waiting, duties.looks, duties.unsettled = [unasked], [uuid4()], [uuid4()]
    expected = [("perform", step) for steps in duties.steps.values() for step in steps]
    expected += [("look", duties.looks[0]), ("settle", duties.unsettled[0]), ("letters",)]
    with DbosQueue(url) as queue:
        queue.assess(photo)
        queue.rejudge(person)
        queue.enforce(photo)
        queue.erase(erasure)
        queue.erase(erasure)
    with working(duties, url):
        duties.until(("assess", photo), ("rejudge", person), ("enforce", photo), *expected)
    assert len(duties.asked) == len(set(duties.asked))
    stored = stored_text(url)
    assert str(erasure) in stored
    assert NAME not in stored
    shown = capfd.readouterr()
    assert "dbos.dev" not in shown.out + shown.err
    assert shown.out == ""


def test_work_that_a_former_version_left_waiting_or_half_done_is_done_by_this_one(duties, url, monkeypatch):
    waiting, half_done, photo, person = (uuid4() for _ in range(4))
    first, second, other = (uuid4() for _ in range(3))
    duties.steps = {half_done: [first, second], waiting: [other]}
    monkeypatch.setattr(names, "VERSION", "an older one")
    with DbosQueue(url) as queue:
        queue.erase(half_done)
    former = subprocess.Popen([sys.executable, "-c", FORMER, url, str(half_done)], cwd=Path(__file__).parents[2])
    assert former.wait(60) == 9  # it died within the workflow
    with DbosQueue(url) as queue:
        queue.erase(waiting)
        queue.assess(photo)
        queue.rejudge(person)
    monkeypatch.undo()
    assert "PENDING" in stored_text(url)
    with working(duties, url):
        duties.until(*(("perform", step) for step in (first, second, other)), ("assess", photo), ("rejudge", person))
    assert len(duties.asked) == len(set(duties.asked))


def test_as_many_photos_as_told_are_assessed_at_once(duties, url):
    meeting = Barrier(2)

    def meet(photo):
        meeting.wait(PATIENCE_SECONDS)
        duties.note("met")(photo)

    duties.review.assess = meet
    photos = [uuid4(), uuid4()]
    with DbosQueue(url) as queue:
        for photo in photos:
            queue.assess(photo)

    with working(duties, url, photos_at_once=2):
        duties.until(*(("met", photo) for photo in photos))


def test_a_failing_duty_is_kept_by_its_type_only(duties, url, caplog):
    def fail(photo):
        duties.note("failed")(photo)
        raise LookupError("no consent of " + NAME)

    duties.review.assess = fail
    photo = uuid4()
    with DbosQueue(url) as queue, working(duties, url):
        queue.assess(photo)
        duties.until(("failed", photo))
        second = uuid4()
        queue.assess(second)
        duties.until(("failed", second))
    assert "LookupError" in caplog.text
    assert NAME not in stored_text(url) + caplog.text


def test_the_nights_work_judges_all_again_and_tidies(duties, url):
    from dbos import DBOS

    with working(duties, url):
        DBOS.trigger_schedule("renew")
        duties.until(
            ("rejudge-all",),
            ("enforce-all",),
            ("tidy",),
            ("tidy-templates",),
            ("tidy-mended",),
            ("tidy-evidence",),
            ("tidy-exports",),
            ("letters",),
        )


FORMER = """
import os, sys, time
from dbos import DBOS
from registry.jobs import names
names.VERSION = "an older one"
from registry.jobs.engine import _config
from registry.jobs.tables import prepare
prepare(sys.argv[1])
DBOS(config=_config(sys.argv[1]))
DBOS.workflow(name=names.ERASE)(lambda erasure_id: os._exit(9 if erasure_id == sys.argv[2] else 1))
DBOS.launch()
DBOS.register_queue(names.ERASING, polling_interval_sec=0.1)
time.sleep(50)
"""

WORKER = """
import sys
from types import SimpleNamespace
from registry.clock import SystemClock
from registry.database import Database
from registry.jobs.engine import run_worker
import registry.migrations.models
from sqlmodel import SQLModel

database = Database(sys.argv[1])
SQLModel.metadata.create_all(database.engine)
print("ready", flush=True)
run_worker(
    SimpleNamespace(
        erasure=SimpleNamespace(due=list, due_looks=list),
        publication=SimpleNamespace(unsettled=list),
        desk=SimpleNamespace(tend=list),
        removal=SimpleNamespace(send_due_letters=list),
        asking=SimpleNamespace(tend=list),
        posts=SimpleNamespace(tend=list),
        recipients=SimpleNamespace(tend=list),
        putting_back=SimpleNamespace(tend=list),
        reanalysis=SimpleNamespace(unfinished=list),
        sweeps=SimpleNamespace(unfinished=list),
        adoptions=SimpleNamespace(unfinished=list),
        database=database,
        clock=SystemClock(),
    ),
    sys.argv[2],
)
print("ended", flush=True)
"""


def test_a_worker_told_to_stop_ends_by_itself(tmp_path, url):
    command = [sys.executable, "-c", WORKER, f"sqlite:///{tmp_path / 'registry.sqlite3'}", url]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert worker.stdout.readline() == "ready\n"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not has_queues(url):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    rest, _ = worker.communicate(timeout=60)
    assert (worker.returncode, rest) == (0, "ended\n")


def has_queues(url):
    try:
        return "erasing" in stored_text(url)
    except sqlite3.Error:
        return False
