"""`registry dpia`: the part of the data protection impact assessment on faces."""

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.operator import opened
from registry.cli.outcome import Mark, console, say
from registry.consent.dpia import assessment, language_for
from registry.consent.figures import shipped_figures
from registry.locale import LOCAL_TIME, N_, Locale, translator


def dpia(
    language: Annotated[Locale | None, typer.Option(help="nl or en. Without it, the municipality's language.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, the terminal.")] = None,
) -> None:
    """Write the impact assessment's part on faces, in Markdown, from the charter and settings as they are."""
    with opened() as registry:
        settings = registry.settings
        text = assessment(
            registry.charter,
            shipped_figures(),
            municipality=settings.municipality,
            language=language_for(language or settings.language),
            on=registry.clock.now().astimezone(LOCAL_TIME).date(),
        )
        if output is None:
            console.out(text, highlight=False)
            return
        output.write_text(text, encoding="utf-8")
        tr = translator(settings.language)
        say(tr(N_("The assessment is in {file}.")).format(file=output), mark=Mark.DONE)
