"""Detection: average precision, recall by face height, count error and cost, beside the peers, in one run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from registry.analysis.centerface import CenterFace
from registry.analysis.figures import shipped_figures
from registry.analysis.yunet import YuNet
from registry.bench import counts, peers
from registry.bench import detection_scores as scores
from registry.bench.evaluation import PHOTOS, SEED, read_annotations, read_pixels, show_table

if TYPE_CHECKING:
    from registry.bench import Console
    from registry.bench.peers import Detector

SETS = (
    ("wider, 416 px wide", "wider_annotations.json", "focus/photos"),
    ("wider, full size", "wider_full_annotations.json", "detection/photos"),
)
FEW = 10
"""So few photos are all looked at, also in a sample."""

THRESHOLDS = [round(0.05 * step, 2) for step in range(-8, 24)]
HEAD = (
    "detector",
    "AP (95 %)",
    "recall 10-20",
    "20-40",
    "40-80",
    ">= 80 px",
    "count error",
    "precision",
    "at",
    "CPU s/MP",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """A detector to measure; every `stride`-th photo (slow ones see fewer); `at` fixes its threshold."""

    name: str
    detect: Detector
    stride: int = 1
    at: float | None = None


def run(console: Console, *, sample: int) -> None:
    """Measure all peers on both sets, and the pipeline's recall on the race photos."""
    cv2.setNumThreads(1)
    whole = peers.pipeline(threads=1, whole_curve=True)
    outcomes: list[scores.Outcome] = []
    for title, file, folder in SETS:
        items = read_annotations(PHOTOS / "detection" / file)
        items = items if len(items) < FEW else items[::sample]
        rows = [_row(peer, items[:: peer.stride], folder) for peer in _peers()]
        show_table(console, f"Detection on {title} ({len(items)} photos)", HEAD, rows)
        outcomes += _measure(whole, items, folder)[0]
    counts.tell(console, outcomes)
    races = read_annotations(PHOTOS / "detection" / "rbnr_annotations.json")[::sample]
    outcomes, cost = _measure(peers.pipeline(threads=1, whole_curve=False), races, "focus/photos")
    console.print(f"\nRace photos: recall {scores.recall(outcomes, 0):.3f} of annotated faces, {cost:.2f} CPU s/MP.")


def _peers() -> list[Peer]:
    """Return all detectors, ours last."""
    yunet, center = YuNet(threads=1), CenterFace(threads=1, eight_bit=False)
    shift = shipped_figures()["detection.centerface_shift"]
    twice, thrice, closer = peers.enlarged(yunet, 2), peers.enlarged(yunet, 3), peers.enlarged(center, 2)
    return [
        Peer(name="dlib HOG, upsample 1 (face_recognition)", detect=peers.hog(1), at=0.0),
        Peer(name="dlib HOG, upsample 2", detect=peers.hog(2), stride=4, at=0.0),
        Peer(name="dlib CNN, upsample 1", detect=peers.cnn(1), stride=20, at=0.0),
        *(Peer(name=f"YuNet x{n}", detect=peers.enlarged(yunet, n)) for n in (1, 2, 3)),
        *(Peer(name=f"CenterFace x{n}", detect=peers.enlarged(center, n)) for n in (1, 2, 3)),
        Peer(name="CenterFace x3 in 8 bits", detect=peers.enlarged(CenterFace(threads=1, eight_bit=True), 3)),
        Peer(name="fusion YuNet x2 + CenterFace x2", detect=peers.fusion([twice, closer], [0, shift])),
        Peer(
            name="fusion YuNet x2 + x3 + CenterFace x2",
            detect=peers.fusion([twice, thrice, closer], [0, 0, shift]),
        ),
        Peer(name="registry, whole curve", detect=peers.pipeline(threads=1, whole_curve=True)),
        Peer(name="registry, as shipped", detect=peers.pipeline(threads=1, whole_curve=False), at=0.0),
    ]


def _row(peer: Peer, items: list[dict[str, Any]], folder: str) -> list[str]:
    """Return one line of the table; without a fixed threshold, the one with the least count error is taken."""
    outcomes, cost = _measure(peer.detect, items, folder)
    errors = {at: scores.count_error(outcomes, at) for at in THRESHOLDS}
    at = peer.at if peer.at is not None else min(errors, key=lambda one: errors[one])
    low, high = scores.bootstrap(outcomes, scores.average_precision, seed=SEED)
    bands = [f"{scores.recall(outcomes, at, *band):.2f}" for band in scores.BANDS]
    average = f"{scores.average_precision(outcomes):.3f} ({low:.2f}-{high:.2f})"
    name = peer.name + (f" ({len(items)} photos)" if peer.stride > 1 else "")
    wrong, right = scores.count_error(outcomes, at), scores.precision(outcomes, at)
    return [name, average, *bands, f"{wrong:.3f}", f"{right:.3f}", f"{at:.2f}", f"{cost:.2f}"]


def _measure(detect: Detector, items: list[dict[str, Any]], folder: str) -> tuple[list[scores.Outcome], float]:
    """Return an outcome for each photo and CPU seconds per megapixel of the photos as they are."""
    outcomes, seconds, pixels_seen = [], 0.0, 0
    for item in items:
        pixels = read_pixels(PHOTOS / folder / item["image"])
        begun = time.process_time()
        found = detect(pixels)
        seconds += time.process_time() - begun
        pixels_seen += pixels.shape[0] * pixels.shape[1]
        truth = np.array([face["box"] for face in item["faces"]], np.float32).reshape(-1, 4)
        ignore = np.array([face["ignore"] for face in item["faces"]], bool)
        outcomes.append(scores.compare(found.boxes, found.scores, truth, ignore))
    return outcomes, seconds / (pixels_seen / 1e6)
