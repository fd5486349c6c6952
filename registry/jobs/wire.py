"""What may lie in the workflow tables: ids, short codes, figures and times, as JSON.

The serializer refuses anything else, so that a name or a file name in an argument, a result or an error text cannot
reach those tables by mistake; of an error only its type is kept.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from dbos import Serializer

_CODE = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
_MOMENT, _ERROR = "@moment", "@error"


class NotForTheQueue(TypeError):
    """A value that is neither an id, a code, a figure nor a time was to be stored; only its type is named."""

    def __init__(self, value: object) -> None:
        super().__init__(f"a {type(value).__name__} may not be stored in the workflow tables")


class JobFailed(RuntimeError):
    """A job ended with an error; `kind` is the error's type."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class IdsOnly(Serializer):
    """JSON of ids, codes, figures and times; raises NotForTheQueue for all else."""

    def serialize(self, data: Any) -> str:
        """Return the JSON text of an allowed value."""
        return json.dumps(_plain(data), separators=(",", ":"), sort_keys=True)

    def deserialize(self, serialized_data: str) -> Any:
        """Return the value a JSON text was made of; ids come back as text, sequences as lists."""
        return json.loads(serialized_data, object_hook=_live)

    def name(self) -> str:
        """Return the name stored beside each value, so that another serializer's values are not misread."""
        return "registry_ids"


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str() if _CODE.fullmatch(value):
            return str(value)
        case UUID():
            return str(value)
        case datetime():
            return {_MOMENT: value.isoformat()}
        case BaseException():
            return {_ERROR: type(value).__name__}
        case _:
            return _plain_container(value)


def _plain_container(value: object) -> object:
    match value:
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict() if all(isinstance(key, str) and _CODE.fullmatch(key) for key in value):
            return {key: _plain(item) for key, item in value.items()}
        case _:
            raise NotForTheQueue(value)


def _live(value: Mapping[str, Any]) -> object:
    if _MOMENT in value:
        return datetime.fromisoformat(value[_MOMENT])
    if _ERROR in value:
        return JobFailed(str(value[_ERROR]))
    return dict(value)
