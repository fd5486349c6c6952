"""Rounds of publishing, and downloads, on this ground."""

from registry.bootstrap.ground import Ground, content_mac_of
from registry.downloads.service import Downloads
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService
from registry.mending.service import MendingService
from registry.publication.gate import Gate
from registry.publication.preparing import Preparing
from registry.publication.rounds import PublishingRounds
from registry.publication.service import PublicationService


def connect_rounds(ground: Ground, publication: PublicationService) -> PublishingRounds:
    """Return the rounds in which an event's cleared photos go out."""
    return PublishingRounds(database=ground.database, clock=ground.clock, publication=publication, queue=ground.jobs)


def connect_downloads(ground: Ground, intake: IntakeService, mending: MendingService, gate: Gate) -> Downloads:
    """Return the downloads of cleared photos, behind the same gate as every channel."""
    return Downloads(
        database=ground.database,
        clock=ground.clock,
        gate=gate,
        preparing=Preparing(
            database=ground.database,
            intake=intake,
            mended_bytes=mending.bytes_of,
            content_mac=content_mac_of(ground.keyring),
            municipality=ground.settings.municipality,
            quality=shipped_figures().decode_rendition_quality,
        ),
        purposes={code: purpose.title for code, purpose in ground.charter.purposes.items()},
        longest_side=int(ground.charter.figure("publication.long_side").value),
    )
