from __future__ import annotations

from registry.intake.figures import shipped_figures


def test_the_side_photos_are_decoded_at_when_compared_with_the_analysis_then_is_what_it_asks_for():
    from registry.analysis.engine import DECODE_LONG_SIDE

    assert shipped_figures().decode_analysis_side == DECODE_LONG_SIDE
