"""Downloads of the consent register: the whole as a list, and a person's copy of their data.

They come from here and not from the page, which would keep them in the web process's memory.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from registry.api import caller
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.consent.exporting import ListForm


async def register_list(registry: Registry, request: Request) -> Response:
    """Answer with the register in one form; for who may manage persons. Raises NotSignedIn or Forbidden."""
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    given = request.path_params["form"]
    if given not in set(ListForm):
        return Response(status_code=404)
    form = ListForm(given)
    locale = locale_of(request.cookies, registry.settings.language)
    data = await run_in_threadpool(registry.desk.exports.export, actor, form, locale)
    return _file(data, form.file_name, form.media_type)


async def access_export(registry: Registry, request: Request) -> Response:
    """Answer with a person's copy of their data. Raises NotSignedIn, Forbidden or AccessExportGone."""
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    export_id = request.path_params["export_id"]
    data = await run_in_threadpool(registry.desk.access_exports.fetch, actor, export_id)
    return _file(data, f"{export_id}.zip", "application/zip")


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return Response(data, media_type=media_type, headers=headers)
