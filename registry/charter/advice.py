"""What could be done so that a photo may go out."""

import math
from datetime import date

from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.subjects import counted_faces, face_width, persons_at


def largest_anonymous_side(facts: Facts, charter: Charter, on: date) -> int | None:
    """Return the long side in px up to which no face that counts is very recognisable; None where no face counts.

    Persons named in the words that go out stay identified at any size.
    """
    sides = [
        charter.density.value * face_width(persons_at(face, facts), charter, on) / face.width * facts.original_long_side
        for face in counted_faces(facts)
        if face.width > 0
    ]
    # A limit that lies on a whole pixel must not pass for one just above it by rounding.
    return math.ceil(min(sides) * (1 - 1e-9)) - 1 if sides else None
