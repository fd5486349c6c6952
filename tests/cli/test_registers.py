from __future__ import annotations

import stat

import pytest
from typer.testing import CliRunner

from registry.cli.commands import app
from registry.cli.outcome import ExitCode

LIST = "Naam;Geboortedatum;Toestemming;Doelen\nAnna Peeters;4/5/1980;ja;website\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_HOME", str(tmp_path / "home"))
    return lambda *words: CliRunner().invoke(app, ["persons", *map(str, words)])


def test_a_list_when_taken_in_at_the_terminal_then_comes_out_again(run, tmp_path):
    (tmp_path / "in.csv").write_text(LIST, encoding="utf-8")

    taken = run("import", tmp_path / "in.csv")
    out = tmp_path / "out.csv"
    handed = run("export", out, "--form", "csv")

    assert (taken.exit_code, handed.exit_code) == (ExitCode.DONE, ExitCode.DONE), taken.output + handed.output
    assert "Anna Peeters" in out.read_text(encoding="utf-8-sig")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_faulty_list_when_taken_in_then_is_refused_with_row_and_column_unless_rows_are_left_out(run, tmp_path):
    (tmp_path / "in.csv").write_text(LIST + "Bert;31/02/1980;;\n", encoding="utf-8")

    refused = run("import", tmp_path / "in.csv")
    assert refused.exit_code == ExitCode.REFUSED
    assert "Rij 3, Geboortedatum" in refused.output + refused.stderr
    assert run("import", tmp_path / "in.csv", "--look").exit_code == ExitCode.PARTLY
    assert run("import", tmp_path / "in.csv", "--leave-out").exit_code == ExitCode.DONE


def test_its_own_list_when_looked_at_and_taken_in_again_then_everybody_is_known(run, tmp_path):
    (tmp_path / "in.csv").write_text("Naam;Toestemming;Doelen\nAnna Peeters;ja;website\n", encoding="utf-8")
    run("import", tmp_path / "in.csv")
    run("export", tmp_path / "out.csv", "--form", "csv")

    look, again = run("import", tmp_path / "out.csv", "--look"), run("import", tmp_path / "out.csv")

    assert "Nieuwe personen: 0. Al bekend: 1. Nieuwe antwoorden: 0." in look.output
    assert "0 personen en 0 antwoorden" in again.output
