"""Asking with real parts, on the consent tests' register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest
from consent.parts import CHARTER, OFFICER, Register

from registry.asking import policy
from registry.asking.drawing import Drawing
from registry.asking.forms import Filled, Role
from registry.asking.links import KEY_LABEL, LinkKind, Links
from registry.asking.service import Asking, Needs, connect
from registry.channels.mail import OutboxMailer
from registry.consent.states import Authority
from registry.locale import Locale
from registry.mending.figures import shipped_figures
from registry.mending.veiling import veiled
from registry.picture import Picture
from registry.proof.signing import Signer

PIXELS = np.random.default_rng(7).integers(0, 256, (300, 400, 3), dtype=np.uint8)
POLICY = policy.parse((Path(__file__).parents[2] / "data" / "asking.toml").read_text(encoding="utf-8"))
INK = Drawing(lines=(tuple((0.1 + n / 40, 0.5) for n in range(20)),), ratio=3.0)
ADULT = Filled(
    role=Role.ADULT, says_yes=True, name="Els Maes", email="els@voorbeeld.be", purposes=("website",), drawn=INK
)


@dataclass
class Desk:
    """The register, asking on top of it, and the mails that went out."""

    register: Register
    asking: Asking
    mailer: OutboxMailer
    signer: Signer
    links: Links

    def event_token(self) -> str:
        event = self.register.event()
        return self.token(self.asking.questions.for_event(OFFICER, event.id))

    def token(self, ask) -> str:
        return self.links.token(LinkKind.QUESTION, ask.id)

    def answer(self, token: str, filled: Filled = ADULT, form: UUID | None = None, language: Locale = Locale.NL):
        return self.asking.answering.answer(token, form or uuid4(), filled, language)


@pytest.fixture
def outbox() -> OutboxMailer:
    return OutboxMailer()


@pytest.fixture
def desk(database, clock, vault, keyring, settings, outbox) -> Desk:
    register = Register(database=database, clock=clock, vault=vault, keyring=keyring)
    links = Links(key=keyring.secret(KEY_LABEL), base_url="https://foto.gemeente.test")
    signer = Signer(settings.keys_home)
    needs = Needs(
        database=database,
        clock=clock,
        charter=CHARTER,
        policy=POLICY,
        links=links,
        recorder=register.recorder,
        vault=vault,
        keyring=keyring,
        signer=signer,
        mailer=outbox,
        municipality="Leopoldsburg",
        enrol=register.consent.enrol,
        picture_of=lambda _: Picture(pixels=PIXELS, scale=0.25, original_width=1600, original_height=1200),
        veil=partial(veiled, figures=shipped_figures(), quality=95),
    )
    return Desk(register=register, asking=connect(needs), mailer=outbox, signer=signer, links=links)


def child(**changes) -> Filled:
    """A parent's yes for a child of eight."""
    given = {
        "role": Role.GUARDIAN,
        "says_yes": True,
        "name": "Lou Maes",
        "birth_date": date(2018, 3, 2),
        "signer": "Els Maes",
        "authority": Authority.PARENT,
        "email": "els@voorbeeld.be",
        "purposes": ("website",),
        "typed": "Els Maes",
    }
    return Filled(**(given | changes))
