"""What an item is taken for that looks like a version with hidden faces as much as like the photo it replaced."""

import pytest
from numpy.random import default_rng

from registry.database import new_id
from registry.sweeping import figures as figures_file
from registry.sweeping.comparing import Comparisons
from registry.sweeping.index import PrintIndex
from registry.sweeping.prints import ItemPrints

VERSION, PHOTO = new_id(), new_id()
LOOKS = default_rng(3).bytes(32)


@pytest.mark.parametrize(
    ("replaced", "expected"), [({VERSION: frozenset({PHOTO})}, (PHOTO, True)), ({}, (VERSION, False))]
)
def test_a_copy_that_looks_like_both_is_taken_for_the_photo_that_was_destroyed_where_the_version_replaces_it(
    replaced, expected
):
    comparisons = Comparisons(
        here=PrintIndex([(VERSION, LOOKS)]),
        erased=PrintIndex([(PHOTO, LOOKS)]),
        figures=figures_file.shipped_figures(),
        most_erased=20,
        boxes=(),
        ours=lambda _: None,
        replaced=replaced,
    )
    match = comparisons.of_looks(ItemPrints(sha256="", hashes=LOOKS, width=640, height=480))
    assert (match.photo_id, match.erased) == expected
