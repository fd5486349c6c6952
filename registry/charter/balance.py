"""Article 3b iii: is a member of the college, or a coalition partner, seen out of proportion? Pure.

Every photo with members of the college is one draw: had nobody been favoured, each member in office that day would be
in it with a probability equal to the number of members shown times their expected share (at most 1; what is cut off
goes to the others). The number of photos somebody is in is then a sum of independent draws, a Poisson-binomial
distribution, computed exactly. With one member a photo and a college that does not change it is the binomial one. How
surprising a count is, is the chance of every count no likelier than it (two-sided, as scipy's `binomtest`). Of several
members the smallest chances are multiplied by Holm's method (1979), so that looking at more of them raises no more
false alarms. A party's count adds up its members in a photo: their draws are taken as independent, which overstates
chance a little and so warns later rather than sooner.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from registry.charter.charter import ExpectedShare, Proportion

_AS_LIKELY = 1 + 1e-7  # equal chances differ in their last digits


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A member of the college from a first to a last day (None: still), and their party."""

    person_id: UUID
    party: str
    starts_on: date
    ends_on: date | None

    def held(self, day: date) -> bool:
        """Return whether the member was in office on `day`."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class Showing:
    """A photo that went out on a day, and the persons confirmed in it."""

    day: date
    persons: frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How often somebody (a person's id, or a party's name) was seen, against what was to be expected.

    `chance` is how often chance alone gives a difference as large, after Holm's correction.
    """

    who: UUID | str
    seen: int
    expected: float
    chance: float

    def stands_out(self, level: float) -> bool:
        """Return whether the difference is larger than chance easily makes it."""
        return self.chance < level

    @property
    def is_above(self) -> bool:
        """Whether it is seen more than expected."""
        return self.seen > self.expected


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """The counts of members and of parties over the photos that show a member in office."""

    photos: int
    members: tuple[Count, ...]
    parties: tuple[Count, ...]


def weigh(showings: Iterable[Showing], seats: Sequence[Seat], proportion: Proportion) -> Balance:
    """Return the balance of some photos."""
    draws = [draw for showing in showings if (draw := _draw(showing, seats, proportion))[1]]
    people = {seat.person_id for seat in seats}
    parties = {seat.party for seat in seats}
    return Balance(
        photos=len(draws),
        members=_counts((who, [(p.get(who, 0.0), who in shown) for p, shown, _ in draws]) for who in people),
        parties=_party_counts(parties, draws),
    )


def worsened(before: Balance, after: Balance, level: float) -> tuple[Count, ...]:
    """Return the counts that stand out after a post and lie farther from what is expected than before it."""
    was = {count.who: count for count in (*before.members, *before.parties)}
    return tuple(
        count
        for count in (*after.members, *after.parties)
        if count.stands_out(level) and _distance(count) > _distance(was[count.who]) + 1e-9
    )


_Draw = tuple[Mapping[UUID, float], frozenset[UUID], Mapping[UUID, str]]


def _draw(showing: Showing, seats: Sequence[Seat], proportion: Proportion) -> _Draw:
    """Return each member's chance to be in a photo, who was, and everyone's party that day."""
    parties = {seat.person_id: seat.party for seat in seats if seat.held(showing.day)}
    shown = showing.persons & parties.keys()
    return _chances(_shares(parties, proportion), len(shown)), frozenset(shown), parties


def _shares(parties: Mapping[UUID, str], proportion: Proportion) -> Mapping[UUID, float]:
    """Return the share each member should have; a party without seats in the charter counts as one seat a member."""
    seats = proportion.seats if proportion.expected is ExpectedShare.SEATS else {}
    sizes = Counter(parties.values())
    return {who: seats.get(party, sizes[party]) / sizes[party] for who, party in parties.items()}


def _chances(shares: Mapping[UUID, float], shown: int) -> dict[UUID, float]:
    """Return chances that add up to `shown`, in proportion to the shares, none above 1."""
    chances: dict[UUID, float] = {}
    left = dict(shares)
    while left:
        per_share = (shown - len(chances)) / sum(left.values())
        certain = [who for who, share in left.items() if share * per_share >= 1]
        if not certain:
            return chances | {who: share * per_share for who, share in left.items()}
        for who in certain:
            chances[who] = 1.0
            del left[who]
    return chances


def _party_counts(parties: Iterable[str], draws: Sequence[_Draw]) -> tuple[Count, ...]:
    return _counts(
        (
            party,
            [
                (chance, who in shown)
                for of_each, shown, of in draws
                for who, chance in of_each.items()
                if of[who] == party
            ],
        )
        for party in parties
    )


def _counts(drawn: Iterable[tuple[UUID | str, Sequence[tuple[float, bool]]]]) -> tuple[Count, ...]:
    found = []
    for who, draws in drawn:
        chances = [chance for chance, _ in draws]
        seen = sum(hit for _, hit in draws)
        found.append((who, seen, float(sum(chances)), two_sided(chances, seen)))
    corrected = holm([chance for *_, chance in found])
    counts = [
        Count(who=who, seen=seen, expected=expected, chance=corrected[place])
        for place, (who, seen, expected, _) in enumerate(found)
    ]
    return tuple(sorted(counts, key=lambda count: (-count.seen, str(count.who))))


def two_sided(chances: Sequence[float], seen: int) -> float:
    """Return how often independent draws with these chances give a number of hits no likelier than `seen`."""
    likely = np.ones(1)
    for chance in chances:
        likely = np.convolve(likely, (1 - chance, chance))
    return float(likely[likely <= likely[seen] * _AS_LIKELY].sum())


def holm(chances: Sequence[float]) -> list[float]:
    """Return Holm's step-down correction of several chances, in their order."""
    corrected: dict[int, float] = {}
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, chances[place] * (len(chances) - rank)))
        corrected[place] = highest
    return [corrected[place] for place in range(len(chances))]


def _distance(count: Count) -> float:
    return abs(count.seen - count.expected)
