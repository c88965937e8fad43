"""What every template can name: the organiser, who acts, the desks, the places to go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import current_app, g, request, url_for

from app.infra.desks import DeskKey, Entry, desks
from app.infra.guard import access, current_actor, door_of
from app.infra.styles import joined_styles
from app.infra.words import gettext as _
from app.kernel.access import Role
from app.kernel.events import label_of
from app.kernel.vietnamese.names import initials
from app.organiser.queries import get_masthead
from app.web.desks import DESKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flask import Flask

    from app.kernel.access import Actor
    from app.organiser.queries import Masthead


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a desk as it is shown."""

    label: str
    url: str
    icon: str
    count: int | None
    is_urgent: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavDesk:
    """A desk with the entries that the actor may open."""

    label: str
    items: list[NavItem]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who acts, as the masthead shows it."""

    is_signed_in: bool
    name: str
    role_line: str
    initials: str


class Later:
    """A list that is made only when a template walks it: a page without a rail asks nothing."""

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        self._make = make
        self._made: list[Any] | None = None

    def __iter__(self) -> Iterator[Any]:
        if self._made is None:
            self._made = self._make()
        return iter(self._made)


def install(app: Flask) -> None:
    """Give every template what the layouts need."""
    app.context_processor(common_context)
    app.jinja_env.globals.update(may=access.may, steps_for=access.steps_for)
    app.jinja_env.filters["event_label"] = label_of


def common_context() -> dict[str, Any]:
    """Return what every page shows around its own content."""
    actor = current_actor()
    return {
        "organiser": organiser(),
        "actor": visitor(actor),
        "desks": Later(lambda: desks_of(actor)),
        "public_nav": Later(public_places),
        "places": places(),
    }


def organiser() -> Masthead:
    """Return what the pages say of the organiser: read with who acts, or once for a stranger."""
    if "organiser" not in g:
        g.organiser = get_masthead()
    return g.organiser  # type: ignore[no-any-return]  # flask.g is untyped


def visitor(actor: Actor) -> Visitor:
    """Return who acts, as the masthead shows it."""
    return Visitor(
        is_signed_in=actor.is_signed_in,
        name=actor.name,
        role_line=role_line(actor),
        initials=initials(actor.name) if actor.name else "",
    )


def role_line(actor: Actor) -> str:
    """Say in a few words at which desk somebody sits first."""
    if actor.has_role(Role.SECRETARY):
        return _("Thư ký ban tổ chức")
    if actor.has_role(Role.LEADER):
        return _("Lãnh đạo phê duyệt")
    if actor.has_role(Role.ADMIN):
        return _("Quản trị hệ thống")
    if actor.seats:
        return _("Thành viên hội đồng")
    if actor.units:
        return _("Đầu mối đơn vị")
    return _("Tác giả")


def public_places() -> list[NavItem]:
    """Return the navigation of public pages."""
    entries = desks.entries_at(DeskKey.PUBLIC)
    here = current_entry(entries)
    return [shown(entry, here) for entry in entries]


def desks_of(actor: Actor) -> list[NavDesk]:
    """Return the desks at which somebody may sit, with what waits there."""
    own = [
        (desk, [entry for entry in desks.entries_at(desk.key) if admits(entry, actor)])
        for desk in DESKS
        if desk.belongs_to(actor)
    ]
    here = current_entry([entry for _desk, entries in own for entry in entries])
    return [
        NavDesk(_(desk.label), [shown(entry, here, actor) for entry in entries])
        for desk, entries in own
    ]


def admits(entry: Entry, actor: Actor) -> bool:
    """Ask the door behind an entry; its pages stand before things, so none is given."""
    door = door_of(current_app, entry.endpoint)
    return door is not None and door.policy.allows(actor, door.permission, None)


def shown(entry: Entry, here: Entry | None, actor: Actor | None = None) -> NavItem:
    """Return an entry with its count."""
    count = entry.count(actor) if entry.count and actor else None
    return NavItem(
        label=_(entry.label),
        url=address_of(entry.endpoint),
        icon=entry.icon,
        count=count or None,
        is_urgent=entry.is_urgent,
        is_current=entry is here,
    )


def current_entry(entries: Sequence[Entry]) -> Entry | None:
    """Return the entry that the shown page belongs to: the one with the longest address above it."""
    above = [entry for entry in entries if stands_above(entry, request.path)]
    return max(above, key=lambda entry: len(address_of(entry.endpoint)), default=None)


def stands_above(entry: Entry, path: str) -> bool:
    """Tell whether a page is the entry's own or lies below it."""
    url = address_of(entry.endpoint)
    return path == url or (not entry.alone and path.startswith(url + "/"))


def address_of(endpoint: str) -> str:
    """Return the address of a page without numbers; some twenty of them stand on every page."""
    return _address_below(request.script_root, endpoint)


@lru_cache(maxsize=256)
def _address_below(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


def styles_url() -> str:
    """Return the address of our style sheets; it changes with their content."""
    version = joined_styles(current_app.static_folder or "").version
    return f"{address_of('web.stylesheet')}?v={version}"


def places() -> dict[str, Any]:
    """Return the links of masthead and footer."""
    return {
        "home": address_of("web.home"),
        "styles": styles_url(),
        "sign_in": address_of("accounts.sign_in"),
        "sign_out": address_of("accounts.sign_out"),
        "desk": address_of("web.desk"),
        "keepalive": address_of("accounts.keep_alive"),
        "person_links": [{"label": _("Tài khoản"), "url": address_of("accounts.profile")}],
        "foot_links": [
            (_("Cuộc thi, xét chọn"), address_of("programmes.calls")),
            (_("Xác minh giấy chứng nhận"), address_of("certificates.lookup")),
            (_("Bảo vệ dữ liệu cá nhân"), address_of("web.privacy")),
            (_("Trợ năng và cỡ chữ"), address_of("web.accessibility")),
        ],
    }
