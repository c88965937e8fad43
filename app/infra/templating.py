"""What every template can name: strictness, filters, and addresses of static files."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import current_app, request, url_for
from flask.templating import Environment
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from app.infra.words import translations, words
from app.kernel.calendar import format_instant, local
from app.kernel.numbers import format_decimal
from app.kernel.vietnamese.dates import date_in_words, short_date
from app.kernel.vietnamese.money import format_money
from app.kernel.vietnamese.names import initials

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, MutableMapping

    from flask import Flask
    from markupsafe import Markup

KILO = 1024
SIZE_UNITS = ("KB", "MB", "GB", "TB")


class PageEnvironment(Environment):
    """The environment of pages, whose templates share one dictionary of globals.

    Jinja's own hands each template a chain of dictionaries, and walks it in Python at each of the
    twenty imports of components of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template; only one with globals of its own needs a chain."""
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Bind filters and globals; macros see globals where they do not see the page's variables.

    An undefined name is an error, never an empty place on a certificate. Templates of pages
    (``.html``) escape what they print; letters (``.txt``) are plain text.
    """
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(FILTERS)
    environment.globals.update(static_url=static_url, csrf_token=generate_csrf)
    environment.globals.update(_=words, gettext=words, printed_once=printed_once)


# ── components that are printed again ────────────────────────────────────────────────────────


def printed_once(component: Callable[..., Markup], **given: Hashable) -> Markup:
    """Print a component as it was printed the last time that the same was given to it.

    For large ones that many pages repeat and that print what they are given and nothing else: no
    token, no address, nothing of who looks. What people type is printed anew, or it would crowd
    out what is the same for all.
    """
    return _printed_once(component, translations(), *given.items())


@lru_cache(maxsize=1024)
def _printed_once(
    component: Callable[..., Markup], _language: object, *given: tuple[str, Hashable]
) -> Markup:
    return component(**dict(given))


# ── filters ──────────────────────────────────────────────────────────────────────────────────


def instant(moment: datetime) -> str:
    """Return "17 giờ 00, thứ Hai 30/11/2026"."""
    return format_instant(moment)


def instant_long(moment: datetime) -> str:
    """Return "17 giờ 00 phút 00 giây, thứ Hai ngày 30 tháng 11 năm 2026"."""
    return format_instant(moment, "long")


def clock(moment: datetime) -> str:
    """Return "21:04:07"."""
    return format_instant(moment, "clock")


def day(value: date | datetime) -> str:
    """Return "30/11/2026"; an instant shows the day it is in Vietnam."""
    return short_date(_date_of(value))


def day_words(value: date | datetime) -> str:
    """Return "ngày 30 tháng 11 năm 2026"; an instant shows the day it is in Vietnam."""
    return date_in_words(_date_of(value))


def iso(value: date | datetime) -> str:
    """Return what the ``datetime`` attribute of a ``<time>`` holds."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    return value.isoformat()


def filesize(size: int) -> str:
    """Return "812 byte", "1,5 MB": one decimal, halves rounded up."""
    if size < KILO:
        return f"{size} byte"
    power = 1
    while size >= KILO ** (power + 1) and power < len(SIZE_UNITS):
        power += 1
    tenths = (20 * size + KILO**power) // (2 * KILO**power)
    return f"{tenths // 10},{tenths % 10} {SIZE_UNITS[power - 1]}".replace(",0 ", " ")


def _date_of(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


FILTERS: dict[str, Callable[..., str]] = {
    "instant": instant,
    "instant_long": instant_long,
    "clock": clock,
    "day": day,
    "day_words": day_words,
    "iso": iso,
    "decimal": format_decimal,
    "money": format_money,
    "filesize": filesize,
    "initials": initials,
}


# ── static files ─────────────────────────────────────────────────────────────────────────────


def static_url(path: str) -> str:
    """Return the address of a static file with the hash of its content, to be kept for a year.

    A file that is not there has no hash; the browser and the tests of links will tell. A page
    names some fifty files, so that the address is put together once for each change of one.
    """
    file = static_file(current_app.static_folder or "", path)
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return url_for("static", filename=path)
    return f"{request.script_root}{static_path(file, path, changed)}"


@lru_cache(maxsize=2048)
def static_file(folder: str, path: str) -> Path:
    """Return where a static file lies."""
    return Path(folder) / path


def static_path(file: Path, path: str, changed: int) -> str:
    """Return the address of a static file within the application."""
    version = content_hash(str(file), changed)
    return f"{current_app.static_url_path}/{quote(path)}?v={version}"


@lru_cache(maxsize=2048)
def content_hash(file: str, _changed: int) -> str:
    """Return the beginning of the SHA-256 of a file, computed once for each change of it."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:12]
