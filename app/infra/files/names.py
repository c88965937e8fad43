"""Names of files: what a person called it, without what could lead or print elsewhere."""

from __future__ import annotations

import re

from app.kernel.vietnamese.text import clean_line

LONGEST = 150
LONGEST_ENDING = 10
UNSAFE = re.compile(r'[<>:"/\\|?*%\x00-\x1f]')
NAMELESS = "tep"


def clean_file_name(name: str | None) -> str:
    """Return the name without folders, controls and reserved signs, at most 150 characters.

    Vietnamese letters stay, composed; the ending stays when the name is cut.
    """
    last = clean_line(name or "").replace("\\", "/").rpartition("/")[2]
    stem, ending = split_ending(UNSAFE.sub("_", last).rstrip(" ."))
    stem = stem.strip(" .") or NAMELESS
    return stem[: LONGEST - len(ending)].rstrip() + ending


def split_ending(name: str) -> tuple[str, str]:
    """Return the name and its ending in lower case, with the dot; the ending may be empty."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending or len(ending) > LONGEST_ENDING or " " in ending:
        return name, ""
    return stem, f".{ending.lower()}"
