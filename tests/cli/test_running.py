"""The processes: an occupied address, a worker that is kept up and does not outlive the pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from threading import Event

import pytest

from registry.cli import beside
from registry.cli.outcome import ExitCode


@pytest.fixture
def occupied():
    """A port something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_an_occupied_port_when_served_on_then_the_command_says_so_and_starts_nothing(run, occupied, monkeypatch):
    monkeypatch.setattr("registry.cli.running.worker_beside", lambda *_: pytest.fail("a worker was started"))
    result = run("serve", "--port", occupied)
    assert result.exit_code == ExitCode.REFUSED
    assert str(occupied) in result.output


def test_an_occupied_port_when_the_demo_wants_it_then_no_story_is_told_first(run, occupied, tmp_path):
    result = run("demo", "--home", tmp_path / "demo", "--port", occupied)
    assert result.exit_code == ExitCode.REFUSED
    assert not (tmp_path / "demo").exists()


def test_the_database_when_migrated_twice_then_both_end_well(run):
    assert [run("migrate").exit_code for _ in range(2)] == [ExitCode.DONE, ExitCode.DONE]


def test_a_worker_that_stops_by_itself_when_beside_the_pages_then_is_said_and_started_again(tmp_path, capsys):
    starts, seen = tmp_path / "starts", Event()
    script = f"open({str(starts)!r}, 'a').write('.'); raise SystemExit(7)"

    def tr(text: str) -> str:
        return text

    with beside.worker_beside(tr, command=(sys.executable, "-c", script), rest=0):
        deadline = time.monotonic() + 20
        while not (starts.exists() and len(starts.read_text()) > 1) and time.monotonic() < deadline:
            seen.wait(0.05)
    assert len(starts.read_text()) > 1
    assert "7" in capsys.readouterr().err


def test_a_worker_when_the_pages_end_then_ends_too(tmp_path):
    number = tmp_path / "pid"
    script = f"import os, time; open({str(number)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with beside.worker_beside(str, command=(sys.executable, "-c", script)):
        while not (number.exists() and number.read_text()):
            time.sleep(0.02)
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


@pytest.mark.slow
def test_the_pages_when_told_to_end_by_sigterm_then_leave_no_worker_behind(home, occupied):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pages = subprocess.Popen(
        [sys.executable, "-m", "registry", "serve", "--port", str(port)],
        env={**os.environ, "REGISTRY_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not answers(port) and time.monotonic() < deadline and pages.poll() is None:
        time.sleep(0.2)
    (worker,) = workers_of(pages.pid)
    pages.send_signal(signal.SIGTERM)
    assert pages.wait(timeout=60) == ExitCode.DONE
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def workers_of(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid), "-f", "registry worker"], capture_output=True, check=True)
    return [int(number) for number in found.stdout.split()]
