"""Names as people write them: folding, order, and whether a text names somebody. Pure."""

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 2  # words: a first name alone names too many


def fold(name: str) -> str:
    """Return a name in lower case without accents, its words separated by one blank."""
    # Compatibility letters (mathematical, full-width) turn ordinary first, then lower, then lose their accents.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def sorted_words(folded: str) -> str:
    """Return a folded name with its words in the alphabet's order, so that "De Smet Jan" is "Jan De Smet"."""
    return " ".join(sorted(folded.split()))


def named_in(folded_text: str, folded_name: str) -> bool:
    """Return whether a folded text holds a folded name of at least two words, whole."""
    long_enough = folded_name.count(" ") + 1 >= _SHORTEST_NAME
    return long_enough and f" {folded_name} " in f" {folded_text} "
