"""The root of every error the registry raises on purpose.

RegistryError
└── one small family a package, in `<package>/errors.py`

An error carries data in fields. What logs show (`str(error)`) is a code and figures or identifiers; what people read
(`error.for_people(tr)`) is a translated sentence that says what to do.
"""

from collections.abc import Callable
from typing import ClassVar


class RegistryError(Exception):
    """Something the registry refuses or cannot do; subclass it with a `code` and a `text`.

    `code`: kebab-case, for logs. `text`: English message id with `{placeholders}` filled from the error's data.
    `private`: names of data that may appear in the people's text but never in a log.
    """

    code: ClassVar[str] = "registry-error"
    text: ClassVar[str] = ""
    private: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, **data: object) -> None:
        super().__init__(self.code)
        self.data = data

    def __str__(self) -> str:
        shown = " ".join(f"{name}={value}" for name, value in self.data.items() if name not in self.private)
        return f"{self.code} {shown}".rstrip()

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the translated sentence for the person in front of the screen."""
        return tr(self.text).format(**self.data)
