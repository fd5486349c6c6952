"""What every stage stands on: settings, clock, charter, database, keys, vault, mail, channels and the job queue."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from registry.backup.errors import RestoreUnfinished
from registry.backup.folder import unfinished_mark
from registry.channels.base import Channel
from registry.channels.catalogue import build_channels
from registry.channels.errors import ChannelSettingsMissing
from registry.channels.follower_catalogue import build_followers
from registry.channels.followers import Follower
from registry.channels.kinds import Surroundings
from registry.channels.mail import Mailer, SmtpMailer, SmtpSettings
from registry.channels.outbox import OutboxFolder
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.copies.ledger import content_mac
from registry.database import Database
from registry.erasure import policy as erasure_policy
from registry.erasure.policy import ErasurePolicy
from registry.jobs.queue import DbosQueue
from registry.migrations import upgrade
from registry.proof.endings import Endings
from registry.proof.signing import Signer
from registry.queueing import JobQueue
from registry.rulebook.service import Rulebook
from registry.settings import Settings
from registry.tray.figures import shipped_figures as tray_figures
from registry.tray.tray import Tray
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What all services stand on."""

    settings: Settings
    clock: Clock
    charter: Charter
    database: Database
    keyring: KeyRing
    vault: Vault
    signer: Signer
    mail: Mailer
    channels: Mapping[str, Channel]
    followers: Mapping[str, Follower]
    """What is told once the channels have let go, in that order."""
    jobs: JobQueue
    erasures: ErasurePolicy
    endings: Endings
    tray: Tray
    """Pictures that visitors hand over; of this process, so whoever serves pages from several keeps a visit at one."""


def lay_ground(settings: Settings, clock: Clock, jobs: JobQueue | None, mail: Mailer | None) -> Ground:
    """Return the ground that settings describe. Raises RegistryError for what cannot be used."""
    if unfinished_mark(settings.home).exists():
        raise RestoreUnfinished
    keyring, database = KeyRing(settings.keys_home, settings.keys_mirror), Database(settings.database_url)
    upgrade(database)
    charter = Rulebook(database=database, clock=clock).begin(settings.charter_file.read_text(encoding="utf-8"))
    return Ground(
        settings=settings,
        clock=clock,
        charter=charter,
        database=database,
        keyring=keyring,
        vault=Vault(settings.vault_url, keyring),
        signer=Signer(settings.keys_home),
        mail=mail or _mailer(settings),
        channels=_channels(settings, keyring),
        followers=build_followers(_channels_text(settings), os.environ),
        jobs=jobs or DbosQueue(settings.jobs_database_url),
        erasures=erasures_of(charter),
        endings=_endings(settings, keyring),
        tray=Tray(secret=keyring.secret("tray"), clock=clock, figures=tray_figures()),
    )


def _endings(settings: Settings, keyring: KeyRing) -> Endings:
    homes = [home for home in (settings.keys_home, settings.keys_mirror) if home is not None]
    return Endings([home / "endings.list" for home in homes], keyring.secret("endings"))


def erasures_of(charter: Charter) -> ErasurePolicy:
    """Return how erasures go: the shipped policy with the charter's looks and days."""
    return erasure_policy.parse(
        (DATA / "erasure.toml").read_text(encoding="utf-8"),
        looks=tuple(timedelta(hours=hours) for hours in charter.looks_after_hours),
        task_days=int(charter.figure("deadlines.person_task").value),
    )


def _mailer(settings: Settings) -> Mailer:
    if not settings.smtp_host:
        return OutboxFolder(settings.home / "outbox")
    return SmtpMailer(
        SmtpSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.mail_from,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            starttls=settings.smtp_starttls,
        )
    )


def _channels(settings: Settings, keyring: KeyRing) -> Mapping[str, Channel]:
    around = Surroundings(home=settings.home, content_mac=content_mac_of(keyring))
    return build_channels(_channels_text(settings), around, os.environ)


def _channels_text(settings: Settings) -> str | None:
    file = settings.channels_file
    if not file.is_file() and file != settings.home / "channels.toml":
        raise ChannelSettingsMissing(file=file)  # a municipality's own channels must not silently become the default
    return file.read_text(encoding="utf-8") if file.is_file() else None


def content_mac_of(keyring: KeyRing) -> "partial[str]":
    """Return the keyed fingerprint of a copy's bytes."""
    return partial(content_mac, keyring.secret("copy content"))
