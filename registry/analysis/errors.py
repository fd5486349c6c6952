"""Errors of the analysis.

AnalysisError
├── ModelRefused   a weights file's SHA-256 is not the expected one
├── ModelMissing   the package that ships the weights is not installed, or lacks the file
└── FigureMissing  data/analysis.toml lacks a figure the code asks for
"""

from __future__ import annotations


class AnalysisError(Exception):
    """Any failure of the analysis that is not the photo's fault."""


class ModelRefused(AnalysisError):
    """A weights file does not have the checksum it was measured with."""

    def __init__(self, *, package: str, file: str, expected: str, found: str) -> None:
        """Keep which file it was and both checksums (hex SHA-256)."""
        super().__init__(f"{file} of {package} has SHA-256 {found[:12]}, expected {expected[:12]}")
        self.package = package
        self.file = file
        self.expected = expected
        self.found = found


class ModelMissing(AnalysisError):
    """The package that ships a weights file is not installed, or does not hold it."""

    def __init__(self, *, package: str, file: str) -> None:
        """Keep the package and the file looked for."""
        super().__init__(f"{file} is not in the installed package {package}")
        self.package = package
        self.file = file


class FigureMissing(AnalysisError):
    """A figure that the code needs is not in the figures file."""

    def __init__(self, *, name: str) -> None:
        """Keep the dotted name of the figure."""
        super().__init__(f"no figure named {name}")
        self.name = name
