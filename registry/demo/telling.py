"""What every chapter of the demo needs: the registry, who acts, and how it is told."""

from dataclasses import dataclass

from rich.console import Console

from registry.access.permissions import Actor
from registry.bootstrap import Registry
from registry.locale import Translate


class StoryBroken(Exception):
    """The demo saw something that should not be; the message says what."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """One telling of the story."""

    registry: Registry
    console: Console
    officer: Actor
    photographer: Actor
    tr: Translate

    def title(self, text: str) -> None:
        """Open a chapter."""
        self.console.print()
        self.console.rule(f"[bold]{self.tr(text)}", align="left")

    def say(self, text: str, **data: object) -> None:
        """Say one sentence."""
        self.console.print(self.tr(text).format(**data), highlight=False)

    def must(self, holds: bool, text: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Say what was checked, with its mark. Raises StoryBroken when it does not hold."""
        self.console.print("[bold green]✓[/]" if holds else "[bold red]✗[/]", self.tr(text), highlight=False)
        if not holds:
            raise StoryBroken(text)
