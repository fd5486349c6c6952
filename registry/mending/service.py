"""The use cases of mending: look at what a recipe gives, make it, take it back; and what is left halfway."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis import service as analysis
from registry.analysis.service import AnalysisService, measures_of
from registry.channels.base import ContentMac
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database, new_id
from registry.intake import album
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.mending import keeping, making, rights, seeing
from registry.mending.errors import MendUnknown, NotAnalysed
from registry.mending.figures import MendingFigures
from registry.mending.making import Made, Original
from registry.mending.recipe import Recipe, require_usable
from registry.mending.records import Mend, MendCheck
from registry.mending.states import MendState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.store import Vault

VAULT_PLACE = "vault"
_MENDABLE = (PhotoState.ANALYSED, PhotoState.RESTRICTED)
"""A photo somebody wants removed can be mended: where they agree to it, that is what becomes of it."""

Rejudge = Callable[[Session, UUID, datetime], object]
"""Judges a photo again in the caller's transaction: what goes out of it is another picture now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Source:
    """A photo as it is mended: its analysis, and what is drawn from."""

    analysis_id: UUID
    original: Original


class MendingService:
    """Mends photos; the original is never touched. `quality` is that of the JPEG (1 to 95)."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        intake: IntakeService,
        analysis_service: AnalysisService,
        rejudge: Rejudge,
        enforce: Callable[[UUID], object],
        content_mac: ContentMac,
        figures: MendingFigures,
        quality: int,
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._intake = intake
        self._analysis = analysis_service
        self._rejudge = rejudge
        self._enforce = enforce
        self._content_mac = content_mac
        self._figures = figures
        self._quality = quality

    # Looking

    def preview(self, actor: Actor, photo_id: UUID, recipe: Recipe) -> bytes:
        """Return what a recipe would give as a JPEG, made now and kept nowhere.

        Raises Forbidden, NotYoursToMend, NotAnalysed, FaceUnknown, CropUnusable, NothingToMend, and intake's and the
        vault's errors.
        """
        source = self._source(actor, photo_id, recipe)
        return making.draw(source.original, recipe, self._figures, quality=self._quality).data

    def may_mend(self, actor: Actor, photo_id: UUID) -> bool:
        """Return whether a photo can be mended now, by this actor. Raises PhotoUnknown."""
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
        return photo.state in _MENDABLE and rights.may_mend(actor, photo)

    def may_replace(self, actor: Actor, mend: Mend) -> bool:
        """Return whether this mended copy may be replaced or taken back by the actor."""
        return rights.may_replace(actor, mend)

    def mended(self, actor: Actor, photo_id: UUID) -> Mend | None:
        """Return the mended copy that goes out of a photo, if it has one. Raises Forbidden."""
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            return seeing.ready(session, photo_id)

    def checks(self, actor: Actor, mend_id: UUID) -> list[MendCheck]:
        """Return what the checks of a mended copy found, in their order. Raises as `preview`, and MendUnknown."""
        with self._database.reading() as session:
            mend = keeping.get(session, mend_id)
            rights.require_mendable(actor, album.photo(session, mend.photo_id))
            query = select(MendCheck).where(MendCheck.mend_id == mend_id)
            return list(session.exec(query.order_by(col(MendCheck.strength))))

    def picture(self, actor: Actor, photo_id: UUID) -> bytes:
        """Return the bytes of the mended copy that goes out of a photo.

        Raises Forbidden, MendUnknown, PhotoRestricted, PhotoWithdrawn and the vault's errors.
        """
        require(actor, Permission.VIEW_PHOTOS)
        with self._database.reading() as session:
            album.require_visible(album.photo(session, photo_id), actor)
            mend = seeing.ready(session, photo_id)
        if mend is None:
            raise MendUnknown(mend=None)
        return self.bytes_of(mend.id)

    def bytes_of(self, mend_id: UUID) -> bytes:
        """Return a ready mended copy's bytes, for the registry's own stages. Raises MendUnknown, the vault's errors."""
        with self._database.reading() as session:
            mend = keeping.get(session, mend_id)
        if mend.state is not MendState.READY or mend.copy_id is None:
            raise MendUnknown(mend=mend_id)
        return self._vault.get(blob=mend.copy_id, key=mend.photo_id)

    def tried(self, actor: Actor, photo_id: UUID, recipe: Recipe) -> Made:
        """Return what a recipe gives with its checks, made now and kept nowhere. Raises as `preview`."""
        require(actor, Permission.DECIDE_CASES)
        source = self._source(actor, photo_id, recipe)
        return making.make(source.original, recipe, self._analysis.engine, self._figures, quality=self._quality)

    # Making and taking back

    def make(self, actor: Actor, photo_id: UUID, recipe: Recipe) -> Mend:
        """Mend a photo, check the result and keep it, READY, or REFUSED with its trouble and without bytes.

        It takes the place of an earlier mended copy. Raises Forbidden, NotYoursToMend, NotAnalysed, FaceUnknown,
        CropUnusable, NothingToMend, MendPublished, and intake's and the vault's errors.
        """
        source = self._source(actor, photo_id, recipe)
        made = making.make(source.original, recipe, self._analysis.engine, self._figures, quality=self._quality)
        mend = self._row(actor, photo_id, source, recipe, made)
        with self._database.transaction() as session:
            self._plan(session, actor, mend, made)
        if mend.copy_id is None:
            return mend
        self._vault.put(blob=mend.copy_id, key=photo_id, data=made.rendition.data)
        replaced = self._confirm(actor, mend.id)
        for copy_id in replaced:
            self._destroy(copy_id)
        self._enforce(photo_id)
        return self._current(mend.id)

    def undo(self, actor: Actor, mend_id: UUID) -> Mend:
        """Take a mended copy back and destroy its bytes; done again, nothing changes.

        Raises Forbidden, NotYoursToMend, MendUnknown, MendPublished, PhotoRestricted, PhotoWithdrawn.
        """
        with self._database.transaction() as session:
            mend = keeping.get(session, mend_id)
            rights.require_mendable(actor, album.photo(session, mend.photo_id))
            rights.require_own_mend(actor, mend)
            keeping.require_unpublished(session, mend.id)
            if not mend.state.is_final:
                self._take_back(session, mend, actor)
                self._rejudge(session, mend.photo_id, self._clock.now())
        if mend.copy_id:
            self._destroy(mend.copy_id)
        self._enforce(mend.photo_id)
        return self._current(mend_id)

    def tidy(self) -> int:
        """Give up what was broken off and destroy what was taken back; return how many copies went.

        Raises StoreUnavailable: the rest goes next time.
        """
        before = self._clock.now() - timedelta(minutes=self._figures.unfinished_minutes)
        with self._database.transaction() as session:
            late = select(Mend).where(Mend.state == MendState.PLANNED, col(Mend.made_at) < before)
            for mend in session.exec(late):
                self._take_back(session, mend, None)
            gone = sa.select(col(Mend.copy_id)).where(col(Mend.state) == MendState.UNDONE)
            waiting = select(Copy.id).where(col(Copy.id).in_(gone), Copy.state == CopyState.REMOVING)
            left = list(session.exec(waiting))
        for copy_id in left:
            self._destroy(copy_id)
        return len(left)

    # Steps

    def _source(self, actor: Actor, photo_id: UUID, recipe: Recipe) -> _Source:
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
            rights.require_mendable(actor, photo)
            found = analysis.current(session, photo_id)
        if found is None or photo.state not in _MENDABLE:
            raise NotAnalysed(photo=photo_id)
        faces = {face.number: measures_of(face) for face in found[1]}
        require_usable(recipe, faces, photo.width, photo.height, self._figures)
        data = self._intake.bytes_of(photo_id)
        original = Original(data=data, width=photo.width, height=photo.height, faces=faces)
        return _Source(analysis_id=found[0].id, original=original)

    def _row(self, actor: Actor, photo_id: UUID, source: _Source, recipe: Recipe, made: Made) -> Mend:
        last, now = made.checks[-1], self._clock.now()
        keep = made.keep
        return Mend(
            photo_id=photo_id,
            analysis_id=source.analysis_id,
            copy_id=None if made.trouble else new_id(),
            state=MendState.REFUSED if made.trouble else MendState.PLANNED,
            recipe=recipe.word,
            areas=[[area.x, area.y, area.width, area.height] for area in made.areas],
            keep=[keep.x, keep.y, keep.width, keep.height],
            seen=[[box.x, box.y, box.width, box.height, focused] for box, focused in last.seen],
            width=made.rendition.width,
            height=made.rendition.height,
            shot_type=last.analysis.shot_type,
            shot_confidence=last.analysis.shot_confidence,
            trouble=made.trouble,
            made_by=actor.user_id,
            made_at=now,
            state_at=now,
        )

    def _plan(self, session: Session, actor: Actor, mend: Mend, made: Made) -> None:
        """Write what is about to be kept, unless the photo was analysed anew or is going meanwhile."""
        found = analysis.current(session, mend.photo_id)
        photo = session.get(Photo, mend.photo_id)
        if found is None or found[0].id != mend.analysis_id or photo is None or photo.state not in _MENDABLE:
            raise NotAnalysed(photo=mend.photo_id)
        earlier = seeing.ready(session, mend.photo_id)
        if earlier is not None:
            rights.require_own_mend(actor, earlier)
            keeping.require_unpublished(session, earlier.id)
        if mend.copy_id is not None:
            planned = ledger.plan(
                session,
                photo_id=mend.photo_id,
                kind=CopyKind.MENDED,
                place=VAULT_PLACE,
                now=mend.made_at,
                width=mend.width,
                height=mend.height,
                content_mac=self._content_mac(made.rendition.data),
            )
            mend.copy_id = planned.id
        session.add(mend)
        session.add_all(keeping.check_row(mend, check) for check in made.checks)
        event = AuditEvent.PHOTO_MENDED if mend.copy_id else AuditEvent.MEND_REFUSED
        audit.append(session, event, now=mend.made_at, actor=actor, subject=mend.photo_id, mend=mend.id)

    def _confirm(self, actor: Actor, mend_id: UUID) -> list[UUID]:
        """Say that the bytes are there; return the copies that make way.

        Raises NotAnalysed when the photo is going, or when somebody whose copy the actor may not replace was faster.
        """
        with self._database.transaction() as session:
            mend, now = keeping.get(session, mend_id), self._clock.now()
            copy_id = mend.copy_id
            photo = album.photo(session, mend.photo_id)
            earlier = seeing.ready(session, mend.photo_id)
            may = mend.state is MendState.PLANNED and photo.state in _MENDABLE
            may = may and (earlier is None or rights.may_replace(actor, earlier))
            if may and copy_id is not None and keeping.confirmed(session, copy_id, now):
                if earlier is not None:
                    self._take_back(session, earlier, None)
                keeping.move(session, mend, MendState.READY, now)
                self._rejudge(session, mend.photo_id, now)
                return [earlier.copy_id] if earlier is not None and earlier.copy_id else []
            if not mend.state.is_final:
                self._take_back(session, mend, None)
        if copy_id is not None:
            self._destroy(copy_id)
        raise NotAnalysed(photo=mend.photo_id)

    def _take_back(self, session: Session, mend: Mend, actor: Actor | None) -> None:
        now = self._clock.now()
        keeping.move(session, mend, MendState.UNDONE, now)
        if mend.copy_id is not None:
            copy = ledger.get(session, mend.copy_id)
            if not copy.state.is_gone and copy.state is not CopyState.REMOVING:
                ledger.move(session, copy.id, CopyState.REMOVING, now=now)
        audit.append(session, AuditEvent.MEND_UNDONE, now=now, actor=actor, subject=mend.photo_id, mend=mend.id)

    def _destroy(self, copy_id: UUID) -> None:
        """Take a copy's bytes away, look, and note it. Raises StoreUnavailable: `tidy` tries again."""
        self._vault.remove(copy_id)
        if self._vault.present(copy_id):
            return
        with self._database.transaction() as session:
            if ledger.get(session, copy_id).state is CopyState.REMOVING:
                ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=self._clock.now(), look="absent")

    def _current(self, mend_id: UUID) -> Mend:
        with self._database.reading() as session:
            return keeping.get(session, mend_id)
