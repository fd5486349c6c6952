"""What S3 answers: versions of objects, and errors as codes. The channel itself is `registry.channels.s3`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

_CODES = {
    "NoSuchBucket": "bucket-missing",
    "SlowDown": "rate-limited",
    "RequestLimitExceeded": "rate-limited",
    "InvalidAccessKeyId": "login-refused",
    "SignatureDoesNotMatch": "login-refused",
    "AccessDenied": "not-allowed",
}
ABSENT = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound"})


class S3Trouble(Exception):
    """The store did not do what was asked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class S3Locked(Exception):
    """Object Lock keeps a version until a date, or until a legal hold is lifted (no date)."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("object-locked")
        self.until = until


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectVersion:
    """One version of an object, or a delete marker; `version` is None in a bucket that never had versions."""

    key: str
    version: str | None
    size: int
    changed_at: datetime | None
    is_latest: bool
    is_marker: bool


def version_from(entry: dict[str, Any], *, is_marker: bool) -> ObjectVersion:
    """Return one entry of a listing of versions."""
    version = entry.get("VersionId")
    return ObjectVersion(
        key=entry["Key"],
        version=version,
        size=int(entry.get("Size", 0)),
        changed_at=entry["LastModified"].astimezone(UTC) if "LastModified" in entry else None,
        is_latest=bool(entry.get("IsLatest", True)),
        is_marker=is_marker,
    )


def naming(version: str | None) -> dict[str, str]:
    """Return how a call names a version; nothing where there is none."""
    return {} if version is None else {"VersionId": version}


def asked(call: Callable[..., dict[str, Any]], named: dict[str, str]) -> dict[str, Any]:
    """Return what a call answers; nothing from a store that knows no Object Lock and answers with an error."""
    try:
        return call(**named)
    except ClientError:
        return {}


@contextmanager
def translated() -> Iterator[None]:
    """Turn the client's errors into S3Trouble; a code that is not in the table keeps its HTTP status."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise S3Trouble(_CODES.get(code, "not-allowed" if status == 403 else f"s3-answered-{status}")) from error
    except BotoCoreError as error:
        raise S3Trouble("s3-unreachable") from error
