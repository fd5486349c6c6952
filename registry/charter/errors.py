"""Errors of the charter.

RegistryError
└── CharterError
    ├── CharterRefused   the charter's text has problems, each with its line
    └── FigureMissing    a rule asks for a figure the charter does not have
"""

from collections.abc import Callable
from dataclasses import dataclass

from registry.errors import RegistryError
from registry.locale import N_


class CharterError(RegistryError):
    """Any failure of the charter itself; a verdict is never an error."""

    code = "charter-error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing wrong in a charter's text: the line (from 1), the key, and what to do about it.

    `text` is an English message id that may hold {key} and {allowed}, what can stand there instead.
    """

    line: int
    key: str
    text: str
    allowed: str = ""

    def sentence(self, tr: Callable[[str], str]) -> str:
        """Return the problem as a translated sentence that begins with its line."""
        place = tr(N_("Line {line}")).format(line=self.line)
        return f"{place}: {tr(self.text).format(key=self.key, allowed=self.allowed)}"


class CharterRefused(CharterError):
    """The charter's text cannot be used; `problems` lists every line that is wrong."""

    code = "charter-refused"
    text = N_("The charter has {count} problems. Mend these lines and load it again.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(count=len(problems), lines=",".join(str(p.line) for p in problems))
        self.problems = problems

    def for_people(self, tr: Callable[[str], str]) -> str:
        """Return the sentence and below it every problem with its line."""
        return "\n".join([super().for_people(tr), *(p.sentence(tr) for p in self.problems)])


class FigureMissing(CharterError):
    """The charter has no figure of this name."""

    code = "charter-figure-missing"
    text = N_("The charter has no figure called {name}. Add it and load the charter again.")

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.name = name
