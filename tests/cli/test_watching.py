"""The watched folder: a file is taken when it is whole, once, and nothing in the folder changes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from registry.cli.watching import Memory, Watched, take_whole


class NotedTaker:
    """Notes what it was given to take."""

    def __init__(self):
        self.taken = []

    def take(self, path):
        self.taken.append((path.name, path.read_bytes()))
        return True


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "camera"
    made.mkdir()
    return made


@pytest.fixture
def memory(tmp_path):
    registry = SimpleNamespace(settings=SimpleNamespace(home=tmp_path / "home"))
    return lambda: Memory.of(registry, "an-event")


def looks(*deeds):
    """A look at the folder before each deed and after the last."""
    for deed in deeds:
        yield
        deed()
    yield


def nothing():
    pass


def test_a_file_that_still_grows_when_looked_at_then_waits_until_it_is_whole(folder, memory):
    taker, photo = NotedTaker(), folder / "a.jpg"
    photo.write_bytes(b"half")
    watched = Watched(folder=folder, memory=memory())
    list(take_whole(watched, taker, looks(lambda: photo.write_bytes(b"half and whole"))))
    assert taker.taken == []
    list(take_whole(watched, taker, looks()))
    assert taker.taken == [("a.jpg", b"half and whole")]


def test_a_file_that_was_taken_when_the_command_starts_again_then_is_not_taken_again(folder, memory):
    (folder / "Jan Claes.jpg").write_bytes(b"one")
    first, second = NotedTaker(), NotedTaker()
    list(take_whole(Watched(folder=folder, memory=memory()), first, looks(nothing)))
    (folder / "b.jpg").write_bytes(b"two")
    list(take_whole(Watched(folder=folder, memory=memory()), second, looks(nothing)))
    assert [name for name, _ in first.taken] == ["Jan Claes.jpg"]
    assert [name for name, _ in second.taken] == ["b.jpg"]
    assert "Claes" not in memory().file.read_text()


def test_a_folder_when_everything_is_taken_then_holds_what_it_held(folder, memory):
    (folder / "a.jpg").write_bytes(b"one")
    (folder / ".hidden").write_bytes(b"no")
    (folder / "empty.jpg").touch()
    taker = NotedTaker()
    list(take_whole(Watched(folder=folder, memory=memory()), taker, looks(nothing)))
    assert [name for name, _ in taker.taken] == ["a.jpg"]
    assert sorted(path.name for path in folder.iterdir()) == [".hidden", "a.jpg", "empty.jpg"]
