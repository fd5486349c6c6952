"""The figures files that ship in `data/`: each figure named, dated, with what it rests on; never a default argument.

A figure is a TOML table `[section.name]` with a `value`. A package says which figures it reads by a frozen dataclass
whose fields are called `section_name`; their types say whether a figure is a number (`float`) or is counted (`int`).
"""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, get_type_hints

from registry.errors import RegistryError
from registry.locale import N_

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

DATA = Path(__file__).resolve().parents[1] / "data"
Shape = TypeVar("Shape", bound="DataclassInstance")


class FigureMissing(RegistryError):
    """The file `file` in `data/` lacks the figure `name`."""

    code: ClassVar[str] = "figure-missing"
    text: ClassVar[str] = N_(
        "The file data/{file} lacks the figure {name}. Restore the file that ships with the registry."
    )


def read_figures(shape: type[Shape], file: str) -> Shape:
    """Return the figures of `data/<file>` as a `shape`. Raises FigureMissing for the first one that is not there."""
    return parse_figures(shape, (DATA / file).read_text(encoding="utf-8"), file=file)


def parse_figures(shape: type[Shape], text: str, *, file: str) -> Shape:
    """Return the figures of a TOML text as a `shape`; `file` names it in the error.

    Raises FigureMissing for the first one that is not there.
    """
    tables, kinds, values = tomllib.loads(text), get_type_hints(shape), {}
    for field in fields(shape):
        section, figure = field.name.split("_", 1)
        try:
            values[field.name] = kinds[field.name](tables[section][figure]["value"])
        except KeyError:
            raise FigureMissing(file=file, name=f"{section}.{figure}") from None
    return shape(**values)
