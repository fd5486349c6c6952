"""How other people's faces are covered in a photo that is shown to somebody in it."""

from functools import partial

from registry.intake.figures import shipped_figures as intake_figures
from registry.mending.figures import shipped_figures as mending_figures
from registry.mending.veiling import veiled


def veil() -> "partial[bytes]":
    """Return the cover with the shipped figures: a picture and the faces to cover in, a JPEG out."""
    return partial(veiled, figures=mending_figures(), quality=intake_figures().decode_rendition_quality)
