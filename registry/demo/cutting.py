"""Cutting a person out of a portrait: head and shoulders with a soft edge, by GrabCut from the known face.

Source: Rother, Kolmogorov, Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", 2004.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.demo.cast import Box, Portrait

_WORKING_FACE = 110  # px of face width at which GrabCut works; the mask is enlarged afterwards
_ROUNDS = 6
_SHOWN_IN_CROWDS = 5  # face heights below the hairline; the rows in front hide the rest


@dataclass(frozen=True, kw_only=True, slots=True)
class CutOut:
    """A person without background: uint8 RGBA, the trunk drawn on below the photo; `face` is px of these pixels."""

    person: str
    key: str
    rgba: NDArray[np.uint8] = field(repr=False)
    face: Box


def cut_out(portrait: Portrait) -> CutOut:
    """Cut a portrait's person out, from above the head to the chest."""
    x, y, w, h = _frame(portrait)
    pixels = portrait.pixels[y : y + h, x : x + w]
    fx, fy, fw, fh = portrait.source.face
    face = (fx - x, fy - y, fw, fh)
    scale = _WORKING_FACE / fw
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = _mask(np.asarray(small, dtype=np.uint8), [side * scale for side in face])
    alpha = cv2.resize(mask, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    whole = np.dstack([pixels, np.clip(alpha, 0, 255)]).astype(np.uint8)
    return CutOut(person=portrait.source.person, key=portrait.source.key, rgba=_drawn_on(whole, fw), face=face)


def _drawn_on(rgba: NDArray[np.uint8], face_width: int) -> NDArray[np.uint8]:
    """Draw the trunk on below the photo's edge as a plain coat: the colours of its last rows, smoothed, darkening."""
    rows, width = 5 * face_width, rgba.shape[1]
    last = rgba[-max(2, face_width // 8) :, :, :3].mean(axis=0, keepdims=True)
    coat = cv2.GaussianBlur(last.astype(np.float32), (0, 0), face_width / 4)
    fading = np.linspace(1, 0.5, rows, dtype=np.float32)[:, None, None]
    more = np.empty((rows, width, 4), np.uint8)
    more[..., :3] = coat.reshape(1, width, 3) * fading
    more[..., 3] = rgba[-1, :, 3]
    return np.concatenate([rgba, more])


def reduced(cut: CutOut, face_height: float) -> CutOut:
    """Return a person made smaller once, for scenes in which they stand many times; never larger."""
    scale = min(1.0, face_height / cut.face[3])
    shown = cut.rgba[: cut.face[1] + _SHOWN_IN_CROWDS * cut.face[3]]
    small = cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    x, y, w, h = (round(side * scale) for side in cut.face)
    return CutOut(person=cut.person, key=cut.key, rgba=np.asarray(small, dtype=np.uint8), face=(x, y, w, h))


def _frame(portrait: Portrait) -> Box:
    """Return the part of a portrait with head and chest."""
    x, y, w, _ = portrait.source.face
    height, width = portrait.pixels.shape[:2]
    left, right = max(0, round(x - 1.6 * w)), min(width, round(x + 2.6 * w))
    top, bottom = max(0, round(y - 1.2 * w)), min(height, round(y + 3.8 * w))
    return left, top, right - left, bottom - top


def _mask(pixels: NDArray[np.uint8], face: list[float]) -> NDArray[np.uint8]:
    """Return the person's soft mask, 0 to 255."""
    x, y, w, h = face
    h = max(h, 1.3 * w)
    middle = x + w / 2
    mask = _guess(pixels.shape[0], pixels.shape[1], middle, y, w, h)
    cv2.setRNGSeed(1)
    cv2.grabCut(pixels, mask, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    whole = _closed(person, (round(middle), round(y + h / 2)))
    tight = cv2.erode(whole, np.ones((3, 3), np.uint8)) * 255
    return np.asarray(cv2.GaussianBlur(tight, (0, 0), 1.2), dtype=np.uint8)


def _guess(height: int, width: int, middle: float, y: float, w: float, h: float) -> NDArray[np.uint8]:
    """Say what is surely, probably and surely not the person: a head and a trunk around a known face."""
    deep = height + 5

    def trunk(neck: float, shoulder: float, neck_at: float, shoulder_at: float) -> NDArray[np.int32]:
        half = [(neck, y + h * neck_at), (shoulder, y + h * shoulder_at), (shoulder, deep)]
        outline = [(middle + w * dx, py) for dx, py in half] + [(middle - w * dx, py) for dx, py in reversed(half)]
        return np.array(outline, np.int32)

    def head(mask: NDArray[np.uint8], across: float, down: float, value: int) -> None:
        centre = (round(middle), round(y + h * 0.43))
        cv2.ellipse(mask, centre, (round(w * across), round(h * down)), 0, 0, 360, value, -1)

    possible = np.zeros((height, width), np.uint8)
    head(possible, 1.15, 0.98, 1)
    cv2.fillPoly(possible, [trunk(0.9, 2.2, 0.95, 1.45)], 1)
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    head(mask, 0.95, 0.95, cv2.GC_PR_FGD)
    cv2.fillPoly(mask, [trunk(0.5, 1.7, 1.0, 1.6)], cv2.GC_PR_FGD)
    cv2.fillPoly(mask, [trunk(0.28, 0.9, 1.0, 1.75)], cv2.GC_FGD)
    head(mask, 0.46, 0.5, cv2.GC_FGD)
    mask[possible == 0] = cv2.GC_BGD
    return mask


def _closed(person: NDArray[np.uint8], inside: tuple[int, int]) -> NDArray[np.uint8]:
    """Keep the part that holds the face, fill its holes, take its loose threads off."""
    _, labels = cv2.connectedComponents(person)
    whole = (labels == labels[inside[1], inside[0]]).astype(np.uint8)
    count, holes, stats, _ = cv2.connectedComponentsWithStats(1 - whole)
    for hole in range(1, count):
        if stats[hole, cv2.CC_STAT_AREA] < 0.02 * whole.size:
            whole[holes == hole] = 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
