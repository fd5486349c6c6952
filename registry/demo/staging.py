"""Putting people into a scene: a village square behind, people before it, sharp or not, and where every face is."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.demo.cutting import CutOut
from registry.demo.shipped import shipped

Pixels = NDArray[np.uint8]
_COARSE = 4  # a blurred background is made this many times smaller, then enlarged


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one person stands: the face's middle (px of the scene) and height (px), and how they are seen.

    `turn` is degrees in the picture's plane, `narrowed` the share of their width left by looking aside, `light` a
    factor, `blur` a standard deviation in px.
    """

    cut: CutOut
    x: float
    y: float
    face_height: float
    mirrored: bool = False
    turn: float = 0.0
    narrowed: float = 1.0
    light: float = 1.0
    blur: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenFace:
    """One face of a scene: whose, and where (px of the upright scene).

    `visible` is the share not hidden by others, `blur` the standard deviation of its blur as a share of its height.
    """

    person: str
    x: float
    y: float
    width: float
    height: float
    visible: float
    blur: float


@dataclass(slots=True)
class Stage:
    """A scene being put together, back to front; `owner` says for each pixel whose it is (0 the background)."""

    pixels: Pixels
    owner: NDArray[np.int32] = field(init=False)
    _places: list[tuple[Place, tuple[float, float, float, float]]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.owner = np.zeros(self.pixels.shape[:2], np.int32)

    def add(self, place: Place) -> None:
        """Put a person in front of all that stands already."""
        layer, face, corner = _prepared(place)
        self._places.append((place, face))
        self._paste(layer, corner, len(self._places))

    def hedge(self, top: float) -> None:
        """Plant a hedge in front, from `top` (share of the height) down."""
        height, width = self.pixels.shape[:2]
        at = round(height * top)
        leaves, outline = _hedge(height - at, width)
        part = self.pixels[at:]
        part[outline] = leaves[outline]
        self.owner[at:][outline] = 0

    def faces(self) -> tuple[SeenFace, ...]:
        """Return every face put in, in order, with how much of it is still to be seen."""
        return tuple(self._seen(number, place, face) for number, (place, face) in enumerate(self._places, start=1))

    def _paste(self, layer: Pixels, corner: tuple[int, int], number: int) -> None:
        height, width = self.pixels.shape[:2]
        left, top = corner
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(width, left + layer.shape[1]), min(height, top + layer.shape[0])
        if x0 >= x1 or y0 >= y1:
            return
        part = layer[y0 - top : y1 - top, x0 - left : x1 - left]
        alpha = part[..., 3:].astype(np.uint16)
        under = self.pixels[y0:y1, x0:x1]
        self.pixels[y0:y1, x0:x1] = (part[..., :3] * alpha + under * (255 - alpha)) // 255
        self.owner[y0:y1, x0:x1][part[..., 3] > 127] = number

    def _seen(self, number: int, place: Place, face: tuple[float, float, float, float]) -> SeenFace:
        x, y, w, h = face
        height, width = self.owner.shape
        y0, y1, x0, x1 = (round(side) for side in (y + h * 0.2, y + h * 0.95, x + w * 0.15, x + w * 0.85))
        inside = self.owner[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
        area = max(1, (y1 - y0) * (x1 - x0))
        visible = float((inside == number).sum()) / area
        return SeenFace(
            person=place.cut.person, x=x, y=y, width=w, height=h, visible=visible, blur=place.blur / place.face_height
        )


def _prepared(place: Place) -> tuple[Pixels, tuple[float, float, float, float], tuple[int, int]]:
    """Return the person as a layer, the face's box in the scene, and the layer's left top corner there."""
    fx, fy, fw, fh = place.cut.face
    rgba = place.cut.rgba
    if place.mirrored:
        rgba, fx = rgba[:, ::-1], rgba.shape[1] - fx - fw
    scale = place.face_height / fh
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    across = scale * place.narrowed
    layer = cv2.resize(np.ascontiguousarray(rgba), None, fx=across, fy=scale, interpolation=method)
    middle = ((fx + fw / 2) * across, (fy + fh / 2) * scale)
    layer = _seen_as(np.asarray(layer, dtype=np.uint8), middle, place)
    corner = (round(place.x - middle[0]), round(place.y - middle[1]))
    wide, high = fw * across, fh * scale
    return layer, (place.x - wide / 2, place.y - high / 2, wide, high), corner


def _seen_as(layer: Pixels, middle: tuple[float, float], place: Place) -> Pixels:
    if place.turn:
        turned = cv2.getRotationMatrix2D(middle, place.turn, 1.0)
        layer = np.asarray(cv2.warpAffine(layer, turned, (layer.shape[1], layer.shape[0])), dtype=np.uint8)
    if place.light != 1.0:
        layer = layer.copy()
        layer[..., :3] = np.clip(layer[..., :3] * place.light, 0, 255).astype(np.uint8)
    if place.blur:
        layer = _blurred(layer, place.blur)
    return layer


def _blurred(layer: Pixels, spread: float) -> Pixels:
    """Blur colour and edge together, without the cut-off background bleeding in."""
    alpha = layer[..., 3:].astype(np.float32) / 255
    solid = cv2.GaussianBlur(layer[..., :3] * alpha, (0, 0), spread)
    soft = cv2.GaussianBlur(alpha, (0, 0), spread)[..., None]
    blurred = np.empty_like(layer)
    blurred[..., :3] = solid / np.maximum(soft, 1e-3)  # at most 255: a mean of the colours it is made of
    blurred[..., 3:] = soft * 255
    return blurred


def square(width: int, height: int, *, horizon: float, blur: float, seed: int) -> Pixels:
    """Return a village square: sky, a brick front with windows, gravel; `horizon` is where the ground begins (share).

    The textures are CC0 pictures of scikit-image; `blur` (px) is the depth of field.
    """
    if not blur:
        return _sharp_square(width, height, horizon, seed)
    small = _sharp_square(width // _COARSE, height // _COARSE, horizon, seed)
    soft = cv2.GaussianBlur(small, (0, 0), blur / _COARSE)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _sharp_square(width: int, height: int, horizon: float, seed: int) -> Pixels:
    drawn = np.random.default_rng(seed)
    ground_at, wall_at = round(height * horizon), round(height * horizon * 0.35)
    return np.concatenate(
        [_sky(wall_at, width), _front(ground_at - wall_at, width, drawn), _ground(height - ground_at, width)]
    )


def developed(scene: Pixels, *, seed: int) -> Pixels:
    """Return a scene as a camera would give it: a little noise everywhere, so that no part is flatter than another."""
    drawn = np.random.default_rng(seed)
    noise = cv2.cvtColor(drawn.integers(0, 9, scene.shape[:2], dtype=np.uint8), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.addWeighted(scene, 1.0, noise, 1.0, -4.0), dtype=np.uint8)


def _hedge(height: int, width: int) -> tuple[Pixels, NDArray[np.bool_]]:
    """Return a hedge of these sides and where it is: its top is uneven."""
    size = max(64, height // 2)
    tile = cv2.resize(shipped("grass"), (size, size), interpolation=cv2.INTER_AREA)
    leaves = np.tile(tile, (height // size + 1, width // size + 1))[:height, :width]
    shaded = leaves[..., None] / 255.0 * np.array([96, 150, 70]) * np.linspace(1, 0.6, height)[:, None, None]
    ragged = height * 0.06 * (1 + np.sin(np.arange(width) / size * 9) * 0.4) + leaves[0] / 255 * height * 0.05
    outline = np.arange(height)[:, None] > ragged[None, :]
    return np.asarray((shaded + 12).clip(0, 255), dtype=np.uint8), outline


def _sky(height: int, width: int) -> Pixels:
    down = np.linspace(0, 1, height)[:, None, None]
    colours = np.array([150, 185, 225]) * (1 - down) + np.array([215, 226, 238]) * down
    return np.asarray(np.broadcast_to(colours, (height, width, 3)), dtype=np.uint8)


def _front(height: int, width: int, drawn: np.random.Generator) -> Pixels:
    tile = cv2.resize(shipped("brick"), (height // 2, height // 2), interpolation=cv2.INTER_AREA)
    wall = np.tile(tile, (3, width // tile.shape[1] + 2))[:height, :width, None] / 255.0
    front = np.asarray((wall * np.array([196, 138, 112]) + 20).clip(0, 255), dtype=np.uint8)
    step = round(height * 0.62)
    for left in range(round(step * 0.3), width, step):
        low = round(height * (0.18 + 0.04 * drawn.random()))
        pane = front[low : low + round(height * 0.42), left : left + round(step * 0.42)]
        pane[:] = (62, 74, 88)
        pane[:: max(1, pane.shape[0] // 3)] = (225, 222, 214)
    return front


def _ground(height: int, width: int) -> Pixels:
    tiled = np.tile(shipped("gravel"), (6, 12))
    deep, wide = tiled.shape
    from_corners = np.array([(0, 0), (wide, 0), (wide, deep), (0, deep)], np.float32)
    to_corners = np.array([(0, 0), (width, 0), (width * 1.9, height), (-width * 0.9, height)], np.float32)
    warp = cv2.getPerspectiveTransform(from_corners, to_corners)
    seen = cv2.warpPerspective(tiled, warp, (width, height), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REFLECT)
    return np.asarray((seen[..., None] / 255.0 * np.array([188, 180, 168]) + 18).clip(0, 255), dtype=np.uint8)
