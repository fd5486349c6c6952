"""The registry as web tests use it: the real one, work done at once, and password hashes that cost nothing."""

from __future__ import annotations

from dataclasses import replace

from argon2 import PasswordHasher

from registry.access.passwords import Passwords
from registry.access.permissions import Role
from registry.access.service import AccessService
from registry.bootstrap import build
from registry.queueing import InProcessQueue, Work

PASSWORD = "een lange zin als sleutel"


def build_web_registry(settings, clock, *, assesses=False):
    """Return a registry whose durable work happens in the call; photos are analysed only where a test needs it."""
    queue = InProcessQueue()
    registry = build(settings, clock=clock, jobs=queue)
    queue.connect(
        Work(
            assess=registry.review.assess if assesses else lambda _: None,
            erase=registry.erasure.run,
            rejudge=registry.publication.rejudge,
            enforce=registry.publication.enforce,
            publish_round=registry.rounds.run,
        )
    )
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    access = AccessService(database=registry.database, clock=clock, settings=settings, passwords=Passwords(hasher))
    return replace(registry, access=access)


def make_officer(registry):
    """Add the communication officer's account."""
    return registry.access.add_user(None, login="ann", display_name="Ann Peeters", role=Role.OFFICER, password=PASSWORD)


def make_photographer(registry, officer):
    """Add a photographer's account."""
    return registry.access.add_user(
        officer.actor, login="pol", display_name="Pol Claes", role=Role.PHOTOGRAPHER, password=PASSWORD
    )
