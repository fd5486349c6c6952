"""The use cases of oversight: is the log whole, how do we stand, and the signed report."""

from collections import Counter
from collections.abc import Mapping

from sqlmodel import select

from registry.access.permissions import Actor, Permission, require
from registry.channels.base import Channel
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale, translator
from registry.oversight import bundle, files
from registry.oversight.gathering import Figures, gather
from registry.oversight.processing import Setting, record
from registry.proof import audit
from registry.proof.audit import Anchor, Broken, Intact
from registry.proof.certificate import Signing, parse
from registry.proof.events import AuditEvent
from registry.proof.records import Certificate
from registry.recipients.records import Recipient
from registry.rulebook import keeping


class OversightService:
    """What the officer shows the data protection officer."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        signer: Signing,
        channels: Mapping[str, Channel],
        municipality: str,
        dpo_contact: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._signer = signer
        self._channels = channels
        self._municipality = municipality
        self._dpo_contact = dpo_contact

    def figures(self, actor: Actor) -> Figures:
        """Return how things stand. Raises Forbidden."""
        require(actor, Permission.VIEW_PROOF)
        with self._database.reading() as session:
            return gather(session, self._clock.now())

    def record(self, actor: Actor, locale: Locale) -> list[files.Section]:
        """Return the record of processing activities (GDPR 30). Raises Forbidden."""
        require(actor, Permission.VIEW_PROOF)
        with self._database.reading() as session:
            charter = keeping.in_force(session, self._charter)
            kinds = Counter(one.kind.label for one in session.exec(select(Recipient)))
        around = Setting(
            municipality=self._municipality,
            dpo_contact=self._dpo_contact,
            places=[(channel.title, channel.kind) for channel in self._channels.values()],
            recipients=kinds,
        )
        return record(charter, around, translator(locale))

    def verify_log(self, actor: Actor) -> Intact | Broken:
        """Check the whole audit log, against every certificate's link too. Raises Forbidden."""
        require(actor, Permission.VIEW_PROOF)
        with self._database.reading() as session:
            return audit.verify(session, [_anchor(text) for text in session.exec(select(Certificate.document))])

    def report(self, actor: Actor, locale: Locale) -> bytes:
        """Return the signed report as a zip. Raises Forbidden."""
        figures, sections, now = self.figures(actor), self.record(actor, locale), self._clock.now()
        with self._database.transaction() as session:
            audit.append(session, AuditEvent.OVERSIGHT_EXPORTED, now=now, actor=actor)
            link = audit.anchor(session)
        place = self._municipality
        made = {name: files.as_csv(grid) for name, grid in files.tables(figures).items()}
        made["rapport.md"] = files.as_markdown(figures, sections, municipality=place, locale=locale).encode()
        made["rapport.pdf"] = files.as_pdf(figures, sections, municipality=place, locale=locale)
        return bundle.pack(made, made_at=now, audit_seq=link.seq, audit_hash=link.hash, signer=self._signer)


def _anchor(document: str) -> Anchor:
    link = parse(document).content["audit"]
    return Anchor(seq=int(link["seq"]), hash=str(link["hash"]))
