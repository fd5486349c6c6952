"""Pictures that the installed scikit-image ships: CC0 or public domain, each checked in its documentation."""

import numpy as np
from numpy.typing import NDArray

PICTURES = frozenset({"astronaut", "brick", "coffee", "grass", "gravel"})


def shipped(name: str) -> NDArray[np.uint8]:
    """Return one of PICTURES, uint8, grey or RGB. Raises KeyError for another: its licence was not checked."""
    import skimage.data

    if name not in PICTURES:
        raise KeyError(name)
    return np.asarray(getattr(skimage.data, name)(), dtype=np.uint8)
