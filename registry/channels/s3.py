"""An S3 bucket, or a store that speaks its protocol, with or without versions.

A plain DELETE in a bucket with versions only hides the photo behind a delete marker. Here every version with the
content is deleted by its id, delete markers and broken-off uploads too. Deleting the newest version would show the one
before it; where that one is another photo, a delete marker is put in its place first. A version under Object Lock
cannot be deleted before its date: the answer is `Refused` with that date.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from registry.channels.base import Capabilities, Channel, Listed, Parcel, Placement, copy_tag, tagged_name
from registry.channels.folder import MARKER
from registry.channels.kinds import ChannelSettings, Kind, Surroundings
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    FetchOutcome,
    Healthy,
    LookOutcome,
    PingOutcome,
    Present,
    Published,
    PublishOutcome,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)
from registry.channels.s3_answers import (
    ABSENT,
    ObjectVersion,
    S3Locked,
    S3Trouble,
    asked,
    naming,
    translated,
    version_from,
)

FOREIGN = "bucket-without-marker"
_VERSION = "?versionId="
_TIMEOUT_SECONDS = 20


class S3Channel(Channel):
    """Publishes under a prefix of a bucket; `url` is the address the bucket is served at, if it is."""

    kind = "s3"
    capabilities = Capabilities(removes=True, looks=True, lists=True, largest_side=None)

    def __init__(self, *, settings: ChannelSettings, around: Surroundings) -> None:
        super().__init__(name=settings.name, title=settings.title, purpose=settings.purpose)
        values = settings.values
        self._bucket, self._prefix = values["bucket"], values.get("prefix", "")
        self._base_url = values.get("url")
        self._content_mac = around.content_mac
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=values.get("endpoint"),
            region_name=values.get("region", "eu-west-1"),
            aws_access_key_id=values["access_key"],
            aws_secret_access_key=values["secret_key"],
            config=Config(
                connect_timeout=_TIMEOUT_SECONDS,
                read_timeout=_TIMEOUT_SECONDS,
                retries={"max_attempts": 0},  # when to try again is the caller's decision
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
            ),
        )

    def prepare(self) -> PingOutcome:
        """Put the marker, once, when the channel is set up by a person who knows the bucket is the right one."""
        try:
            with translated():
                self._client.put_object(Bucket=self._bucket, Key=f"{self._prefix}{MARKER}", Body=self.name.encode())
        except S3Trouble as trouble:
            return Retryable(code=trouble.code)
        return Healthy()

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Put the object once: the same parcel a second time makes no second version."""
        name = tagged_name(parcel)
        if PurePosixPath(name).name != name or name.startswith("."):
            return Refused(code="name-not-plain")
        key = f"{self._prefix}{name}"
        try:
            self._check_marker()
            if not self._holds_key(key, len(parcel.data)):
                with translated():
                    self._client.put_object(
                        Bucket=self._bucket, Key=key, Body=parcel.data, ContentType=parcel.media_type
                    )
        except S3Trouble as trouble:
            return Retryable(code=trouble.code)
        return Published(locator=name, urls=self._urls(key))

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Delete every version with the content or the tag, markers and broken-off uploads too."""
        try:
            self._check_marker()
            found = self._matches(placement)
            for version in self._in_order(found):
                self._delete(version)
            aborted = self._abort_uploads(placement)
        except S3Locked as locked:
            return Refused(code="object-locked", until=locked.until)
        except S3Trouble as trouble:
            return Refused(code=trouble.code) if trouble.code == "not-allowed" else Retryable(code=trouble.code)
        count = sum(not version.is_marker for version in found) + aborted
        return Removed(count=count) if count else AlreadyGone()

    def look(self, placement: Placement) -> LookOutcome:
        """List all versions again, and ask for the remembered key besides."""
        try:
            self._check_marker()
            found = [self._locator(version) for version in self._matches(placement) if not version.is_marker]
            uploads = [f"{key.removeprefix(self._prefix)}?upload" for key, _ in self._uploads(placement)]
        except S3Trouble as trouble:
            return Unclear(code=trouble.code)
        seen = (*found, *uploads)
        return Present(how="versions-listed", locators=seen) if seen else Absent(how="versions-listed")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every version of every object under the prefix."""
        try:
            self._check_marker()
            for one in self._versions():
                if not one.is_marker:
                    urls = self._urls(one.key) if one.is_latest else ()
                    yield Listed(locator=self._locator(one), urls=urls, size=one.size, changed_at=one.changed_at)
        except S3Trouble as trouble:
            yield Unclear(code=trouble.code)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Read one version, the newest where the locator names none."""
        key, _, version = locator.partition(_VERSION)
        try:
            self._check_marker()
            data = self._read(f"{self._prefix}{key}", version or None, most_bytes)
        except S3Trouble as trouble:
            return Unclear(code=trouble.code)
        return Absent(how="asked") if data is None else Fetched(data=data)

    def ping(self) -> PingOutcome:
        """See the marker, and that an object can be put and its version deleted again."""
        key = f"{self._prefix}.{self.name}.probe"
        try:
            self._check_marker()
            with translated():
                answer = self._client.put_object(Bucket=self._bucket, Key=key, Body=b"")
                self._client.delete_object(Bucket=self._bucket, Key=key, **naming(answer.get("VersionId")))
        except S3Trouble as trouble:
            return Refused(code=trouble.code) if trouble.code == "not-allowed" else Retryable(code=trouble.code)
        return Healthy()

    def _check_marker(self) -> None:
        if not self._holds_key(f"{self._prefix}{MARKER}", None):
            with translated():
                self._client.head_bucket(Bucket=self._bucket)
            raise S3Trouble(FOREIGN)

    def _holds_key(self, key: str, size: int | None) -> bool:
        with translated():
            try:
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error.response["Error"]["Code"] in ABSENT:
                    return False
                raise
        return size is None or answer["ContentLength"] == size

    def _versions(self) -> Iterator[ObjectVersion]:
        with translated():
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            for page in pages:
                found = [version_from(entry, is_marker=False) for entry in page.get("Versions", [])]
                found += [version_from(entry, is_marker=True) for entry in page.get("DeleteMarkers", [])]
                yield from (one for one in found if one.key != f"{self._prefix}{MARKER}")

    def _matches(self, placement: Placement) -> list[ObjectVersion]:
        """Return versions with the content or the tag, and the markers that would be all that is left of their keys."""
        keys: dict[str, list[ObjectVersion]] = defaultdict(list)
        for version in self._versions():
            keys[version.key].append(version)
        return [one for versions in keys.values() for one in self._of_key(versions, placement)]

    def _of_key(self, versions: list[ObjectVersion], placement: Placement) -> list[ObjectVersion]:
        if copy_tag(placement.copy_id) in versions[0].key:
            return versions
        found = [one for one in versions if not one.is_marker and self._holds(one, placement)]
        others = [one for one in versions if not one.is_marker and one not in found]
        return found if others or not found else versions

    def _holds(self, version: ObjectVersion, placement: Placement) -> bool:
        if placement.content_mac is None or placement.size not in (None, version.size):
            return False
        data = self._read(version.key, version.version, None)
        return data is not None and self._content_mac(data) == placement.content_mac

    def _read(self, key: str, version: str | None, most_bytes: int | None) -> bytes | None:
        with translated():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key, **naming(version))
            except ClientError as error:
                if error.response["Error"]["Code"] in ABSENT:
                    return None
                raise
            with answer["Body"] as body:
                if most_bytes is not None and answer["ContentLength"] > most_bytes:
                    raise S3Trouble("too-large")
                return bytes(body.read())

    def _in_order(self, found: list[ObjectVersion]) -> Iterator[ObjectVersion]:
        """Give the versions to delete, hiding first what a deletion would bring to light."""
        whole = defaultdict(set)
        for one in self._versions():
            whole[one.key].add(one.version)
        for one in found:
            leaves_others = whole[one.key] - {other.version for other in found if other.key == one.key}
            if one.is_latest and not one.is_marker and leaves_others:
                with translated():
                    self._client.delete_object(Bucket=self._bucket, Key=one.key)  # a delete marker
            yield one

    def _delete(self, version: ObjectVersion) -> None:
        with translated():
            try:
                self._client.delete_object(Bucket=self._bucket, Key=version.key, **naming(version.version))
            except ClientError as error:
                self._raise_if_locked(version, error)
                raise

    def _raise_if_locked(self, version: ObjectVersion, error: ClientError) -> None:
        if error.response["Error"]["Code"] != "AccessDenied":
            return
        named = {"Bucket": self._bucket, "Key": version.key, **naming(version.version)}
        retention = asked(self._client.get_object_retention, named).get("Retention", {})
        hold = asked(self._client.get_object_legal_hold, named).get("LegalHold", {})
        if until := retention.get("RetainUntilDate"):
            raise S3Locked(until.astimezone(UTC)) from error
        if hold.get("Status") == "ON":
            raise S3Locked(None) from error

    def _uploads(self, placement: Placement) -> list[tuple[str, str]]:
        with translated():
            answer = self._client.list_multipart_uploads(Bucket=self._bucket, Prefix=self._prefix)
        tag = copy_tag(placement.copy_id)
        return [(one["Key"], one["UploadId"]) for one in answer.get("Uploads", []) if tag in one["Key"]]

    def _abort_uploads(self, placement: Placement) -> int:
        uploads = self._uploads(placement)
        with translated():
            for key, upload in uploads:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
        return len(uploads)

    def _locator(self, one: ObjectVersion) -> str:
        name = one.key.removeprefix(self._prefix)
        return name if one.is_latest or one.version is None else f"{name}{_VERSION}{one.version}"

    def _urls(self, key: str) -> tuple[str, ...]:
        return (f"{self._base_url.rstrip('/')}/{quote(key)}",) if self._base_url else ()


def build(settings: ChannelSettings, around: Surroundings) -> Channel:
    """Return the channel; nothing connects before it is used."""
    return S3Channel(settings=settings, around=around)


KIND = Kind(
    build=build,
    needs=frozenset({"bucket"}),
    may_have=frozenset({"endpoint", "region", "prefix", "url"}),
    secrets=frozenset({"access_key", "secret_key"}),
)
