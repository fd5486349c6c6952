"""`registry watch`: take in what appears in a folder, as soon as it is whole; nothing there is moved or changed.

What was taken is remembered in the registry's home by a fingerprint of name, size and time, so that a restart reads
nothing twice; a file is whole when its size and time stayed the same between two looks.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Annotated
from uuid import UUID

import typer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from registry.bootstrap import Registry
from registry.cli.operator import opened
from registry.cli.outcome import say
from registry.cli.taking_in import Taker, event_named
from registry.locale import N_, translator

_SECONDS = 2.0
"""Between two looks at a file: longer than a camera's or a network's pause while it writes one."""

_Print = tuple[int, int]


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder to watch.", exists=True, file_okay=False)],
    event: Annotated[str, typer.Option(help="The event's name; it is made when there is none of that name.")],
    place: Annotated[str, typer.Option(help="Where a new event took place.")] = "",
    *,
    public: Annotated[
        bool, typer.Option("--public/--private", help="Whether a new event was public, or in a public place.")
    ] = True,
    once: Annotated[bool, typer.Option("--once", help="Take in what is there and whole, then stop.")] = False,
) -> None:
    """Take in every photo that comes into a folder, until the command is stopped (Ctrl-C); move nothing."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        event_id = event_named(registry, event, place, public=public)
        watched = Watched(folder=folder, memory=Memory.of(registry, event_id))
        taker = Taker(registry=registry, event_id=event_id, batch_id=None, tr=tr)
        say(tr(N_("Watching the folder. Stop with Ctrl-C.")))
        taken = sum(take_whole(watched, taker, changes(folder, once=once)))
        say(tr(N_("{n} photos taken in.")).format(n=taken))


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What was looked at before, as fingerprints only: a file name can be a person's."""

    file: Path
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, registry: Registry, event_id: UUID) -> "Memory":
        """Return what an event's watched folder remembers."""
        file = registry.settings.home / "watched" / f"{event_id}.json"
        taken = set(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else set()
        return cls(file=file, taken=taken)

    def add(self, mark: str) -> None:
        """Remember one more, on disk before anything else happens."""
        self.taken.add(mark)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps(sorted(self.taken)), encoding="utf-8")
        beside.replace(self.file)


@dataclass(kw_only=True, slots=True)
class Watched:
    """A folder, what was taken of it, and how each file looked the last time."""

    folder: Path
    memory: Memory
    seen: dict[Path, _Print] = field(default_factory=dict)

    def whole(self) -> list[Path]:
        """Return the files that are new and did not change since the last look, in the order of their names."""
        now = {path: _look(path) for path in sorted(self.folder.iterdir()) if _is_photo(path)}
        ready = [
            path
            for path, look in now.items()
            if look and look[0] and self.seen.get(path) == look and self.mark(path, look) not in self.memory.taken
        ]
        self.seen = {path: look for path, look in now.items() if look}
        return ready

    def mark(self, path: Path, look: _Print) -> str:
        """Return the fingerprint by which a file is remembered."""
        return sha256(f"{path.name}|{look[0]}|{look[1]}".encode()).hexdigest()

    def remember(self, path: Path) -> None:
        """Remember that a file was looked at, whatever came of it."""
        self.memory.add(self.mark(path, self.seen[path]))


def take_whole(watched: Watched, taker: Taker, looks: Iterator[None]) -> Iterator[bool]:
    """Take in what is whole at every look; say for each file whether it was taken."""
    for _ in looks:
        for path in watched.whole():
            taken = taker.take(path)
            watched.remember(path)
            yield taken


def changes(folder: Path, *, once: bool) -> Iterator[None]:
    """Give a moment to look: twice when `once`, otherwise after every change and the pause behind it, until Ctrl-C."""
    told: SimpleQueue[None] = SimpleQueue()
    observer = Observer()
    observer.schedule(_Bell(told), str(folder))
    observer.start()
    try:
        yield
        _wait(told)
        yield
        while not once:
            told.get()
            yield
            _wait(told)
            yield
    except KeyboardInterrupt:
        return
    finally:
        observer.stop()
        observer.join()


def _wait(told: "SimpleQueue[None]") -> None:
    """Wait until the folder was quiet for a while."""
    while True:
        try:
            told.get(timeout=_SECONDS)
        except Empty:
            return


class _Bell(FileSystemEventHandler):
    """Tells that something in the folder was made or changed."""

    def __init__(self, told: "SimpleQueue[None]") -> None:
        self._told = told

    def on_created(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - which file does not matter
        """Tell."""
        self._told.put(None)

    on_modified = on_moved = on_closed = on_created


def _is_photo(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _look(path: Path) -> _Print | None:
    try:
        stat = path.stat()
    except OSError:
        return None  # gone between listing and looking
    return stat.st_size, stat.st_mtime_ns
