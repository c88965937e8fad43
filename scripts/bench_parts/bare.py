"""The baseline: a Flask application as bare as one can be that does the same job honestly.

Same Flask, same SQLAlchemy Core, same database and the same durability settings as ours, but
no identity, no policy, no blindness, no components: a signed cookie, one indexed query and a Jinja
page of about the same length; and a signed cookie, a token check and one durable upsert.
"""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, abort, jsonify, render_template, request, session
from jinja2 import DictLoader
from sqlalchemy import event

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DATABASE = "BENCH_DATABASE_URL"
BYTES = "BENCH_PAGE_BYTES"
TOKEN = "bench-token"  # noqa: S105  # signs nothing but this measurement
ROWS = 100
LINE = (
    "<tr><td>{{ n }}</td><td>{{ row.title }}</td><td><input name=p{{ n }} value={{ row.points }}>"
)
PAGE = (
    """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ row.title }}</title></head>
<body><h1>{{ row.title }}</h1>
<table>{% for n in numbers %}"""
    + LINE
    + """</td><td>{{ row.text }}</td></tr>
{% endfor %}</table></body></html>"""
)

READ = sa.text("SELECT id, title, points, text FROM bench_rows WHERE id = :key")
UPSERT = sa.text(
    "INSERT INTO bench_rows (id, title, points, text) VALUES (:key, '', :points, '') "
    "ON CONFLICT (id) DO UPDATE SET points = excluded.points"
)


def create_bare_app() -> Flask:
    """Return the bare application on the database of the environment."""
    app = Flask("bare")
    app.secret_key = "bench"  # noqa: S105  # signs nothing but this measurement
    app.jinja_loader = DictLoader({"page.html": PAGE})  # compiled once, like any template
    engine = sa.create_engine(os.environ[DATABASE])
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_durable_as_ours)
    numbers = range(lines_of_page(int(os.environ[BYTES])))

    @app.get("/login")
    def login() -> str:
        session.update(user=1, token=TOKEN)
        return "ok"

    @app.get("/page/<int:key>")
    def page(key: int) -> str:
        if session.get("user") is None:
            abort(401)
        with engine.connect() as connection:
            row = connection.execute(READ, {"key": key}).one()
        length = request.args.get("bytes", type=int)
        lines = range(lines_of_page(length)) if length else numbers
        return render_template("page.html", row=row, numbers=lines)

    @app.post("/save/<int:key>")
    def save(key: int) -> ResponseReturnValue:
        token = request.headers.get("X-CSRFToken", "")
        if session.get("user") is None or not hmac.compare_digest(token, session["token"]):
            abort(401)
        with engine.begin() as connection:
            connection.execute(UPSERT, {"key": key, "points": request.form["points"]})
        return jsonify(ok=True)

    return app


def title_of(key: int) -> str:
    """Return the title of a row of the baseline."""
    return f"Giải pháp số {key} nâng cao hiệu quả"


def text_of() -> str:
    """Return the words of a row of the baseline."""
    return "lời văn của hồ sơ " * 5


def lines_of_page(wanted: int) -> int:
    """Return how many lines make a page of about so many bytes."""
    line = len(f"{title_of(10)}{text_of()}".encode()) + len(LINE) - 20
    return max(1, wanted // line)


def make_bare_tables(url: str) -> None:
    """Make the one table of the baseline in the same database."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE TABLE IF NOT EXISTS bench_rows "
                "(id INTEGER PRIMARY KEY, title TEXT, points TEXT, text TEXT)"
            )
        )
        for key in range(1, ROWS + 1):
            connection.execute(
                sa.text("INSERT INTO bench_rows VALUES (:id, :title, '0', :text)"),
                {"id": key, "title": title_of(key), "text": text_of()},
            )
    engine.dispose()


def _as_durable_as_ours(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")
