"""Errors of the analysis.

RegistryError
└── AnalysisError
    ├── ModelRefused   a weights file's SHA-256 is not the expected one
    ├── ModelMissing   the package that ships the weights is not installed, or lacks the file
    ├── FigureMissing  data/analysis.toml lacks a figure the code asks for
    ├── EngineUnknown  no built-in or installed engine has this name
    ├── EngineUnloadable  the package that offers the engine cannot be imported
    └── EngineMisnamed the engine's own name is not the one it is offered under
"""

from __future__ import annotations

from registry.errors import RegistryError
from registry.locale import N_


class AnalysisError(RegistryError):
    """Any failure of the analysis that is not the photo's fault."""

    code = "analysis-error"


class ModelRefused(AnalysisError):
    """A weights file does not have the checksum it was measured with; data: package, file, expected, found."""

    code = "model-refused"
    text = N_("The file {file} of {package} is not the one that was measured. Install the pinned requirements again.")


class ModelMissing(AnalysisError):
    """The package that ships a weights file is not installed, or does not hold it; data: package, file."""

    code = "model-missing"
    text = N_("The file {file} of {package} is not installed. Install the pinned requirements again.")


class FigureMissing(AnalysisError):
    """A figure that the code needs is not in the figures file; data: name."""

    code = "analysis-figure-missing"
    text = N_("The figure {name} is missing in data/analysis.toml. Restore the file that ships with the registry.")


class EngineUnknown(AnalysisError):
    """No engine has this name; data: name, known (all there are)."""

    code = "engine-unknown"
    text = N_("There is no engine called {name}. REGISTRY_ENGINE can be: {known}.")


class EngineUnloadable(AnalysisError):
    """The package that offers an engine cannot be imported; data: name."""

    code = "engine-unloadable"
    text = N_("The engine {name} cannot be loaded. Install its package again, or choose another engine.")


class EngineMisnamed(AnalysisError):
    """An engine calls itself otherwise than the name it is offered under; data: name."""

    code = "engine-misnamed"
    text = N_("The engine {name} gives another name than the one it is installed under. Ask its maker to mend that.")
