"""Certificates checked at the terminal, with and without keys."""

from __future__ import annotations

import pytest

from registry.cli.outcome import ExitCode
from registry.erasure.states import ErasureReason
from registry.proof.signing import Signer


@pytest.fixture
def certificates(run, tmp_path, landscape, settings):
    """The certificate of a photo this installation erased: its JSON and its PDF file."""
    from registry.bootstrap import build
    from registry.cli.operator import OPERATOR

    folder = tmp_path / "foto"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(landscape(1))
    assert run("ingest", folder, "--event", "Feest").exit_code == ExitCode.DONE
    registry = build(settings)
    (event,) = registry.intake.events(OPERATOR)
    (photo,) = registry.intake.photos(OPERATOR, event.id, page=0, size=1)
    erasure_id = registry.erasure.erase(OPERATOR, photo.id, ErasureReason.OFFICER)
    registry.erasure.run(erasure_id)
    files = []
    for form in ("json", "pdf"):
        files.append(tmp_path / f"attest.{form}")
        files[-1].write_bytes(registry.erasure.certificate_file(OPERATOR, erasure_id, form))
    registry.close()
    assert run("erase", photo.reference, "--yes").exit_code == ExitCode.DONE
    return files


def test_a_certificate_when_checked_then_the_code_says_whether_it_holds(
    run, certificates, settings, monkeypatch, tmp_path
):
    for file in certificates:
        assert run("verify", file).exit_code == ExitCode.DONE
        altered = file.with_stem("anders")
        altered.write_bytes(file.read_bytes().replace(b"Leopoldsburg", b"Leopoldsberg") + b" ")
        assert run("verify", altered).exit_code == ExitCode.ALTERED, altered.name
    own, other = tmp_path / "eigen.pem", tmp_path / "ander.pem"
    own.write_text(Signer(settings.keys_home).public_key_pem)
    other.write_text(Signer(tmp_path / "andere-gemeente").public_key_pem)
    monkeypatch.setenv("REGISTRY_HOME", str(tmp_path / "nergens"))
    for file in certificates:
        assert run("verify", file, "--key", own).exit_code == ExitCode.DONE
        assert run("verify", file, "--key", other).exit_code == ExitCode.ALTERED
        assert run("verify", file).exit_code == ExitCode.DONE, "whole, and the fingerprint is shown"
    assert not (tmp_path / "nergens").exists(), "checking needs no installation, and makes none"


def test_a_file_that_is_no_certificate_when_checked_then_the_code_says_so(run, tmp_path):
    file = tmp_path / "iets.json"
    for content in (b"", b"{}", b"\xff\xfe", b"%PDF-1.4"):
        file.write_bytes(content)
        assert run("verify", file).exit_code == ExitCode.ALTERED
    assert run("verify", file, "--key", file).exit_code == ExitCode.USAGE
    assert run("verify", tmp_path).exit_code == ExitCode.USAGE
    assert run("verify", tmp_path / "nergens.json").exit_code == ExitCode.USAGE


def test_a_receipt_of_consent_when_checked_then_the_code_says_whether_it_holds(run, tmp_path, settings):
    from datetime import date
    from uuid import uuid4

    from registry.asking.forms import Filled, Role
    from registry.bootstrap import build
    from registry.cli.operator import OPERATOR
    from registry.locale import Locale

    registry = build(settings)
    event = registry.intake.create_event(
        OPERATOR, name="Feest", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    ask = registry.asking.questions.for_event(OPERATOR, event.id)
    token = registry.asking.questions.address(ask).rpartition("/")[2]
    filled = Filled(role=Role.ADULT, says_yes=True, name="Els", purposes=("website",), typed="Els")
    answered = registry.asking.answering.answer(token, uuid4(), filled, Locale.NL)
    file = tmp_path / "bewijs.jsonld"
    file.write_bytes(registry.asking.receipts.json_ld(answered.receipt_token))
    registry.close()
    assert run("verify", file).exit_code == ExitCode.DONE
    file.write_bytes(file.read_bytes().replace(b"website", b"webside"))
    assert run("verify", file).exit_code == ExitCode.ALTERED
