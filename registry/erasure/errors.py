"""Errors of erasure.

ErasureError
├── PolicyRefused      a figure in data/erasure.toml is missing or makes no sense
├── PhotoUnknown       there is no such photo
├── PlanChanged        copies changed since the officer saw the plan
├── ErasureUnknown     there is no such erasure
├── StepUnknown        there is no such step
├── TaskUnknown        there is no such person's task
├── TaskClosed         somebody else closed the task before
├── EvidenceUnknown    there is no such evidence
├── NoNewConsent       nobody in the photo agreed anew
├── CopyStillThere     a task was reported done, and a look found the copy
├── NotYoursToDrop     the photo is somebody else's, or it went out, or somebody asked to have it removed
└── NoCertificateYet   the erasure is not finished
"""

from registry.errors import RegistryError
from registry.locale import N_


class ErasureError(RegistryError):
    """Any refusal of the erasure stage."""

    code = "erasure"


class PolicyRefused(ErasureError):
    """A figure is missing or out of range. Data: figure."""

    code = "erasure-policy-refused"
    text = N_("The figure {figure} in data/erasure.toml is missing or makes no sense. Correct it and start again.")


class PhotoUnknown(ErasureError):
    """No photo has this id. Data: photo_id."""

    code = "erasure-photo-unknown"
    text = N_("There is no such photo. Go back to the list and choose one.")


class PlanChanged(ErasureError):
    """The copies are no longer those the officer confirmed. Data: photo_id."""

    code = "erasure-plan-changed"
    text = N_("Something changed since you saw this plan. Look at the new plan and confirm again.")


class ErasureUnknown(ErasureError):
    """No erasure has this id. Data: erasure_id."""

    code = "erasure-unknown"
    text = N_("There is no such erasure.")


class StepUnknown(ErasureError):
    """No step has this id. Data: step_id."""

    code = "erasure-step-unknown"
    text = N_("There is no such step.")


class TaskUnknown(ErasureError):
    """No person's task has this id. Data: task_id."""

    code = "erasure-task-unknown"
    text = N_("There is no such task.")


class TaskClosed(ErasureError):
    """The task is no longer open. Data: task_id."""

    code = "erasure-task-closed"
    text = N_("Somebody closed this task before you. Reload the list.")


class EvidenceUnknown(ErasureError):
    """No evidence has this id, or its time of keeping is over. Data: evidence_id."""

    code = "erasure-evidence-unknown"
    text = N_("This proof is no longer kept.")


class NoNewConsent(ErasureError):
    """The consent is not one on which the photo may come in again. Data: erasure_id."""

    code = "erasure-no-new-consent"
    text = N_(
        "A destroyed photo comes back only if the person agreed to that after it was destroyed. Record their new "
        "consent first."
    )


class CopyStillThere(ErasureError):
    """A look found the copy after a person reported it removed. Data: task_id, place."""

    code = "erasure-copy-still-there"
    text = N_("The photo is still to be found in {place}. Remove it there, then report again.")


class NoCertificateYet(ErasureError):
    """The erasure is not finished. Data: erasure_id."""

    code = "erasure-no-certificate-yet"
    text = N_("This erasure is not finished, so there is no certificate yet.")


class NotYoursToDrop(ErasureError):
    """A photographer may only take back an own photo that went nowhere. Data: photo_id."""

    code = "erasure-not-yours-to-drop"
    text = N_(
        "You can only drop a photo of your own that was not published or downloaded. Ask the communication officer."
    )
