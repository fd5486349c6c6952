"""A person's copy of their data (GDPR 15): put together, kept for a while as copies in the ledger, then destroyed.

The text is one sealed file under a key of its own. Each photo is a file of its own under the photo's key: when the
photo is erased, it goes from the export as from everywhere else. The zip is made when it is fetched and kept nowhere.
"""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis.records import Face
from registry.analysis.service import AnalysisService
from registry.analysis.service import current as current_analysis
from registry.clock import Clock
from registry.consent import dossier, dossier_page, dossier_pdf, dossier_text
from registry.consent.dossier import Dossier, Evidence, PhotoOfPerson, Recipients, Requests
from registry.consent.dossier_parts import Keeping
from registry.consent.errors import AccessExportGone
from registry.consent.policy import RegisterPolicy
from registry.consent.register_records import AccessExport, AccessPicture
from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.errors import IntakeError
from registry.intake.service import IntakeService
from registry.locale import LOCAL_TIME, N_, Locale
from registry.paper import reading
from registry.picture import Picture
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.errors import StoreUnavailable, VaultError
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_ENDINGS = {
    b"%PDF": ".pdf",
    b"\x89PNG": ".png",
    b"\xff\xd8\xff": ".jpg",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"{": ".json",
}
_log = logging.getLogger(__name__)
_UNSURE = N_("A computer thinks that you may be in it, and nobody checked. It can show somebody else.")
_GONE = N_("The photo was erased.")
_NO_FACE = N_("It is known that you are in it, but not which face is yours. Come and look at it at the town hall.")
_UNREADABLE = N_("The photo's file could not be read.")


Veil = Callable[[Picture, Sequence[Face]], bytes]
"""Covers faces in a picture; gives a JPEG."""


