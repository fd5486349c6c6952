"""Accounts from the terminal."""

from __future__ import annotations

from registry.cli.outcome import ExitCode

PASSWORD = "een lang genoeg wachtwoord"


def add(run, login, *more, password=PASSWORD):
    return run("user", "add", login, "--name", "Jan [/b]", "--password", password, *more)


def test_the_first_account_when_not_an_officers_then_the_command_says_what_to_add(run):
    result = add(run, "tom")
    assert result.exit_code == ExitCode.REFUSED
    assert "--role officer" in result.output


def test_accounts_when_added_then_are_listed_whatever_their_names(run):
    assert add(run, "jan", "--role", "officer").exit_code == ExitCode.DONE
    assert add(run, "tom").exit_code == ExitCode.DONE
    listed = run("user", "list")
    assert listed.exit_code == ExitCode.DONE
    assert listed.output.count("Jan [/b]") == 2
    assert "photographer" in listed.output


def test_an_account_when_refused_then_nothing_is_added(run):
    add(run, "jan", "--role", "officer")
    assert add(run, "jan").exit_code == ExitCode.REFUSED
    assert add(run, "tom", password="kort").exit_code == ExitCode.REFUSED
    assert add(run, "machine", "--role", "system").exit_code == ExitCode.USAGE
    assert run("user", "list").output.count("Jan [/b]") == 1


def test_name_and_password_when_left_out_then_are_asked_for(run):
    answers = f"Jan\n{PASSWORD}\n{PASSWORD}\n"
    assert run("user", "add", "jan", "--role", "officer", input=answers).exit_code == ExitCode.DONE
    assert run("user", "add", "tom", input="").exit_code == ExitCode.REFUSED
