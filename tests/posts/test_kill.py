"""A worker killed (SIGKILL) at every point between due and sent, in a process of its own, and started again."""

import os
import signal
from datetime import timedelta

import pytest
from posts.world import HOUR
from web_world import build_web_registry

from registry.copies.states import CopyState
from registry.posts.sending import Sending
from registry.posts.states import PostState
from registry.publication.gate import Gate


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def before_sending(registry):
    registry.posts.sending._publish = die


def before_the_bytes(registry):
    registry.channels["website"].publish = die


def before_the_confirmation(registry):
    Gate.confirm = die


def before_the_note(_registry):
    Sending._record = die


def before_the_end(_registry):
    import registry.posts.sending as module

    module._settle = die


POINTS = (before_sending, before_the_bytes, before_the_confirmation, before_the_note, before_the_end)


def killed(world, point) -> bool:
    """Let a worker of its own process send what is due until it dies at a point; say whether it did."""
    pid = os.fork()
    if pid == 0:
        registry = build_web_registry(world.settings, world.clock)
        point(registry)
        registry.posts.sending.tend()
        os._exit(0)  # the parent sees that the point was not reached
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_between_due_and_sent_repeats_nothing_and_loses_nothing(world, point):
    post = world.scheduled(world.photo(), world.photo())
    world.clock.advance(HOUR)
    world.registry.database.close()
    assert killed(world, point)
    for _ in range(6):
        world.later(timedelta(minutes=3))
        for copy_id in world.registry.publication.unsettled():
            world.registry.publication.settle(copy_id)
    assert world.state(post) is PostState.SENT
    assert len(world.files()) == 2
    present = [copy for copy in world.copies() if copy.state is CopyState.PRESENT]
    assert len({copy.photo_id for copy in present}) == len(present) == 2
    assert {row.copy_id for row in world.deliveries(post)} == {copy.id for copy in present}
    assert not any(copy.state in (CopyState.PLANNED, CopyState.REMOVING) for copy in world.copies())