class AccessExportService:
    """Makes, hands out and destroys people's copies of their data."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        intake: IntakeService,
        analysis: AnalysisService,
        requests: Requests,
        recipients: Recipients,
        policy: RegisterPolicy,
        keeping: Keeping,
        municipality: str,
        veil: Veil,
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._intake = intake
        self._analysis = analysis
        self._requests = requests
        self._recipients = recipients
        self._keeping = keeping
        self._policy = policy
        self._municipality = municipality
        self._veil = veil

    def make(self, actor: Actor, person_id: UUID, locale: Locale) -> UUID:
        """Put together all that is held of a person; returns the export's id.

        Raises Forbidden, PersonUnknown or StoreUnavailable.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.reading() as session:
            held = dossier.gather(session, person_id, self._requests, self._recipients)
        pictures, withheld = self._pictures(held)
        text = self._text(held, withheld, locale)
        export_id = self._keep_text(actor, person_id, text)
        for name, (photo_id, data) in pictures.items():
            self._keep_picture(export_id, person_id, photo_id, name, data)
        return export_id

    def fetch(self, actor: Actor, export_id: UUID) -> bytes:
        """Return the zip: the page, the same as PDF and as JSON, the evidence, and the photos that are still there.

        Raises Forbidden, AccessExportGone or StoreUnavailable.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.reading() as session:
            export = self._living(session, export_id)
            pictures = _pictures_of(session, export_id)
        text = self._vault.get(blob=export.copy_id, key=export.copy_id)
        stream = io.BytesIO(text)
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as packed:
            for name, copy_id, key in pictures:
                try:
                    packed.writestr(f"photos/{name}", self._vault.get(blob=copy_id, key=key))
                except VaultError as gone:
                    _log.info("left out of export %s: %s", export_id, gone.code)
        return stream.getvalue()

    def exports(self, actor: Actor, person_id: UUID) -> list[AccessExport]:
        """Return the exports of a person that can still be fetched, newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(AccessExport).where(AccessExport.person_id == person_id, col(AccessExport.gone_at).is_(None))
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(AccessExport.made_at).desc())))

    def destroy(self, actor: Actor, export_id: UUID) -> None:
        """Destroy an export before its time. Raises Forbidden or AccessExportGone."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.reading() as session:
            self._living(session, export_id)
        self._destroy(export_id)

    def tidy(self) -> int:
        """For the worker, daily: destroy the exports whose time is over. Returns how many; harmless to repeat."""
        over = select(AccessExport.id).where(
            col(AccessExport.gone_at).is_(None), col(AccessExport.expires_at) <= self._clock.now()
        )
        with self._database.reading() as session:
            found = list(session.exec(over))
        for export_id in found:
            self._destroy(export_id)
        return len(found)

    def _pictures(self, held: Dossier) -> tuple[dict[str, tuple[UUID, bytes]], dict[str, str]]:
        """Return the photos by file name, and for the others why they are not added."""
        pictures: dict[str, tuple[UUID, bytes]] = {}
        withheld: dict[str, str] = {}
        for photo in held.photos:
            made = self._picture(photo)
            if isinstance(made, str):
                withheld[photo.reference] = made
            else:
                pictures[f"{photo.reference}.jpg"] = (photo.photo_id, made)
        return pictures, withheld

    def _picture(self, photo: PhotoOfPerson) -> bytes | str:
        if not photo.has_bytes:
            return _GONE
        if not photo.certain:
            return _UNSURE
        with self._database.reading() as session:
            found = current_analysis(session, photo.photo_id)
        faces = found[1] if found else []
        if not photo.face_ids & {face.id for face in faces}:
            return _NO_FACE
        try:
            picture = self._intake.picture_of(photo.photo_id, long_side=self._policy.access_long_side)
        except (IntakeError, VaultError):
            return _UNREADABLE
        others = [face for face in faces if face.id not in photo.face_ids]
        return self._veil(picture, others)

    def _text(self, held: Dossier, withheld: Mapping[str, str], locale: Locale) -> bytes:
        proofs = self._proofs(held)
        names = {str(proof.copy_id): name for name, (proof, _) in proofs.items()}
        consents = [event | {"evidence": names.get(str(event["evidence_copy_id"]))} for event in held.data["consents"]]
        data = dict(held.data) | {"consents": consents}
        text = dossier_text.write(
            data,
            locale=locale,
            keeping=self._keeping,
            municipality=self._municipality,
            day=self._today(),
            withheld=withheld,
        )
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("index.html", dossier_page.render(text))
            packed.writestr("index.pdf", dossier_pdf.render(text, author=self._municipality))
            packed.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
            for name, (_, proof) in proofs.items():
                packed.writestr(name, proof)
        return stream.getvalue()

    def _proofs(self, held: Dossier) -> dict[str, tuple[Evidence, bytes]]:
        """Return the evidence by file name, with the ending by which a computer opens it."""
        found: dict[str, tuple[Evidence, bytes]] = {}
        for number, proof in enumerate(held.evidence, start=1):
            try:
                data = self._vault.get(blob=proof.copy_id, key=proof.key)
            except VaultError as gone:
                _log.info("evidence %s left out of an export: %s", proof.copy_id, gone.code)
                continue
            found[f"evidence/{number:02}{_ending(data)}"] = (proof, data)
        return found

    def _keep_text(self, actor: Actor, person_id: UUID, text: bytes) -> UUID:
        now = self._clock.now()
        with self._database.transaction() as session:
            copy = ledger.plan(session, person_id=person_id, kind=CopyKind.EXPORT, place="vault", now=now)
            export = AccessExport(
                person_id=person_id,
                copy_id=copy.id,
                made_at=now,
                made_by=actor.user_id,
                expires_at=now + self._policy.access_export,
            )
            session.add(export)
            audit.append(session, AuditEvent.ACCESS_EXPORTED, now=now, actor=actor, subject=person_id)
        self._keyring.create(copy.id)
        self._vault.put(blob=copy.id, key=copy.id, data=text)
        with self._database.transaction() as session:
            ledger.confirm(session, copy.id, now=self._clock.now())
        return export.id

    def _keep_picture(self, export_id: UUID, person_id: UUID, photo_id: UUID, name: str, data: bytes) -> None:
        now = self._clock.now()
        with self._database.transaction() as session:
            copy = ledger.plan(
                session, photo_id=photo_id, person_id=person_id, kind=CopyKind.EXPORT, place="vault", now=now
            )
            session.add(AccessPicture(export_id=export_id, copy_id=copy.id, name=name))
        try:
            self._vault.put(blob=copy.id, key=photo_id, data=data)
            with self._database.transaction() as session:
                ledger.confirm(session, copy.id, now=self._clock.now())
        except (IllegalMove, VaultError) as gone:
            _log.info("photo copy %s left out of export %s: %s", copy.id, export_id, gone.code)
            self._vault.remove(copy.id)  # its erasure began meanwhile

    def _living(self, session: Session, export_id: UUID) -> AccessExport:
        export = session.get(AccessExport, export_id)
        if export is None or export.gone_at is not None or export.expires_at <= self._clock.now():
            raise AccessExportGone(export=export_id)
        return export

    def _destroy(self, export_id: UUID) -> None:
        with self._database.reading() as session:
            export = session.get_one(AccessExport, export_id)
            copies = [export.copy_id, *(copy_id for _, copy_id, _ in _pictures_of(session, export_id))]
        self._keyring.destroy(export.copy_id)
        removed = [self._remove(copy_id) for copy_id in copies]
        if not all(removed):
            return  # the store does not answer: the next tidying tries again, the text's key is gone already
        with self._database.transaction() as session:
            kept = session.get_one(AccessExport, export_id)
            kept.gone_at = self._clock.now()
            session.add(kept)
            audit.append(
                session, AuditEvent.ACCESS_EXPORT_REMOVED, now=kept.gone_at, subject=kept.person_id, copies=len(copies)
            )

    def _remove(self, copy_id: UUID) -> bool:
        """Take one file away and look whether it is gone; a photo's erasure may have been first."""
        now = self._clock.now()
        with self._database.transaction() as session:
            if ledger.get(session, copy_id).state.is_gone:
                return True
            ledger.move(session, copy_id, CopyState.REMOVING, now=now)
        try:
            self._vault.remove(copy_id)
            gone = not self._vault.present(copy_id)
        except StoreUnavailable as error:
            _log.warning("export copy %s stays to be removed: %s", copy_id, error)
            return False
        if gone:
            with self._database.transaction() as session:
                ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=now, look="absent")
        return gone

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _ending(data: bytes) -> str:
    """Return the ending by which the person's own computer opens a file; a mail opens as words."""
    words = ".txt" if reading.is_text(data) else ".bin"
    return next((ending for mark, ending in _ENDINGS.items() if data.startswith(mark)), words)


def _pictures_of(session: Session, export_id: UUID) -> list[tuple[str, UUID, UUID]]:
    """Return name, copy and key (the photo) of each picture of an export."""
    rows = session.exec(select(AccessPicture).where(AccessPicture.export_id == export_id)).all()
    found = [(row.name, ledger.get(session, row.copy_id)) for row in rows]
    return [(name, copy.id, copy.photo_id or copy.id) for name, copy in found]
