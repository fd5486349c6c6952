from uuid import uuid4

import pytest

from registry.queueing import InProcessQueue, Work


def test_work_is_done_at_once_by_whoever_is_connected():
    done = []
    queue = InProcessQueue()
    queue.connect(
        Work(
            assess=lambda one: done.append(("assess", one)),
            erase=lambda one: done.append(("erase", one)),
            rejudge=lambda one: done.append(("rejudge", one)),
            enforce=lambda one: done.append(("enforce", one)),
        )
    )
    photo, erasure, person = uuid4(), uuid4(), uuid4()
    queue.assess(photo)
    queue.erase(erasure)
    queue.rejudge(person)
    queue.enforce(photo)
    assert done == [("assess", photo), ("erase", erasure), ("rejudge", person), ("enforce", photo)]


def test_a_queue_without_work_says_so():
    with pytest.raises(RuntimeError, match="before it was connected"):
        InProcessQueue().assess(uuid4())
