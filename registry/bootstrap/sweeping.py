"""Sweeps and adoptions connected to what they compare with, write to and hand on to."""

import hmac
from functools import partial
from hashlib import sha256
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from registry.bootstrap.ground import Ground, content_mac_of
from registry.intake.figures import shipped_figures as intake_figures
from registry.intake.service import IntakeService
from registry.intake.suppression import Suppressions
from registry.review.service import ReviewService
from registry.sweeping.adopting import AdoptionService
from registry.sweeping.figures import shipped_figures
from registry.sweeping.reading import Reader
from registry.sweeping.service import SweepService
from registry.sweeping.sweeper import Reopen, Sweeper
from registry.sweeping.taking_over import TakingOver


def connect_sweeps(ground: Ground, intake: IntakeService, reopen: Reopen) -> SweepService:
    """Return the search of places; `reopen` takes up copies of erased photos."""
    suppressions = Suppressions(keyring=ground.keyring, figures=intake_figures())
    reader = Reader(
        database=ground.database,
        suppressions=suppressions,
        content_mac=content_mac_of(ground.keyring),
        locator_mac=partial(locator_mac, ground.keyring.secret("swept locators")),
        intake=intake_figures(),
        figures=shipped_figures(),
        most_bytes=ground.settings.upload_limit_bytes,
    )
    sweeper = Sweeper(
        database=ground.database,
        clock=ground.clock,
        channels=ground.channels,
        reader=reader,
        suppressions=suppressions,
        figures=shipped_figures(),
        most_erased=intake_figures().suppression_distance,
        prints_of_photo=intake.finest_prints,
        ours=partial(small_pixels, intake),
        intake=intake_figures(),
        reopen=reopen,
        queue=ground.jobs,
    )
    return SweepService(
        database=ground.database,
        clock=ground.clock,
        channels=ground.channels,
        sweeper=sweeper,
        reader=reader,
        figures=shipped_figures(),
        reopen=reopen,
        queue=ground.jobs,
        large_side=intake_figures().decode_large_side,
        quality=intake_figures().decode_rendition_quality,
        most_bytes=ground.settings.upload_limit_bytes,
    )


def connect_adoptions(ground: Ground, intake: IntakeService, review: ReviewService, reopen: Reopen) -> AdoptionService:
    """Return the taking over of archives, which has each photo looked at while its picture is at hand."""
    taking_over = TakingOver(
        database=ground.database,
        clock=ground.clock,
        intake=intake,
        assess=review.assess,
        reopen=reopen,
        content_mac=content_mac_of(ground.keyring),
        intake_figures=intake_figures(),
        figures=shipped_figures(),
        ours=partial(small_pixels, intake),
        most_bytes=ground.settings.upload_limit_bytes,
    )
    return AdoptionService(
        database=ground.database,
        clock=ground.clock,
        channels=ground.channels,
        taking_over=taking_over,
        figures=shipped_figures(),
        queue=ground.jobs,
        judged_for=ground.charter.first_purpose,
    )


def small_pixels(intake: IntakeService, photo_id: UUID) -> NDArray[np.uint8] | None:
    """Return a photo's small RGB pixels to compare items with; None where its file is out of reach."""
    picture = intake.small_picture(photo_id)
    return None if picture is None else picture.pixels


def locator_mac(secret: bytes, place: str, locator: str) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) by which an item of a place is recognised without its name."""
    return hmac.new(secret, f"{place}\0{locator}".encode(), sha256).hexdigest()
