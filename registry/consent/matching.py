"""Which face is whom: one photo's faces and the gallery's people, assigned as a whole. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Scores = NDArray[np.float32]
"""Similarities (faces, people)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A person a face may be, and how alike (-1..1)."""

    person_id: UUID
    similarity: float

    @property
    def distance(self) -> float:
        """How unlike: 0 for the very same encoding, 2 at most."""
        return 1 - self.similarity


class Confidence(StrEnum):
    """How much a suggestion says; a person decides in every case."""

    STRONG = "strong"
    """As alike as two pictures of one person usually are."""
    FAIR = "fair"
    """Clearly above what strangers reach."""
    WEAK = "weak"
    """Just above it: look twice."""


def confidence(similarity: float, *, suggest: float, strong: float) -> Confidence:
    """Return how much a similarity says, `strong` and the suggestion's own threshold given."""
    if similarity >= strong:
        return Confidence.STRONG
    return Confidence.FAIR if similarity >= (suggest + strong) / 2 else Confidence.WEAK


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A face is most likely this person, and nobody else comes near."""

    candidate: Candidate


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambiguous:
    """A face may be one of these people, best first; or another face may be this person as well."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoMatch:
    """A face is nobody in the gallery, as far as can be told."""


Resemblance = Match | Ambiguous | NoMatch


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """`suggest`: the similarity from which a person is suggested; `margin`: a runner-up nearer than this is a rival."""

    suggest: float
    margin: float

    @property
    def floor(self) -> float:
        """The similarity below which a person plays no part, not even as a rival."""
        return self.suggest - self.margin


def contenders(similarities: Scores, owners: NDArray[np.intp], floor: float) -> tuple[Scores, list[int]]:
    """Return the people any face may be, as indices, and each face's likeness to them: (faces, those people).

    `similarities` are of (faces, templates), `owners` the person's index of each template. Whoever stays below the
    floor for every face is nobody's rival either and is left out; a person is as alike as their best template.
    """
    likely = np.flatnonzero((similarities >= floor).any(axis=0))
    people, places = np.unique(owners[likely], return_inverse=True)
    best = np.full((len(similarities), len(people)), -1.0, dtype=np.float32)
    for template, place in zip(likely.tolist(), places.tolist(), strict=True):
        np.maximum(best[:, place], similarities[:, template], out=best[:, place])
    return best, people.tolist()


def match(scores: Scores, people: Sequence[UUID], thresholds: Thresholds) -> tuple[Resemblance, ...]:
    """Return what each face is. A pair that may not be suggested has a score of -inf.

    The assignment maximises the similarity of the whole photo, at most one face a person (Hungarian method).
    """
    if not people:
        return tuple(NoMatch() for _ in range(len(scores)))
    assigned = _assign(scores, thresholds.suggest)
    return tuple(_resemblance(face, scores, people, assigned, thresholds) for face in range(len(scores)))


def _assign(scores: Scores, suggest: float) -> dict[int, int]:
    """Return the person (column) each face (row) is assigned to, among the pairs that reach the threshold."""
    gain = np.where(scores >= suggest, scores, 0.0)
    columns = np.flatnonzero(gain.any(axis=0))
    faces, chosen = linear_sum_assignment(gain[:, columns], maximize=True)
    pairs = zip(faces.tolist(), columns[chosen].tolist(), strict=True)
    return {face: person for face, person in pairs if gain[face, person] > 0}


def _resemblance(
    face: int, scores: Scores, people: Sequence[UUID], assigned: dict[int, int], thresholds: Thresholds
) -> Resemblance:
    near = _near(_still_free(face, scores, assigned, thresholds), thresholds)
    if not near:
        return NoMatch()
    candidates = tuple(Candidate(person_id=people[p], similarity=float(scores[face, p])) for p in near)
    alone = len(near) == 1 and assigned.get(face) == near[0]
    if alone and not _shared(face, near[0], scores, thresholds):
        return Match(candidate=candidates[0])
    return Ambiguous(candidates=candidates)


def _still_free(face: int, scores: Scores, assigned: dict[int, int], thresholds: Thresholds) -> NDArray[np.float32]:
    """Return the face's scores without the people another face clearly is."""
    row: NDArray[np.float32] = scores[face].copy()
    for other, person in assigned.items():
        if other != face and scores[other, person] >= row[person] + thresholds.margin:
            row[person] = -np.inf
    return row


def _near(row: NDArray[np.float32], thresholds: Thresholds) -> list[int]:
    """Return the people a face may be: the best one that reaches the threshold, and those within the margin of it."""
    best = row.max()
    if best < thresholds.suggest:
        return []
    close = np.flatnonzero(row > best - thresholds.margin)
    return [int(person) for person in close[np.argsort(-row[close], kind="stable")]]


def _shared(face: int, person: int, scores: Scores, thresholds: Thresholds) -> bool:
    """Return whether another face is about as much like that person, and like nobody else more."""
    rivals = np.flatnonzero(scores[:, person] > scores[face, person] - thresholds.margin)
    return any(rival != face and scores[rival, person] >= scores[rival].max() - thresholds.margin for rival in rivals)
