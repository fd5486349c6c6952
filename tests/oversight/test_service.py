"""The account for the data protection officer: true figures, signed, and nothing personal in it."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from uuid import UUID

import pypdfium2
import pytest
import sqlalchemy as sa
from erasure.world import picture
from typer.testing import CliRunner

from registry.access.permissions import Actor, Role
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.cli import app
from registry.locale import Locale
from registry.oversight import bundle
from registry.oversight.bundle import Changed, Whole
from registry.proof.audit import Broken, Intact
from registry.proof.signing import Signer
from registry.queueing import InProcessQueue, Work
from registry.recipients.register import NewRecipient
from registry.recipients.states import RecipientKind
from registry.removal.states import ExtensionReason, RefusalReason, Way

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
NAME, MAIL, FILE, REMARK = "Zebedeus", "zebedeus@quackelbeen.test", "Zebedeus-op-de-kermis.jpg", "ik ben Quackelbeen"


@pytest.fixture
def whole(settings, clock, database):
    queue = InProcessQueue()
    whole = build(settings, clock=clock, jobs=queue, mail=OutboxMailer())
    queue.connect(Work(assess=print, erase=whole.erasure.run, rejudge=print, enforce=whole.publication.enforce))
    yield whole
    whole.close()


@pytest.fixture
def busy(whole, clock):
    """Some months of work: one request answered in time, one extended, one late, one erasure."""
    event = whole.intake.create_event(
        OFFICER, name=NAME, place=NAME, starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    photo = whole.intake.receive(OFFICER, event_id=event.id, file_name=FILE, data=picture(1)).photo_id
    reference = whole.intake.photo(OFFICER, photo).reference
    given = {"way": Way.REFERENCE, "contact": MAIL, "language": Locale.NL, "remark": REMARK}
    views = [whole.removal.submit(link_or_reference=words, **given).reference for words in (reference, "x", "y")]
    by_reference = {view.reference: view for view in whole.removal.requests(OFFICER)}
    accepted, extended, refused = (by_reference[one] for one in views)
    whole.removal.accept(OFFICER, accepted.id, accepted.version)
    whole.removal.extend(OFFICER, extended.id, ExtensionReason.COMPLEX, extended.version)
    clock.advance(timedelta(days=60))
    whole.removal.refuse(OFFICER, refused.id, RefusalReason.PHOTO_NOT_FOUND, refused.version)
    whole.recipients.register.add(
        OFFICER,
        NewRecipient(name=NAME, email=MAIL, kind=RecipientKind.PRESS, purpose="press", language=Locale.NL),
    )
    return whole


def unpacked(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_terms_then_are_told_request_by_request(busy):
    terms = {term.state: term for term in busy.oversight.figures(OFFICER).terms}
    assert (terms["done"].kept, terms["done"].days) == (True, 0)
    assert (terms["received"].kept, terms["received"].extended) == (None, True)
    assert (terms["refused"].kept, terms["refused"].days, terms["refused"].reason) == (False, 60, "photo-not-found")
    assert dict(busy.oversight.figures(OFFICER).erasures_by_reason) == {"request": 1}


@pytest.mark.parametrize("locale", list(Locale))
def test_the_report_then_holds_nothing_personal_in_any_file_or_language(busy, locale):
    files = unpacked(busy.oversight.report(OFFICER, locale))
    assert set(files) >= {"verzoeken.csv", "taken.csv", "wissingen.csv", "rapport.md", "rapport.pdf", "manifest.json"}
    pdf = pypdfium2.PdfDocument(files["rapport.pdf"])
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "V-" in text
    for name, data in {**files, "pdf text": text.encode()}.items():
        for word in (NAME, "zebedeus", MAIL, FILE, REMARK, "Quackelbeen"):
            assert word.encode() not in data, name


def test_the_report_when_any_file_is_changed_added_or_left_out_then_is_not_whole(busy, tmp_path):
    data = busy.oversight.report(OFFICER, Locale.NL)
    assert isinstance(bundle.check(data, busy.signer.public_key_pem), Whole)
    assert bundle.check(data, Signer(tmp_path / "other").public_key_pem) == Changed(file="key")
    files = unpacked(data)
    for name, whole_file in files.items():
        other = whole_file.replace(b"2026", b"2027", 1) if name == bundle.MANIFEST else whole_file[:-1] + b"~"
        changed = files | {name: other}
        assert isinstance(bundle.check(repack(changed)), Changed), name
    assert bundle.check(repack(files | {"extra.csv": b"x"})) == Changed(file="extra.csv")
    assert bundle.check(repack({n: d for n, d in files.items() if n != "taken.csv"})) == Changed(file="taken.csv")
    with pytest.raises(ValueError, match="not a report"):
        bundle.check(b"no zip")


def repack(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return stream.getvalue()


def test_the_record_of_processing_then_follows_settings_and_charter(busy):
    said = dict(busy.oversight.record(OFFICER, Locale.EN))
    assert "Controller: Leopoldsburg" in said["Controller"]
    assert any("60 months" in line for line in said["How long it is kept"])
    assert said["Recipients and processors"][-1] == "Press: 1"


def test_the_log_when_an_entry_is_altered_then_the_first_broken_one_is_named(busy):
    assert isinstance(busy.oversight.verify_log(OFFICER), Intact)
    alter(busy)
    assert busy.oversight.verify_log(OFFICER) == Broken(seq=3)


def alter(whole):
    """Change an entry as somebody with the database's own password could: its triggers stand in nobody's way."""
    with whole.database.engine.begin() as connection:
        if whole.database.is_sqlite:
            triggers = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            for trigger in triggers.all():
                connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(sa.text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        changed = connection.execute(sa.text("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 3"))
        assert changed.rowcount == 1


def test_the_command_line_then_verifies_exports_and_checks(busy, settings, monkeypatch, tmp_path):
    for name in ("home", "database_url", "keys_home"):
        monkeypatch.setenv(f"REGISTRY_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("REGISTRY_LANGUAGE", "en")
    run, file = CliRunner().invoke, tmp_path / "report.zip"
    assert "The log is whole" in run(app, ["audit", "verify"]).output
    assert run(app, ["audit", "export", str(file)]).exit_code == 0
    assert run(app, ["audit", "check", str(file)]).exit_code == 0
    file.write_bytes(repack(unpacked(file.read_bytes()) | {"taken.csv": b"none"}))
    assert run(app, ["audit", "check", str(file)]).exit_code == 4
    alter(busy)
    broken = run(app, ["audit", "verify"])
    assert (broken.exit_code, "entry 3" in broken.output) == (4, True)
    assert run(app, ["retention", "list"]).exit_code == 0
