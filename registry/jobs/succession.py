"""What a former version of the workflows left undone is handed to this one.

The engine lets only the version that began a workflow go on with it, and keeps the place in the queue for it: after an
upgrade an erasure under way would wait for ever, and no second one could be handed in. The records know how far each
piece of work is, so it is begun again by this version's workflow, which does what is left.
"""

from dbos import DBOS, WorkflowStatus

from registry.jobs import names

_UNFINISHED = ["PENDING", "ENQUEUED", "DELAYED"]


def take_over() -> int:
    """End the unfinished workflows of other versions and hand their subjects to this one; return how many there were.

    A crash in between loses no erasure, photo or round, which are found in the records every minute; what must come
    down after a consent ended is found by the nightly round.
    """
    waiting = DBOS.list_workflows(status=_UNFINISHED, load_input=False, load_output=False)
    former = [one for one in waiting if one.app_version != names.VERSION]
    if former:
        DBOS.cancel_workflows([one.workflow_id for one in former])
    for one in former:
        _hand_on(one)
    return len(former)


def hand_on(queue: str, workflow: str, subject: str) -> None:
    """Put a subject in a queue for a workflow of this version, unless it waits there already."""
    DBOS.enqueue_workflow_with_options(
        {
            "queue_name": queue,
            "workflow_name": workflow,
            "app_version": names.VERSION,
            "deduplication_id": f"{workflow}:{subject}",
            "duplication_policy": "return-existing",
        },
        subject,
    )


def _hand_on(former: WorkflowStatus) -> None:
    """Hand on what was handed on before; what a schedule began, the schedule begins again."""
    workflow, _, subject = (former.deduplication_id or "").partition(":")
    if former.queue_name and subject and workflow in names.HANDED_ON:
        hand_on(former.queue_name, workflow, subject)
