"""Names as people write them: folding, likeness, and whether a text names somebody. Pure."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 2  # words: a first name alone names too many


def fold(name: str) -> str:
    """Return a name in lower case without accents, its words separated by one blank."""
    # Compatibility letters (mathematical, full-width) turn ordinary first, then lower, then lose their accents.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def likeness(one: str, other: str) -> float:
    """Return how alike two folded names are, 0..1: the share of letter pairs they have in common (Dice 1945)."""
    pairs, others = _pairs(one), _pairs(other)
    total = len(pairs) + len(others)
    return 2 * len(pairs & others) / total if total else float(one == other)


def named_in(folded_text: str, folded_name: str) -> bool:
    """Return whether a folded text holds a folded name of at least two words, whole."""
    long_enough = folded_name.count(" ") + 1 >= _SHORTEST_NAME
    return long_enough and f" {folded_name} " in f" {folded_text} "


def _pairs(folded: str) -> set[str]:
    spaced = f" {folded} "
    return {spaced[n : n + 2] for n in range(len(spaced) - 1)}
