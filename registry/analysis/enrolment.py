"""The gate at enrolment: a picture that would spoil matching is refused, and why is said."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.analysis.figures import Figures, shipped_figures

if TYPE_CHECKING:
    from registry.analysis.encoding import Encoding
    from registry.analysis.engine import Engine
    from registry.analysis.measures import FaceMeasures
    from registry.picture import Picture


class EnrolmentFault(enum.Enum):
    """Why an enrolment picture is refused."""

    NO_FACE = "no_face"
    """No face was found."""
    SEVERAL_FACES = "several_faces"
    """A second face is nearly as large: it is not clear whose picture it is."""
    TOO_SMALL = "too_small"
    """The face has too few pixels."""
    TOO_DARK = "too_dark"
    """The face is badly lit, too dark or burnt out."""
    TOO_BLURRED = "too_blurred"
    """The face is not sharp for its size."""
    NOT_FRONTAL = "not_frontal"
    """The face looks aside, up or down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrolmentAccepted:
    """The picture may be enrolled: its face and that face's encoding."""

    face: FaceMeasures
    encoding: Encoding


@dataclass(frozen=True, kw_only=True, slots=True)
class EnrolmentRefused:
    """The picture may not be enrolled, for at least one reason."""

    faults: tuple[EnrolmentFault, ...]


EnrolmentAdvice = EnrolmentAccepted | EnrolmentRefused


def assess_enrolment(picture: Picture, engine: Engine) -> EnrolmentAdvice:
    """Return the accepted face with its encoding, or every reason for refusal."""
    faces = engine.analyse(picture).faces
    if not faces:
        return EnrolmentRefused(faults=(EnrolmentFault.NO_FACE,))
    faults = enrolment_faults(faces, shipped_figures())
    if faults:
        return EnrolmentRefused(faults=faults)
    return EnrolmentAccepted(face=faces[0], encoding=engine.encode(picture, faces[0]))


def enrolment_faults(faces: tuple[FaceMeasures, ...], figures: Figures) -> tuple[EnrolmentFault, ...]:
    """Return what is wrong with the largest of some faces (tallest first) as an enrolment picture. Pure."""
    face, limits = faces[0], figures.under("enrolment")
    crowded = len(faces) > 1 and faces[1].height_px > limits["second_face_ratio"] * face.height_px
    turned = face.yaw is None or abs(face.yaw) > limits["largest_yaw"]
    tilted = face.pitch is None or abs(face.pitch) > limits["largest_pitch"]
    leaning = face.roll is None or abs(face.roll) > limits["largest_roll"]
    found = {
        EnrolmentFault.SEVERAL_FACES: crowded,
        EnrolmentFault.TOO_SMALL: face.height_px < limits["smallest_face_px"],
        EnrolmentFault.TOO_DARK: face.quality["luminance_mean"] < limits["least_light"],
        EnrolmentFault.TOO_BLURRED: face.sharpness < limits["least_sharpness"],
        EnrolmentFault.NOT_FRONTAL: turned or tilted or leaning,
    }
    return tuple(fault for fault, present in found.items() if present)
