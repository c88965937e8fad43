"""Where somebody goes after signing in: only to a page of this site."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 2000


def local_path(target: str | None) -> str | None:
    """Return the target if it is a path of this site, else None.

    Browsers read a backslash as a slash and skip tabs and line ends inside an address, so none
    of these may stand in it.
    """
    if not target or len(target) > LONGEST:
        return None
    if not target.isprintable() or "\\" in target or any(map(str.isspace, target)):
        return None
    if not target.startswith("/") or target.startswith("//"):
        return None
    return target if _has_no_host(target) else None


def _has_no_host(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc
