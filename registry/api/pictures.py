"""Pictures behind signed links: never cached, shown only to the user the link was made for, if that user still may."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from registry.access.permissions import Actor
from registry.api import caller, links
from registry.api.errors import LinkForged
from registry.api.links import PictureKind, PictureLink
from registry.bootstrap import Registry
from registry.mending import recipe

LINK_SECRET = "picture-links"  # noqa: S105 - the label a key is derived under, not a key
CROP_HEIGHT = 320  # px, twice what the page shows, for sharp screens
PICTURE_HEADERS = {
    "Cache-Control": "no-store, private",
    "Content-Disposition": "inline",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def picture(registry: Registry, request: Request) -> Response:
    """Answer with the JPEG a signed link names.

    Raises LinkForged, LinkExpired, NotSignedIn, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    secret = registry.keyring.secret(LINK_SECRET)
    link = links.read(request.path_params["word"], secret, now=registry.clock.now())
    if link.user_id != actor.user_id:
        raise LinkForged
    try:
        data = await run_in_threadpool(_bytes, registry, actor, link)
    except LookupError:  # the face went with an analysis that was replaced or erased
        return Response(status_code=404, headers=PICTURE_HEADERS)
    return Response(data, media_type="image/jpeg", headers=PICTURE_HEADERS)


def _bytes(registry: Registry, actor: Actor, link: PictureLink) -> bytes:
    if link.kind is PictureKind.CROP and link.face_id is not None:
        return registry.analysis.crop(actor, link.photo_id, link.face_id, height=CROP_HEIGHT)
    if link.kind is PictureKind.PREVIEW:
        return registry.mending.preview(actor, link.photo_id, recipe.read(link.recipe))
    if link.kind is PictureKind.MENDED:
        return registry.mending.picture(actor, link.photo_id)
    if link.kind is PictureKind.LARGE:
        return registry.intake.large(actor, link.photo_id)
    return registry.intake.thumbnail(actor, link.photo_id)
