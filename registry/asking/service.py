"""All of asking, connected; and what of it goes when a photo does."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from registry.asking.answering import Answering
from registry.asking.birthdays import Birthdays
from registry.asking.evidence import EvidenceRoom
from registry.asking.links import Links
from registry.asking.policy import AskingPolicy
from registry.asking.posting import AskingPost
from registry.asking.printing import Printing
from registry.asking.questions import Questions, end
from registry.asking.receipts import Enrol, Receipts
from registry.asking.records import Ask
from registry.asking.scans import Scans
from registry.asking.showing import PictureOf, Showing, Veil
from registry.asking.statements import Statements
from registry.channels.mail import Mailer
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent.events import ScopeKind
from registry.consent.recording import ConsentRecorder
from registry.database import Database
from registry.proof.certificate import Signing
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """Every service of this stage."""

    questions: Questions
    answering: Answering
    receipts: Receipts
    post: AskingPost
    printing: Printing
    statements: Statements
    birthdays: Birthdays
    evidence: EvidenceRoom
    scans: Scans
    showing: Showing

    def tend(self) -> int:
        """For the worker, every minute: send what waits, finish scans that a crash cut off; return how many."""
        return self.post.send_due() + self.scans.carry_on()

    def ask_anew(self) -> int:
        """For the worker, daily: ask what consents lack since a birthday; return how many questions stand open."""
        return self.birthdays.ask_all_due()


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """What asking stands on."""

    database: Database
    clock: Clock
    charter: Charter
    policy: AskingPolicy
    links: Links
    recorder: ConsentRecorder
    vault: Vault
    keyring: KeyRing
    signer: Signing
    mailer: Mailer
    municipality: str
    enrol: Enrol
    picture_of: PictureOf
    veil: Veil


def connect(needs: Needs) -> Asking:
    """Return the services of asking."""
    questions = Questions(
        database=needs.database,
        clock=needs.clock,
        charter=needs.charter,
        policy=needs.policy,
        links=needs.links,
        recorder=needs.recorder,
    )
    receipts = Receipts(
        database=needs.database,
        clock=needs.clock,
        charter=needs.charter,
        links=needs.links,
        recorder=needs.recorder,
        signer=needs.signer,
        municipality=needs.municipality,
        enrol=needs.enrol,
    )
    return Asking(
        questions=questions,
        answering=Answering(
            database=needs.database,
            clock=needs.clock,
            charter=needs.charter,
            policy=needs.policy,
            links=needs.links,
            questions=questions,
            recorder=needs.recorder,
        ),
        receipts=receipts,
        post=AskingPost(
            database=needs.database,
            clock=needs.clock,
            policy=needs.policy,
            links=needs.links,
            receipts=receipts,
            mailer=needs.mailer,
            municipality=needs.municipality,
        ),
        printing=Printing(
            database=needs.database,
            clock=needs.clock,
            charter=needs.charter,
            questions=questions,
            municipality=needs.municipality,
        ),
        statements=Statements(database=needs.database, clock=needs.clock, policy=needs.policy, recorder=needs.recorder),
        birthdays=Birthdays(database=needs.database, clock=needs.clock, charter=needs.charter, questions=questions),
        showing=Showing(database=needs.database, questions=questions, picture_of=needs.picture_of, veil=needs.veil),
        evidence=EvidenceRoom(database=needs.database, clock=needs.clock, vault=needs.vault),
        scans=Scans(
            database=needs.database,
            clock=needs.clock,
            vault=needs.vault,
            keyring=needs.keyring,
            recorder=needs.recorder,
        ),
    )


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Close every question about a photo and forget where it was sent; what was answered stays, as the proof it is."""
    query = select(Ask).where(Ask.scope_kind == ScopeKind.PHOTO, Ask.scope_id == photo_id)
    for ask in session.exec(query).all():
        ask.face_id = None
        end(session, ask, ask.closed_at or ask.created_at)
