"""What people type into a search box, and addresses made of titles: letters without marks."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose although people type them plain. Both cases, since
# the alphabetical order needs to see which one it was.
FOREIGN_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
    | {"ß": "ss", "\u0131": "i"},
)
# The letter đ has no mark to drop; curly quotes, the apostrophe of minority names and dashes
# are typed plain.
_PLAIN = str.maketrans("đ\u2018\u2019\u02bc\u201c\u201d\u2013\u2014", "d'''\"\"--")
_NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")


def search_fold(text: str) -> str:
    """Return the text in lower case without tones and marks, đ as d, in single spaces.

    Folding twice changes nothing, so a stored key and a typed term meet.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(FOREIGN_LETTERS))
    lowered = unicodedata.normalize("NFKD", decomposed.lower()).translate(_PLAIN)
    letters = "".join(c for c in lowered if unicodedata.category(c) != "Mn")
    return " ".join(letters.split())


def slugify(text: str) -> str:
    """Return ASCII letters and digits joined by hyphens; empty when the text has none."""
    return _NOT_ALPHANUMERIC.sub("-", search_fold(text)).strip("-")
