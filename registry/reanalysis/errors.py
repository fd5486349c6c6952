"""Errors of re-analysis.

RegistryError
└── ReanalysisError
    ├── NoReanalysis       there is none under way
    ├── AlreadyUnderWay    there is one already; only one at a time
    ├── NotNow             what was asked does not fit how far it is
    ├── NothingToReanalyse every photo's analysis is by that engine already
    ├── EngineChanged      the engine is not the one it was begun with: its analyses would be of two kinds
    └── EngineNotInUse     it was made with an engine that settings do not choose
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class ReanalysisError(RegistryError):
    """Any refusal of re-analysis."""

    code: ClassVar[str] = "reanalysis-error"


class NoReanalysis(ReanalysisError):
    """None is under way."""

    code: ClassVar[str] = "no-reanalysis"
    text: ClassVar[str] = N_("No re-analysis is under way. Start one first.")


class AlreadyUnderWay(ReanalysisError):
    """One is under way."""

    code: ClassVar[str] = "reanalysis-under-way"
    text: ClassVar[str] = N_("A re-analysis is under way already. Apply or drop it first.")


class NotNow(ReanalysisError):
    """It is in `state`, which does not allow what was asked."""

    code: ClassVar[str] = "reanalysis-not-now"
    text: ClassVar[str] = N_("This cannot be done at this point of the re-analysis. Look how far it is.")


class NothingToReanalyse(ReanalysisError):
    """No photo has an analysis of another engine than `engine`."""

    code: ClassVar[str] = "nothing-to-reanalyse"
    text: ClassVar[str] = N_("Every photo was looked at by the engine {engine} already. There is nothing to do.")


class EngineChanged(ReanalysisError):
    """The engine `engine` has another version than at the start."""

    code: ClassVar[str] = "engine-changed"
    text: ClassVar[str] = N_("The engine {engine} was replaced since the start. Drop this re-analysis and start again.")


class EngineNotInUse(ReanalysisError):
    """Settings choose another engine than `engine`."""

    code: ClassVar[str] = "engine-not-in-use"
    text: ClassVar[str] = N_("Set REGISTRY_ENGINE to {engine} and start the registry again before you apply this.")
