"""One photo into a batch: the body is the file, read in bounded memory, so that two hundred can follow one another."""

import asyncio
import json
import re
from typing import Final
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from registry.api import caller
from registry.api.errors import BodyTooLarge, ListUnclear, TotalUnclear
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.intake.outcomes import AlreadyHere, Outcome, Received, Refused, Suppressed
from registry.locale import N_, translator

FILE_NAME_HEADER = "x-file-name"
MAX_AT_ONCE = 2
MEGABYTE = 1_000_000
SMALL_BODY = 1_000
LIST_BODY = 100_000
SHA256: Final = re.compile(r"[0-9a-f]{64}")

ANSWERS: Final = {
    Received: ("received", N_("Received")),
    AlreadyHere: ("already_here", N_("Already in the registry")),
    Suppressed: ("suppressed", N_("Refused: this photo was destroyed at someone's request")),
}


class Uploads:
    """The upload route: at most MAX_AT_ONCE bodies are in memory, the others wait at the door."""

    def __init__(self) -> None:
        self._door = asyncio.Semaphore(MAX_AT_ONCE)

    async def receive(self, registry: Registry, request: Request) -> Response:
        """Take one photo (PUT, body is the file) into an event's batch and say what came of it.

        Raises NotSignedIn, NotFromOurPage, BodyTooLarge, and what the service refuses with.
        """
        actor = await run_in_threadpool(caller.actor_of, registry, request)
        caller.require_our_page(registry, request, request.headers.get(caller.CSRF_HEADER, ""))
        async with self._door:
            data = await read_body(request, registry.settings.upload_limit_bytes)
            outcome = await run_in_threadpool(
                registry.intake.receive,
                actor,
                event_id=request.path_params["event_id"],
                batch_id=request.path_params["batch_id"],
                file_name=unquote(request.headers.get(FILE_NAME_HEADER, "")),
                data=data,
            )
        if isinstance(outcome, Received):
            await run_in_threadpool(registry.jobs.assess, outcome.photo_id)
        return JSONResponse(_answer(registry, request, outcome))


async def open_batch(registry: Registry, request: Request) -> Response:
    """Start a batch of `total` photos in an event (POST, a small JSON body) and return its id.

    Raises NotSignedIn, NotFromOurPage, BodyTooLarge, TotalUnclear, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    caller.require_our_page(registry, request, request.headers.get(caller.CSRF_HEADER, ""))
    total = _total(await read_body(request, SMALL_BODY))
    batch = await run_in_threadpool(registry.intake.open_batch, actor, request.path_params["event_id"], total)
    return JSONResponse({"batch": str(batch.id)})


async def known(registry: Registry, request: Request) -> Response:
    """Tell which files of a list are here already (POST, a JSON list of SHA-256 in hex), so that they are not sent.

    Raises NotSignedIn, NotFromOurPage, BodyTooLarge, ListUnclear, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    caller.require_our_page(registry, request, request.headers.get(caller.CSRF_HEADER, ""))
    hashes = _hashes(await read_body(request, LIST_BODY))
    event_id = request.path_params["event_id"]
    here = await run_in_threadpool(registry.intake.known_here, actor, event_id, hashes)
    return JSONResponse({"known": sorted(here)})


def _hashes(body: bytes) -> list[str]:
    try:
        given = json.loads(body)["files"]
    except (ValueError, KeyError, TypeError) as unclear:
        raise ListUnclear from unclear
    if not isinstance(given, list) or not all(isinstance(one, str) and SHA256.fullmatch(one) for one in given):
        raise ListUnclear
    return given


def _total(body: bytes) -> int:
    try:
        total = json.loads(body)["total"]
    except (ValueError, KeyError, TypeError) as unclear:
        raise TotalUnclear from unclear
    if not isinstance(total, int) or total < 1:
        raise TotalUnclear
    return total


async def read_body(request: Request, limit: int) -> bytes:
    """Read a request's body, at most `limit` bytes.

    Raises BodyTooLarge, before reading when the length is announced.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > limit:
        raise BodyTooLarge(limit_megabytes=limit // MEGABYTE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge(limit_megabytes=limit // MEGABYTE)
    return bytes(body)


def _answer(registry: Registry, request: Request, outcome: Outcome) -> dict[str, str]:
    tr = translator(locale_of(request.cookies, registry.settings.language))
    if isinstance(outcome, Refused):
        return {"outcome": "refused", "text": outcome.error.for_people(tr)}
    code, text = ANSWERS[type(outcome)]
    return {"outcome": code, "text": tr(text)}
