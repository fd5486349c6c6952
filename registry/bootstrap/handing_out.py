"""Recipients connected to the gate, the mail and the erasure that has them told."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from registry.bootstrap.ground import DATA, Ground, content_mac_of
from registry.channels.base import Channel
from registry.downloads.place import DownloadPlace
from registry.erasure.service import ErasureService
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService
from registry.mending.service import MendingService
from registry.publication.gate import Gate
from registry.publication.preparing import Preparing
from registry.recipients import policy
from registry.recipients.answering import Answering
from registry.recipients.links import KEY_LABEL, NoticeLinks
from registry.recipients.place import PLACE, RecipientsPlace
from registry.recipients.press import KEY_LABEL as PRESS_KEY_LABEL
from registry.recipients.press import PressLinks, PressPhotos
from registry.recipients.register import RecipientRegister
from registry.recipients.sending import Sender, Sending
from registry.recipients.service import Recipients


def recipients_place(ground: Ground) -> RecipientsPlace:
    """Return the recipients as a place of copies."""
    return RecipientsPlace(
        database=ground.database,
        clock=ground.clock,
        mailer=ground.mail,
        links=NoticeLinks(
            key=ground.keyring.secret(KEY_LABEL), base_url=ground.settings.base_url, usual=ground.settings.language
        ),
        policy=_figures(),
        municipality=ground.settings.municipality,
        contact=ground.settings.dpo_contact,
    )


def every_place(ground: Ground) -> Mapping[str, Channel]:
    """Return all places an erasure goes to: the channels, recipients, and whoever downloaded a copy."""
    download = DownloadPlace(purpose="")  # what was downloaded is asked back whatever it was for
    own: dict[str, Channel] = {PLACE: recipients_place(ground), download.name: download}
    return ChainMap(own, cast("dict[str, Channel]", ground.channels))


def connect_recipients(
    ground: Ground,
    intake: IntakeService,
    mending: MendingService,
    gate: Gate,
    erasure: ErasureService,
) -> Recipients:
    """Return what is done with recipients."""
    place, settings = recipients_place(ground), ground.settings
    preparing = Preparing(
        database=ground.database,
        intake=intake,
        mended_bytes=mending.bytes_of,
        content_mac=content_mac_of(ground.keyring),
        municipality=settings.municipality,
        quality=shipped_figures().decode_rendition_quality,
    )
    sender = Sender(
        municipality=settings.municipality,
        contact=settings.dpo_contact,
        long_side=int(ground.charter.figure("publication.long_side").value),
        handout_life=_figures().handout_life,
    )
    register = RecipientRegister(database=ground.database, clock=ground.clock, purposes=ground.charter.purposes)

    def sending(gate: Gate, sender: Sender) -> Sending:
        return Sending(
            database=ground.database,
            clock=ground.clock,
            mailer=ground.mail,
            gate=gate,
            preparing=preparing,
            place=place,
            sender=sender,
        )

    return Recipients(
        register=register,
        sending=sending(gate, sender),
        press=PressPhotos(
            database=ground.database,
            clock=ground.clock,
            register=register,
            sending=sending(gate.to_the_press(), replace(sender, handout_life=_figures().press_life, again=True)),
            links=PressLinks(
                key=ground.keyring.secret(PRESS_KEY_LABEL),
                base_url=settings.base_url,
                life=_figures().press_life,
            ),
            language=settings.language,
        ),
        answering=Answering(
            database=ground.database,
            clock=ground.clock,
            place=place,
            wake=ground.jobs.erase,
            close_task=erasure.tasks.report_removed,
            municipality=settings.municipality,
            contact=settings.dpo_contact,
        ),
    )


def _figures() -> policy.RecipientPolicy:
    return policy.parse((DATA / "recipients.toml").read_text(encoding="utf-8"))
