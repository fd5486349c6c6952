"""Any decoded picture to upright-ready sRGB of 8 bits a channel. Pure.

Profiles are applied by littlecms (relative colorimetric with black point compensation, as browsers do). A damaged
profile, or one for another kind of pixels, is left aside: the photo is then taken as sRGB, never refused.
"""

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

_SPACES = {"RGB ": {"RGB"}, "GRAY": {"L"}, "CMYK": {"CMYK"}, "Lab ": {"LAB"}}
_PROFILE_FAULTS = (OSError, ValueError, TypeError, ImageCms.PyCMSError)


def to_eight_bits(image: Image.Image) -> Image.Image:
    """Bring deep and odd modes to one that can be resized: 1 and palettes unfolded, 16-bit and float grey to 8 bits."""
    if image.mode in {"1", "YCbCr", "HSV", "RGBX"}:
        return image.convert("RGB")
    if image.mode in {"P", "PA"}:
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return Image.fromarray(_grey(np.asarray(image)))
    if image.mode in {"RGB", "L"} and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def on_white(image: Image.Image) -> Image.Image:
    """Lay what is transparent on white, the colour of paper and of the municipality's pages."""
    if image.mode not in {"RGBA", "LA", "La", "RGBa"}:
        return image
    layered = image.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as sRGB, by its ICC profile where it has a usable one."""
    source = _profile(profile, image.mode) if profile else None
    if source is None and image.mode == "LAB":
        source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if source is None:
        return image.convert("RGB")
    try:
        return _transformed(image, source)
    except _PROFILE_FAULTS:
        return image.convert("RGB")


def _transformed(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    done = ImageCms.profileToProfile(
        image,
        source,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert done is not None
    return done


def _profile(data: bytes, mode: str) -> ImageCms.ImageCmsProfile | None:
    """Return the profile when it can be read and is for pixels of this mode."""
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        space = profile.profile.xcolor_space
    except _PROFILE_FAULTS:
        return None
    return profile if mode in _SPACES.get(space, set()) else None


def _grey(values: np.ndarray) -> np.ndarray:
    """Bring deep grey to 8 bits: 16-bit by its scale, float of 0 to 1 by 255, all else cut at 255."""
    if values.dtype == np.uint16:
        return (values >> 8).astype(np.uint8)
    top = float(values.max()) if values.size else 0.0
    scale = 255.0 if values.dtype.kind == "f" and top <= 1.0 else 1 / 257 if top > 255 else 1.0
    return np.clip(np.nan_to_num(values.astype(np.float64)) * scale, 0, 255).astype(np.uint8)
