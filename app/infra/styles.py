"""Our own style sheets as one file: each component keeps its sheet, a browser asks for one.

Forty small files would be forty requests of every first visit and forty links of every page. The
sheets are read and joined once in the life of a process, in the order in which they build upon
each other.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

FRAME = ("tokens", "base", "layout")
COMPONENTS = (
    "masthead",
    "button",
    "state",
    "section",
    "crumbs",
    "field",
    "form",
    "error_summary",
    "save_bar",
    "checklist",
    "meter",
    "steps",
    "countdown",
    "round_call",
    "pipeline",
    "todo",
    "progress_grid",
    "score",
    "file",
    "table",
    "pager",
    "tabs",
    "filters",
    "empty",
    "notice",
    "verification",
    "laureate",
    "chart",
    "history",
    "people",
    "facts",
    "panel",
    "documents",
    "confirm",
    "kept_text",
    "disclosure",
    "edit_rows",
    "footer",
    "zoomed",
)
SHEETS = (
    *(f"css/{name}.css" for name in FRAME),
    *(f"css/components/{name}.css" for name in COMPONENTS),
)
RELATIVE = re.compile(r"""url\(\s*(["']?)(?!data:|/|#)([^"')]+)\1\s*\)""")


@dataclass(frozen=True, slots=True)
class Styles:
    """All sheets in one, and the beginning of its SHA-256, by which its address changes."""

    text: str
    version: str


@lru_cache(maxsize=8)
def joined_styles(static_folder: str) -> Styles:
    """Join the sheets of a static folder; addresses of pictures are told from the site's root."""
    text = "".join(_sheet(Path(static_folder), name) for name in SHEETS)
    return Styles(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def _sheet(folder: Path, name: str) -> str:
    """Return a sheet whose pictures are addressed from where the joined file stands."""
    beside = PurePosixPath("static", name).parent

    def moved(found: re.Match[str]) -> str:
        return f'url("{normpath(beside / found[2])}")'

    return RELATIVE.sub(moved, (folder / name).read_text("utf-8")) + "\n"
