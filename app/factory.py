"""Assembly: the only module that knows every package."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from app.infra import desks, guard, templating
from app.infra.db.engine import db, engine_options, migrate
from app.infra.requests import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from werkzeug.routing import Map

    from app.settings import Settings

PACKAGES = (
    "infra",
    "audit",
    "work",
    "organiser",
    "series",
    "letters",
    "registry",
    "accounts",
    "questions",
    "programmes",
    "nominations",
    "councils",
    "conflicts",
    "scoring",
    "results",
    "certificates",
    "folders",
    "web",
)


class KeyNumber(IntegerConverter):
    """A number in a URL that can be a key; larger ones are no page, instead of a database error."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=2**31 - 1)


class Application(Flask):
    """Flask with our environment of templates."""

    jinja_environment = templating.PageEnvironment


def assemble(settings: Settings) -> Flask:
    """Return the application, ready to serve; refuses to with an endpoint that has no door."""
    app = Application("app", template_folder="../templates", static_folder="../static")
    configure(app, settings)
    bind_extensions(app)
    register_packages(app)
    guard.require_doors(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Translate our settings into those of Flask and its extensions."""
    app.request_class = Request
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="vinhdanh",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 14,
        SESSION_REFRESH_EACH_REQUEST=False,  # app.web.identity renews it, once a day
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_form_bytes,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
    )
    app.url_map.converters["int"] = KeyNumber
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way


def bind_extensions(app: Flask) -> None:
    """Bind what has no knowledge of awards."""
    db.init_app(app)
    migrate.init_app(app, db)
    Babel(app)
    templating.install(app)


def register_packages(app: Flask) -> None:
    """Register what each package tells the house, the lowest floor first."""
    app.extensions["round_news"] = []
    for name in PACKAGES:
        for rung, register in RUNGS.items():
            module = _find(f"app.{name}.{rung}")
            if module is not None:
                register(app, module)


def _find(name: str) -> ModuleType | None:
    if importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)


def _nothing_more(_app: Flask, _module: ModuleType) -> None:
    """Take in a rung that is heard by being imported."""


def _add_pages(app: Flask, views: ModuleType) -> None:
    for doors in views.doors:
        app.register_blueprint(doors.blueprint)


def _add_commands(app: Flask, cli: ModuleType) -> None:
    for command in cli.commands:
        app.cli.add_command(command)


# What a package may tell the house, rung by rung, in the order in which it is heard.
RUNGS: dict[str, Callable[[Flask, ModuleType], object]] = {
    "models": _nothing_more,
    "reactions": _nothing_more,
    "jobs": _nothing_more,
    "policy": lambda _app, policy: guard.access.add_policy(policy.policy),
    "views": _add_pages,
    "cli": _add_commands,
    "setup": lambda app, setup: setup.install(app),
    "desk": lambda _app, desk: desks.desks.add(desk.entries),
    "waits": lambda app, waits: app.extensions["round_news"].append(waits.news_of_rounds),
}
